import { sortByNumber } from './radix.ts'

/** Texts by slot, as the sort reads them. */
export interface SlotTexts {
  compare(a: number, b: number): number
  /** As of `TextHeap`. */
  key(slot: number, depth: number, key: Uint32Array): void
}

/** Shorter runs of the same beginning are sorted by comparing. */
const few = 32

/**
 * Sorts slots by their texts, and keeps the order of those with the same: by numbers made of eight bytes, and inside runs
 * with the same eight by the next eight.
 */
export function sortByText(slots: Uint32Array, texts: SlotTexts): void {
  let most = 0
  for (const slot of slots) if (slot > most) most = slot
  const high = new Uint32Array(most + 1)
  const low = new Uint32Array(most + 1)
  const spare = new Uint32Array(slots.length)
  const key = new Uint32Array(2)

  function sort(run: Uint32Array, depth: number): void {
    for (const slot of run) {
      texts.key(slot, depth, key)
      high[slot] = key[0]!
      low[slot] = key[1]!
    }
    sortByNumber(run, low, spare)
    sortByNumber(run, high, spare)
    for (let from = 0, to; from < run.length; from = to) {
      const [first, second] = [high[run[from]!]!, low[run[from]!]!]
      for (to = from + 1; to < run.length && high[run[to]!] === first && low[run[to]!] === second;) to++
      const hasEnded = (second & 0xff) === 0
      if (to - from === 1 || hasEnded) continue
      const same = run.subarray(from, to)
      if (same.length <= few) same.sort(texts.compare)
      else sort(same, depth + 8)
    }
  }

  sort(slots, 0)
}
