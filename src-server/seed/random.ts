/** Repeatable chance (mulberry32): the same seed gives the same data on every machine. */
export interface Chance {
  /** At least 0, below 1. */
  next(): number
  below(count: number): number
  /** True with the given likelihood. */
  is(likelihood: number): boolean
  pick<T>(items: readonly T[]): T
  /** One of the items, each as likely as its weight says. */
  weighted<T extends { weight: number }>(items: readonly T[]): T
  /** `count` different items, in no order. */
  some<T>(items: readonly T[], count: number): T[]
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  return {
    next,
    below,
    pick,
    is: (likelihood) => next() < likelihood,
    weighted: (items) => {
      let left = next() * items.reduce((sum, { weight }) => sum + weight, 0)
      const found = items.find(({ weight }) => (left -= weight) < 0)
      return found ?? pick(items)
    },
    some: (items, count) => {
      const left = [...items]
      return Array.from({ length: Math.min(count, items.length) }, () => left.splice(below(left.length), 1)).flat()
    },
  }
}
