import { z } from 'zod'
import { Issue } from './domain/issue.ts'
import { User } from './domain/user.ts'

/** States of the keychain, told apart by `src-main/secrets` (security.md, fact 1). */
export const SecretState = z.enum(['found', 'absent', 'locked', 'unavailable', 'changed', 'corrupt'])
export type SecretState = z.infer<typeof SecretState>

/**
 * Everything that can go wrong between the page and a server, as data. Processes answer it; inside a process it is thrown
 * as `Failed`. No text here is shown as it is: the page has a sentence for each.
 */
export const Failure = z.discriminatedUnion('kind', [
  /** The server refuses values; `code` where the reason is no single field's. */
  z.object({ kind: z.literal('invalid'), code: z.string().nullable(), issues: z.array(Issue) }),
  /** No answer: nothing is known to have happened. */
  z.object({
    kind: z.literal('offline'),
    reason: z.enum(['unreachable', 'refused', 'unknownHost', 'certificate', 'timeout', 'interrupted', 'proxy']),
    detail: z.string(),
  }),
  /**
   * Signed out, or sign-in refused: `expired`, `bad_credentials`, `not_approved`, `disabled`, `must_change_password`, `two_factor`;
   * in the browser by codes that begin with `oidc_`.
   */
  z.object({ kind: z.literal('unauthorized'), code: z.string() }),
  z.object({ kind: z.literal('forbidden'), code: z.string() }),
  z.object({ kind: z.literal('notFound') }),
  /** Somebody else saved meanwhile (412). */
  z.object({ kind: z.literal('conflict'), theirs: User }),
  /** Seconds to wait, where the server says so. */
  z.object({ kind: z.literal('rateLimited'), retryAfter: z.number().nullable() }),
  /** This server, or this kind of server, cannot do it; `code` says why. */
  z.object({ kind: z.literal('unsupported'), code: z.string() }),
  /** The server failed, or answered what is no answer: `status` 0 where there was none. */
  z.object({
    kind: z.literal('remote'),
    reason: z.enum(['error', 'notJson', 'notUnderstood', 'tooLarge', 'redirect', 'notADirectory']),
    status: z.number(),
    requestId: z.string().nullable(),
    detail: z.string(),
  }),
  z.object({ kind: z.literal('keychain'), state: SecretState }),
  /** This computer's disk takes no more of the local copy; what is there stays. */
  z.object({ kind: z.literal('disk'), reason: z.enum(['full', 'readOnly']) }),
  /** A defect; `reference` finds it in the log. */
  z.object({ kind: z.literal('internal'), reference: z.string() }),
])
export type Failure = z.infer<typeof Failure>
