import type { Actor } from '../can.ts'
import type { User } from '../user.ts'
import { canSignIn, type PlanItem } from './item.ts'

/** What asks for its number to be typed, once it is about many (domain.md, Guards). */
export const guardedKinds = ['delete', 'disable', 'reset', 'withdraw', 'role', 'email'] as const
export type GuardedKind = (typeof guardedKinds)[number]

/** What a person has to type before a plan is sent: a number, or a user name. */
export type Guard =
  | { kind: 'count'; what: GuardedKind; typed: string }
  /** `ownAccount`: oneself would be signed out. `lastManager`: nobody could manage the organization any more. */
  | { kind: 'name'; why: 'ownAccount' | 'lastManager'; typed: string; organization: string | null }

/** From so many users on, in all or in one organization, the number is typed; never for a single user. */
const manyUsers = 50
const largePart = 0.05

/** A manager, as far as guards look. */
export type Manager = Pick<
  User,
  'id' | 'role' | 'organization' | 'approved' | 'disabled' | 'deletedAt' | 'invitationExpiresAt'
>

export interface Organizations {
  /** How many users an organization has; undefined where that is not known. */
  sizeOf(organizationId: string): number | undefined
  /** Its managers, as the copy has them; rows of the plan are fresher. */
  managersOf(organizationId: string): readonly Manager[]
}

/** True for the guarded things that an item does. */
function does({ user, change, kinds }: PlanItem, what: GuardedKind): boolean {
  switch (what) {
    case 'disable':
      return change.set?.disabled === true
    case 'withdraw':
      return change.set?.approved === false && user !== null
    default:
      return user !== null && kinds.includes(what)
  }
}

/** Everything that has to be typed before these items are sent; `lastManagers`: see `findLastManagers`. */
export function findGuards(
  sent: readonly PlanItem[],
  lastManagers: readonly PlanItem[],
  actor: Actor,
  organizations: Organizations,
): Guard[] {
  return [
    ...countGuards(sent, organizations),
    ...sent.filter(({ user, follows }) => user?.id === actor.id && follows.signsOut).map(ownGuard),
    ...lastManagers.map(({ user }): Guard => {
      return {
        kind: 'name',
        why: 'lastManager',
        typed: user?.userName ?? '',
        organization: user?.organization.name ?? '',
      }
    }),
  ]
}

const ownGuard = ({ user }: PlanItem): Guard => ({
  kind: 'name',
  why: 'ownAccount',
  typed: user?.userName ?? '',
  organization: null,
})

function countGuards(sent: readonly PlanItem[], organizations: Organizations): Guard[] {
  return guardedKinds.flatMap((what): Guard[] => {
    const counts = new Map<string, number>()
    let total = 0
    for (const item of sent) {
      if (!does(item, what)) continue
      total++
      const id = item.user?.organization.id ?? ''
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    const isLargePart = [...counts].some(([id, count]) => count >= largePart * (organizations.sizeOf(id) ?? Infinity))
    const isGuarded = total >= manyUsers || (total > 1 && isLargePart)
    return isGuarded ? [{ kind: 'count', what, typed: String(total) }] : []
  })
}

const manages = (user: Manager): boolean => user.role === 'manager' && canSignIn(user)

/** Whether the user manages once the item is applied. */
function managesAfter({ user, change }: PlanItem): boolean {
  if (user === null || change.action === 'delete') return false
  const { role = user.role, approved = user.approved, disabled = user.disabled } = change.set ?? {}
  const deletedAt = change.action === 'restore' ? null : user.deletedAt
  return (
    role === 'manager' &&
    canSignIn({ ...{ approved, disabled, deletedAt }, invitationExpiresAt: user.invitationExpiresAt })
  )
}

/** Items after which an organization that had managers who can sign in has none; one item of each, the last in order. */
export function findLastManagers(sent: readonly PlanItem[], organizations: Organizations): PlanItem[] {
  const losing = new Map<string, PlanItem>()
  const gaining = new Set<string>()
  for (const item of sent) {
    if (item.user === null) continue
    const [before, after] = [manages(item.user), managesAfter(item)]
    if (before && !after) losing.set(item.user.organization.id, item)
    if (!before && after) gaining.add(item.user.organization.id)
  }
  if (losing.size === 0) return []
  const itemOf = new Map(sent.map((item) => [item.user?.id, item]))
  return [...losing].flatMap(([organizationId, item]) => {
    if (gaining.has(organizationId)) return []
    const isLeft = organizations.managersOf(organizationId).some((manager) => {
      const own = itemOf.get(manager.id)
      return own ? managesAfter(own) : manages(manager)
    })
    return isLeft ? [] : [item]
  })
}
