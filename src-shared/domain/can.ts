import { isManagedRole, type ListedRole, type Role } from './role.ts'
import type { Protection } from './user.ts'

/** Who acts: the signed-in account. */
export interface Actor {
  id: string
  role: Role
  organization: { id: string }
  partner: { id: string } | null
}

/** On whom; for `create` the account that is to be. */
export interface Target {
  id: string | null
  role: ListedRole
  protection: Protection | null
  organization: { id: string }
  partner: { id: string } | null
}

export const actions = [
  'create',
  'edit',
  'approve',
  'disable',
  'reset',
  'invite',
  'signOut',
  'projects',
  'promote',
  'demote',
  'delete',
  'restore',
] as const
/** `promote` and `demote` switch the role: user to manager, and back. */
export type Action = (typeof actions)[number]

/** Why not: a stable code, which the server answers and the page turns into words. */
export type Denial =
  | 'scope'
  | 'role_protected'
  | 'account_protected'
  | 'self_delete'
  | 'self_disable'
  | 'self_role'
  | 'approve_denied'
  | 'demote_denied'
  | 'delete_manager_denied'

const self: Partial<Record<Action, Denial>> = {
  delete: 'self_delete',
  disable: 'self_disable',
  promote: 'self_role',
  demote: 'self_role',
}

/** True when the account belongs to the organizations that the actor looks after. */
export function isInScope(actor: Actor, target: Pick<Target, 'organization' | 'partner'>): boolean {
  switch (actor.role) {
    case 'admin':
      return true
    case 'partner':
      return actor.partner !== null && target.partner?.id === actor.partner.id
    case 'manager':
      return target.organization.id === actor.organization.id
    case 'user':
      return false
  }
}

/**
 * The one rule of who may do what (domain.md, "Who may do what"), for page, main, server and tests.
 * Answers null when it is allowed.
 */
export function can(actor: Actor, action: Action, target: Target): Denial | null {
  if (!isInScope(actor, target)) return 'scope'
  if (target.id === actor.id) {
    const denial = self[action]
    if (denial) return denial
  }
  if (!isManagedRole(target.role)) return 'role_protected'
  if (target.protection !== null) return 'account_protected'
  if (actor.role === 'manager') {
    if (action === 'approve') return 'approve_denied'
    if (action === 'demote') return 'demote_denied'
    if ((action === 'delete' || action === 'restore') && target.role !== 'user') return 'delete_manager_denied'
  }
  return null
}
