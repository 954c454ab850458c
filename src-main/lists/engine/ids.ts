import { caseless } from '../../../src-shared/domain/text.ts'
import { grown } from './grow.ts'

/** What is saved of the ids. */
export interface IdParts {
  idText: Uint8Array
  idStarts: Uint32Array
  idTable: Uint32Array
}

/** The ids of all rows that there ever were: an id that comes back has its old slot. */
export interface Ids {
  /** Gives a new id a slot behind all others; those that are left out have no id. */
  add(slot: number, id: string): void
  /** The slot of an id, -1 for none. */
  find(id: string): number
  /** Slots whose ids differ from `text` in case only. */
  findCaseless(text: string): number[]
  text(slot: number): string
  /** Order of two ids, by bytes. */
  compare(a: number, b: number): number
  /** As of `TextHeap`. */
  key(slot: number, depth: number, key: Uint32Array): void
  count(): number
  parts(): IdParts
}

const encoder = new TextEncoder()

/** FNV-1a over what is the same for ids that differ in case. */
function hashOf(id: string): number {
  const text = caseless(id)
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}

export function createIds(saved?: IdParts): Ids {
  let bytes = saved ? Buffer.from(saved.idText.buffer) : Buffer.alloc(4096) // the array that was loaded, not a copy
  let starts = saved?.idStarts ?? new Uint32Array(1)
  /** Slots + 1 by hash, with open addressing; 0: free. */
  let table = saved?.idTable ?? new Uint32Array(1024)
  let count = saved ? saved.idStarts.length - 1 : 0

  const text = (slot: number): string => bytes.toString('utf8', starts[slot], starts[slot + 1])

  function place(slot: number, id: string): void {
    const mask = table.length - 1
    let at = hashOf(id) & mask
    while (table[at] !== 0) at = (at + 1) & mask
    table[at] = slot + 1
  }

  /** Asks about every slot whose id may be meant, until one is taken. */
  function search(id: string, take: (slot: number) => boolean): void {
    const mask = table.length - 1
    for (let at = hashOf(id) & mask; table[at] !== 0; at = (at + 1) & mask) if (take(table[at]! - 1)) return
  }

  return {
    add(slot, id) {
      const start = starts[count]!
      starts = grown(starts, slot + 2)
      starts.fill(start, count, slot + 1)
      count = slot + 1
      if (count * 2 > table.length) {
        table = new Uint32Array(2 ** Math.ceil(Math.log2(count * 2)) * 2)
        for (let each = 0; each < slot; each++) if (starts[each] !== starts[each + 1]) place(each, text(each))
      }
      if (start + id.length * 3 > bytes.length)
        bytes = Buffer.concat([bytes], Math.ceil(start * 1.25) + id.length * 3 + 4096)
      starts[count] = start + encoder.encodeInto(id, bytes.subarray(start)).written
      place(slot, id)
    },
    find(id) {
      let found = -1
      search(id, (slot) => {
        if (text(slot) === id) found = slot
        return found >= 0
      })
      return found
    },
    findCaseless(value) {
      const wanted = caseless(value)
      const found: number[] = []
      search(value, (slot) => {
        if (caseless(text(slot)) === wanted) found.push(slot)
        return false
      })
      return found
    },
    text,
    compare(a, b) {
      let [x, y] = [starts[a]!, starts[b]!]
      const [endX, endY] = [starts[a + 1]!, starts[b + 1]!]
      while (x < endX && y < endY) {
        const difference = bytes[x++]! - bytes[y++]!
        if (difference !== 0) return difference
      }
      return endX - x - (endY - y)
    },
    key(slot, depth, key) {
      const end = starts[slot + 1]!
      let at = starts[slot]! + depth
      for (let half = 0; half < 2; half++) {
        let number = 0
        for (let shift = 24; shift >= 0 && at < end; shift -= 8) number |= (bytes[at++]! + 1) << shift
        key[half] = number
      }
    },
    count: () => count,
    parts: () => ({
      idText: bytes.subarray(0, starts[count]),
      idStarts: starts.subarray(0, count + 1),
      idTable: table,
    }),
  }
}
