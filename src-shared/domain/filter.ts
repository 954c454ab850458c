import type { Condition, Filter } from './filter-schema.ts'
import { invitationState } from './invitation.ts'
import { caseless } from './text.ts'
import type { User } from './user.ts'

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
