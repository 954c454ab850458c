import type { Issue } from '../../src-shared/domain/issue.ts'
import type { StoredUser } from './users/stored-user.ts'

/** Why something was not done, in the words of the domain; a dialect turns the kind into its status. */
export type RefusalKind =
  /** The request itself is wrong, whatever the data. */
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  /** A token of the change feed is of no use any more. */
  | 'gone'
  /** Another version was saved meanwhile. */
  | 'outdated'
  /** A field's value breaks a rule. */
  | 'invalid'
  /** It does not say on which version it was made. */
  | 'unmet'
  | 'limited'
  | 'unavailable'

export interface Refusal {
  kind: RefusalKind
  code: string
  /** The fields that were refused, where it is about fields. */
  issues: Issue[]
  /** With `outdated`: the user as it is now. */
  current?: StoredUser
  /** With `limited` and `unavailable`: seconds to wait. */
  retryAfter?: number
}

interface Refused extends Error {
  refusal: Refusal
}

/** Ends the work; a transaction around it is rolled back. */
export function refuse(kind: RefusalKind, code: string, more: Partial<Omit<Refusal, 'kind' | 'code'>> = {}): never {
  throw refused({ kind, code, issues: [], ...more })
}

export function refused(refusal: Refusal): Refused {
  return Object.assign(new Error(`refused: ${refusal.code}`), { refusal })
}

/** The refusal in something caught; null for any other error, which is a defect. */
export function refusalOf(error: unknown): Refusal | null {
  return error instanceof Error && 'refusal' in error ? (error as Refused).refusal : null
}

/** Refuses fields by the rules of the domain; the first issue names the whole. */
export function refuseIssues(issues: readonly Issue[]): void {
  const [first] = issues
  if (first) refuse('invalid', first.code, { issues: [...issues] })
}
