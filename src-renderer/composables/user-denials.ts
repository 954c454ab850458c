import { type Action, actions, type Actor, can, type Target } from '../../src-shared/domain/can.ts'
import type { Ability, Capabilities } from '../../src-shared/domain/capabilities.ts'
import { isReadOnly } from '../../src-shared/domain/guards.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import { t } from '../messages/text.ts'
import { denialWords } from '../messages/words.ts'

/** Why an account may not do something to a user, in words; null where it may. */
export type Denials = Readonly<Record<Action, string | null>>

/** The account that looks; `lock` is why nothing can be changed on its server now. */
export type Viewer = Actor & { lock?: string | null }

/** Why nothing can be changed on a server: it is protected, and nobody has unlocked it. */
export function lockOf({ settings: { isProtected }, unlockedUntil }: Connection): string | null {
  return isReadOnly({ isProtected, unlockedUntil }, new Date()) ? t('commands.denied.readOnly') : null
}

export const viewerOf = (connection: Connection): (NonNullable<Connection['account']> & Viewer) | null =>
  connection.account && { ...connection.account, lock: lockOf(connection) }

/** The part of a user that decides what can be done with it. */
type About = Target & { invitationExpiresAt: string | null; deletedAt: string | null }

/** What may be done to a user, by the account's role, the user's state and what the server can. */
export function denialsOf(actor: Viewer, user: About, capabilities: Capabilities): Denials {
  const all = actions.map((action): [Action, string | null] => {
    const code = codeOf(actor, action, user, capabilities)
    return [action, code === null ? (actor.lock ?? null) : denialWords(code)]
  })
  return Object.fromEntries(all) as Record<Action, string | null> // fromEntries forgets its keys
}

function codeOf(actor: Actor, action: Action, user: About, capabilities: Capabilities): string | null {
  const denial = can(actor, action, user)
  if (denial !== null) return denial
  const ability = abilityOf(action, capabilities)
  if (ability !== 'yes') return ability
  if (action === 'restore') return user.deletedAt === null ? 'not_deleted' : null
  if (user.deletedAt !== null) return 'deleted'
  if (action === 'invite' && user.invitationExpiresAt === null) return 'invitation_accepted'
  return action === 'projects' && user.role !== 'user' ? 'projects_by_role' : null
}

function abilityOf(action: Action, { approve, invite, restore, signOut }: Capabilities): Ability {
  const abilities: Partial<Record<Action, Ability>> = { approve, invite, restore, signOut }
  return abilities[action] ?? 'yes'
}
