import { z } from 'zod'
import { roles } from './role.ts'
import { Timestamp } from './user.ts'

const ids = z.array(z.string().min(1)).min(1).max(1000)

/** What one filter asks of a user; several values mean any of them. */
const Condition = z.discriminatedUnion('field', [
  z.strictObject({ field: z.literal('role'), values: z.array(z.enum([...roles, 'other'])).min(1) }),
  z.strictObject({ field: z.literal('approved') }),
  z.strictObject({ field: z.literal('disabled') }),
  z.strictObject({ field: z.literal('invitation'), value: z.enum(['pending', 'expired']) }),
  z.strictObject({ field: z.literal('resetPending') }),
  z.strictObject({ field: z.literal('emailUnconfirmed') }),
  /** Only where the server knows (`Capabilities.twoFactor`); users of whom it is not known match neither way. */
  z.strictObject({ field: z.literal('twoFactorOff') }),
  /** `before` null: has never signed in. A user who never did is not "before" any time. */
  z.strictObject({ field: z.literal('lastSignIn'), before: Timestamp.nullable() }),
  z.strictObject({ field: z.literal('noProjects') }),
  z.strictObject({ field: z.literal('organization'), ids }),
  z.strictObject({ field: z.literal('partner'), ids }),
  z.strictObject({ field: z.literal('project'), ids }),
  /** User names of creators, compared without case. */
  z.strictObject({ field: z.literal('creationName'), values: ids }),
  /** From `from` on, up to and without `to`; null: open on that side. */
  z.strictObject({ field: z.literal('created'), from: Timestamp.nullable(), to: Timestamp.nullable() }),
])
export type Condition = z.infer<typeof Condition>

/** One chip above the list; `isNot` turns it round. Several filters must all hold. */
export const Filter = z.strictObject({ is: Condition, isNot: z.boolean() })
export type Filter = z.infer<typeof Filter>
