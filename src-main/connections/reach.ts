import { pauseAfter } from './backoff.ts'

interface ReachDeps {
  /** Asks the server whether it is there; whoever asks says then how it ended. */
  probe(): void
  random(): number
}

/** Asks a server that cannot be reached again and again, by one timer alone. */
export interface Reach {
  /** The server was not there; it is asked again by itself. */
  lost(): void
  /** The server has answered, or nobody asks for it any more. */
  stop(): void
}

export function createReach({ probe, random }: ReachDeps): Reach {
  let failures = 0
  let timer: NodeJS.Timeout | undefined
  return {
    lost() {
      clearTimeout(timer)
      timer = setTimeout(probe, pauseAfter(failures++, random))
      timer.unref()
    },
    stop() {
      clearTimeout(timer)
      failures = 0
    },
  }
}
