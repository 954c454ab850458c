/** Milliseconds of the first pause, and of those that follow once a server has been away for long. */
const [first, longest] = [1000, 30_000]

/**
 * Milliseconds to wait after so many failures in a row: any part of a time that doubles (full jitter), so that many programs do not
 * come at once. A server that has been away for long is asked once in half a minute at most.
 */
export function pauseAfter(failures: number, random: () => number): number {
  const ceiling = first * 2 ** Math.min(failures, 10)
  return ceiling < longest ? ceiling * random() : longest * (1 + random())
}
