/** How many changes go into the next chunk, learnt from how long the last ones took. */
export interface Pace {
  size(): number
  took(milliseconds: number): void
  shrink(): void
}

/** A chunk should take about so long: short enough for pause and progress, long enough to be worth its request. */
const [short, long] = [400, 2000]
const least = 1

export function createPace(max: number): Pace {
  let size = Math.min(max, 100)
  return {
    size: () => size,
    took(milliseconds) {
      if (milliseconds < short) size = Math.min(max, size * 2)
      else if (milliseconds > long) size = Math.max(least, Math.floor(size / 2))
    },
    shrink() {
      size = Math.max(least, Math.floor(size / 2))
    },
  }
}

/** Users per second over the last seconds. */
export interface Meter {
  add(count: number): void
  rate(): number | null
}

const span = 10_000

export function createMeter(now: () => number): Meter {
  const started = now()
  let marks: { at: number; count: number }[] = []
  return {
    add(count) {
      marks.push({ at: now(), count })
    },
    rate() {
      const until = now()
      marks = marks.filter(({ at }) => until - at < span)
      const seconds = Math.min(span, until - started) / 1000
      return marks.length === 0 || seconds <= 0 ? null : marks.reduce((sum, { count }) => sum + count, 0) / seconds
    },
  }
}
