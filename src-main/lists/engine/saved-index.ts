import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs'

/** Saved with every chunk: a file of another layout cannot be opened by mistake. */
const layout = 'muster index 1'
const chunkSize = 4 << 20
const tagSize = 16
const kinds = { Uint8Array, Uint16Array, Uint32Array, Float64Array }
type Kind = keyof typeof kinds
export type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array

interface Piece {
  name: string
  kind: Kind
  length: number
}

/**
 * Saves arrays, encrypted in chunks of 4 MB by AES-256-GCM; yields after each, so that questions come in between. The key
 * is made from the copy's and `id`, which is new for every save: so the number of a chunk is nonce enough. The file is
 * there whole or not at all.
 */
export function* saveArrays(
  file: string,
  key: string,
  id: string,
  arrays: ReadonlyMap<string, Numbers>,
): Generator<undefined, void> {
  const pieces = [...arrays].map(([name, array]): Piece => ({ name, kind: kindOf(array), length: array.length }))
  const secret = keyOf(key, id)
  const next = `${file}.new`
  const handle = openSync(next, 'w', 0o600)
  try {
    let number = 0
    const write = (chunk: Uint8Array) => {
      const cipher = createCipheriv('aes-256-gcm', secret, nonceOf(number++)).setAAD(Buffer.from(layout))
      const sealed = Buffer.concat([Buffer.alloc(4), cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
      sealed.writeUInt32LE(sealed.length - 4)
      writeSync(handle, sealed)
    }
    write(Buffer.from(JSON.stringify(pieces)))
    for (const array of arrays.values()) {
      for (let at = 0; at < array.byteLength; at += chunkSize) {
        write(new Uint8Array(array.buffer, array.byteOffset + at, Math.min(chunkSize, array.byteLength - at)))
        yield
      }
    }
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(next, file)
}

/** Loads what was saved under `id`; throws when the file is another one, damaged, or cut. */
export function loadArrays(file: string, key: string, id: string): Map<string, Numbers> {
  const secret = keyOf(key, id)
  const handle = openSync(file, 'r')
  try {
    let number = 0
    const size = Buffer.alloc(4)
    const sealed = Buffer.alloc(chunkSize + tagSize)
    /** Uses the next chunk, once it was found authentic. */
    const read = (use: (chunk: Buffer) => void): void => {
      readWhole(handle, size)
      const length = size.readUInt32LE()
      if (length > sealed.length || length < tagSize) throw new Error('no chunk of a saved index')
      readWhole(handle, sealed.subarray(0, length))
      const cipher = createDecipheriv('aes-256-gcm', secret, nonceOf(number++)).setAAD(Buffer.from(layout))
      cipher.setAuthTag(sealed.subarray(length - tagSize, length))
      const chunk = cipher.update(sealed.subarray(0, length - tagSize))
      cipher.final() // throws where it is not authentic
      use(chunk)
    }
    let directory = ''
    read((chunk) => (directory = chunk.toString()))
    const pieces = JSON.parse(directory) as Piece[] // authentic, so written by saveArrays
    return new Map(
      pieces.map(({ name, kind, length }) => {
        const array = new kinds[kind](length)
        const bytes = new Uint8Array(array.buffer)
        for (let at = 0; at < bytes.length; at += chunkSize) read((chunk) => bytes.set(chunk, at))
        return [name, array]
      }),
    )
  } finally {
    closeSync(handle)
  }
}

function readWhole(handle: number, into: Buffer): void {
  if (readSync(handle, into) !== into.length) throw new Error('the saved index is cut')
}

const keyOf = (key: string, id: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(key, 'hex'), id, 'saved index', 32))

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32LE(number)
  return nonce
}

function kindOf(array: Numbers): Kind {
  for (const kind of Object.keys(kinds) as Kind[]) if (array instanceof kinds[kind]) return kind // the keys it was made with
  throw new Error('no array that can be saved')
}
