/** Runs pieces of work, at most `count` at the same time; the others wait for their turn in the order they came. */
export function createSlots(count: number) {
  let free = count
  const waiting: (() => void)[] = []
  return async function run<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve)) // whoever ends hands the place over
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}
