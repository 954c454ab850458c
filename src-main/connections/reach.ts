import type { Failure } from '../../src-shared/failure.ts'
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

/** True where the last request proves that the server is out of reach: no answer, or the page of a network that asks for a sign-in. */
export function isOutOfReach(failure: Failure): boolean {
  if (failure.kind === 'offline') return true
  if (failure.kind !== 'remote' || failure.status >= 400) return false
  return failure.reason === 'redirect' || (failure.reason === 'notJson' && /\btext\/html\b/i.test(failure.detail))
}
