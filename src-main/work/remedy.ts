import type { Failure } from '../../src-shared/failure.ts'
import type { StopReason } from '../../src-shared/ipc/work-shapes.ts'

/** What a job does about a chunk that was not answered in full. */
export type Remedy =
  | { do: 'wait'; milliseconds: number; isSmaller: boolean }
  | { do: 'stop'; reason: StopReason }
  /** The request as a whole is refused: fewer at a time find the one that is meant. */
  | { do: 'split' }
  /** There is no such call: one by one. */
  | { do: 'slow' }

/** Answers of a broken server in a row after which a job stops. */
const mostServerErrors = 8
const firstPause = 500
const longestPause = 30_000

/** `troubles`: chunks in a row, this one included, of which nothing came back. */
export function remedyFor(failure: Failure, troubles: number): Remedy {
  const milliseconds = Math.min(longestPause, firstPause * 2 ** (troubles - 1)) * (0.5 + Math.random() / 2)
  switch (failure.kind) {
    case 'unauthorized':
    case 'keychain':
      return { do: 'stop', reason: 'unauthorized' }
    case 'forbidden':
      return { do: 'stop', reason: 'forbidden' }
    case 'rateLimited':
      return {
        do: 'wait',
        milliseconds: failure.retryAfter === null ? milliseconds : failure.retryAfter * 1000,
        isSmaller: false,
      }
    // without a network a job waits as long as it takes
    case 'offline':
      return { do: 'wait', milliseconds, isSmaller: failure.reason === 'timeout' }
    case 'invalid':
      return { do: 'split' }
    case 'notFound':
    case 'unsupported':
      return { do: 'slow' }
    case 'remote':
      if (failure.reason === 'tooLarge' || failure.status === 413) return { do: 'split' }
      if (troubles >= mostServerErrors) return { do: 'stop', reason: 'serverErrors' }
      return { do: 'wait', milliseconds, isSmaller: true }
    case 'conflict':
    case 'disk':
    case 'internal':
      return { do: 'stop', reason: 'serverErrors' }
  }
}
