import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from './app.ts'

const prefix = Buffer.from('v0S')
const ivLength = 12
const tagLength = 16

function key(): Buffer {
  const folder = app.getPath('userData')
  const file = join(folder, 'standin-key')
  mkdirSync(folder, { recursive: true })
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 })
  return readFileSync(file)
}

function encrypt(text: string): Buffer {
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv('aes-256-gcm', key(), iv)
  return Buffer.concat([prefix, iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

function decrypt(data: Buffer): string {
  if (!data.subarray(0, prefix.length).equals(prefix)) throw new Error('Error while decrypting the ciphertext')
  const start = prefix.length + ivLength
  const decipher = createDecipheriv('aes-256-gcm', key(), data.subarray(prefix.length, start))
  decipher.setAuthTag(data.subarray(-tagLength))
  return decipher.update(data.subarray(start, -tagLength), undefined, 'utf8') + decipher.final('utf8')
}

/** Encrypts with a key that lies in a file: the shape of the real thing, not its protection. */
export const safeStorage = {
  getSelectedStorageBackend: () => 'basic_text' as const,
  isAsyncEncryptionAvailable: () => Promise.resolve(true),
  encryptStringAsync: (text: string) => Promise.resolve().then(() => encrypt(text)),
  decryptStringAsync: (data: Buffer) =>
    Promise.resolve().then(() => ({ result: decrypt(data), shouldReEncrypt: false })),
}
