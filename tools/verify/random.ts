/** Numbers that look random, the same for the same seed (mulberry32). */
export interface Random {
  /** 0 up to and without 1. */
  next(): number
  below(end: number): number
  /** The same items in another order. */
  shuffle<T>(items: readonly T[]): T[]
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    next,
    below,
    shuffle(items) {
      const all = [...items]
      for (let at = all.length - 1; at > 0; at--) {
        const other = below(at + 1)
        const [a, b] = [all[at], all[other]] as [(typeof all)[number], (typeof all)[number]] // both within the list
        ;[all[at], all[other]] = [b, a]
      }
      return all
    },
  }
}

export const pick = <T>(random: () => number, values: readonly T[]): T => {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}
