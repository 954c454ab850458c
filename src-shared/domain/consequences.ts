import type { ListedRole } from './role.ts'
import type { ChangeAction } from './change.ts'

/** The part of a user that consequences depend on. */
interface State {
  email: string
  role: ListedRole
  approved: boolean
  disabled: boolean
  projects: readonly { id: string; name: string }[]
}

/** What a change does to a person, beside the values it sets. */
export interface Consequences {
  /** All sessions end. */
  signsOut: boolean
  /** A mail with a link goes out. */
  mails: boolean
  /** The account signs in with another address from now on. */
  newAddress: boolean
  /** Projects that go because the new role has none. */
  losesProjects: readonly { id: string; name: string }[]
}

/**
 * The one rule of what follows from a change (domain.md, Guards): the server acts by it, plan and dialogs tell it before.
 * `set` are the values that the change sets.
 */
export function consequences(
  user: State,
  set: { [K in keyof State]?: State[K] | undefined },
  action: ChangeAction | null,
): Consequences {
  const switchesRole = set.role !== undefined && set.role !== user.role
  const disables = set.disabled === true && !user.disabled
  const withdraws = set.approved === false && user.approved
  return {
    signsOut:
      switchesRole || disables || withdraws || action === 'reset' || action === 'delete' || action === 'signOut',
    mails: action === 'create' || action === 'invite' || action === 'reset',
    newAddress: set.email !== undefined && set.email !== user.email,
    losesProjects: switchesRole && set.role !== 'user' ? user.projects : [],
  }
}
