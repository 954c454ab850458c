/** Milliseconds of the first and of the longest pause. */
const [first, longest] = [1000, 60_000]

/** Milliseconds to wait after so many failures in a row: doubled each time, and moved by chance, so that many do not come at once. */
export const pauseAfter = (failures: number, random: () => number): number =>
  Math.min(longest, first * 2 ** Math.min(failures, 10)) * (0.5 + random())
