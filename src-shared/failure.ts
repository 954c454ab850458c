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
