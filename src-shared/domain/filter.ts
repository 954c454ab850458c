import { z } from 'zod'
import { invitationState } from './invitation.ts'
import { roles } from './role.ts'
import { caseless } from './text.ts'
import { Timestamp, type User } from './user.ts'

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

/** True when the user passes the filter at `now`. */
export function passes(user: User, { is, isNot }: Filter, now: Date): boolean {
  const answer = holds(user, is, now)
  return answer !== null && answer !== isNot
}

/** Null where it is not known. */
function holds(user: User, is: Condition, now: Date): boolean | null {
  switch (is.field) {
    case 'role':
      return is.values.includes(user.role)
    case 'approved':
    case 'disabled':
      return user[is.field]
    case 'invitation':
      return invitationState(user, now) === is.value
    case 'resetPending':
      return user.mustChangePassword
    case 'emailUnconfirmed':
      return !user.emailConfirmed
    case 'twoFactorOff':
      return user.twoFactor === null ? null : !user.twoFactor
    case 'lastSignIn':
      if (is.before === null) return user.lastSignInAt === null
      return user.lastSignInAt !== null && Date.parse(user.lastSignInAt) < Date.parse(is.before)
    case 'noProjects':
      return user.projects.length === 0
    case 'organization':
      return is.ids.includes(user.organization.id)
    case 'partner':
      return user.partner !== null && is.ids.includes(user.partner.id)
    case 'project':
      return user.projects.some(({ id }) => is.ids.includes(id))
    case 'creationName': {
      const name = user.creationName
      return name === null ? null : is.values.some((value) => caseless(value) === caseless(name))
    }
    case 'created':
      return user.createdAt === null ? null : isWithin(Date.parse(user.createdAt), is)
  }
}

function isWithin(time: number, { from, to }: { from: string | null; to: string | null }): boolean {
  return (from === null || time >= Date.parse(from)) && (to === null || time < Date.parse(to))
}
