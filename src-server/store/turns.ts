/** Runs what it is given. */
export type Turns = <T>(run: () => Promise<T>) => Promise<T>

/** Lets one through at a time, in the order in which they came. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return (run) => {
    const next = last.then(run)
    last = next.catch(() => undefined) // whoever asked for it hears of it
    return next
  }
}
