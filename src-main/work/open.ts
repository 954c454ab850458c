import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'

/** A new key for an encrypted file: 32 bytes as hex. */
export const newFileKey = (): string => randomBytes(32).toString('hex')

/** Makes the folder of a file, for nobody else to read. */
export function makeFolderOf(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
}

/** Sets a file aside whose key is gone for good; it stays on disk, and can be opened should the key come back. */
export function setJobsAside(file: string, now: Date): void {
  if (!existsSync(file)) return
  const mark = now.toISOString().replaceAll(':', '-')
  for (const end of ['', '-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, `${file}.${mark}${end}`)
}
