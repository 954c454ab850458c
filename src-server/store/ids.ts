import type { Database } from './schema.ts'

/** Digits in the order of their code points, without those that are taken for one another (i, l, o, u). */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const length = 6
const halfBits = 15
const halfMask = 2 ** halfBits - 1

/** How many ids there are: 32 to the power of six, a thousand million. */
export const idCount = 2 ** (2 * halfBits)

/** The public id: six characters, in the order of the numbers. */
export function formatId(id: number): string {
  let text = ''
  for (let at = 0, rest = id; at < length; at++, rest = Math.floor(rest / 32)) text = alphabet.charAt(rest % 32) + text
  return text
}

/** The number of a public id; null for text that is none. */
export function parseId(text: string): number | null {
  if (text.length !== length) return null
  let id = 0
  for (const digit of text) {
    const value = alphabet.indexOf(digit)
    if (value < 0) return null
    id = id * 32 + value
  }
  return id
}

/**
 * Turns the count of an id into the id: one to one, so that none comes twice, and out of order, so that an id does not
 * tell how many there are. A Feistel network over 30 bits; `key` belongs to the database.
 */
export function scramble(count: number, key: readonly number[]): number {
  let [left, right] = [count >>> halfBits, count & halfMask]
  for (const round of key) [left, right] = [right, left ^ (mix(right ^ round) & halfMask)]
  return left * 2 ** halfBits + right
}

/** Spreads every bit over all (the finaliser of MurmurHash3). */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Takes the next `count` numbers of a counter in the running transaction, and answers the first. */
export async function take(db: Database, name: string, count = 1): Promise<number> {
  const { value } = await db
    .updateTable('counters')
    .set((eb) => ({ value: eb('value', '+', count) }))
    .where('name', '=', name)
    .returning('value')
    .executeTakeFirstOrThrow()
  return value - count + 1
}

/** New ids for anything that has a public id; users, organizations and sessions share one sequence. */
export async function takeIds(db: Database, key: readonly number[], count: number): Promise<number[]> {
  const first = await take(db, 'ids', count)
  if (first + count > idCount) throw new Error('all ids are used up')
  return Array.from({ length: count }, (_, at) => scramble(first + at, key))
}
