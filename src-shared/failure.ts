import type { Failure } from './failure-schema.ts'

// Types only: the page throws and reads failures, and must not carry their schemas.
export type { Failure, SecretState } from './failure-schema.ts'

/** What crosses a process boundary. */
export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

/** A failure on its way up inside one process; the only class of the program. */
export class Failed extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.kind)
    this.name = 'Failed'
    this.failure = failure
  }
}

/** Runs `work` and answers its failure as data; anything but `Failed` is a defect and goes on. */
export async function settle<T>(work: () => Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (error instanceof Failed) return { ok: false, failure: error.failure }
    throw error
  }
}

/** True where the last request proves that the server is out of reach: no answer, or the page of a network that asks for a sign-in. */
export function isOutOfReach(failure: Failure): boolean {
  if (failure.kind === 'offline') return true
  if (failure.kind !== 'remote' || failure.status >= 400) return false
  return failure.reason === 'redirect' || (failure.reason === 'notJson' && /\btext\/html\b/i.test(failure.detail))
}
