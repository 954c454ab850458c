import { type Action, actions, type Actor, can, type Target } from '../../src-shared/domain/can.ts'
import type { Ability, Capabilities } from '../../src-shared/domain/capabilities.ts'
import { denialWords } from '../messages/words.ts'

/** Why an account may not do something to a user, in words; null where it may. */
export type Denials = Readonly<Record<Action, string | null>>

/** The part of a user that decides what can be done with it. */
type About = Target & { invitationExpiresAt: string | null; deletedAt: string | null }

/** What may be done to a user, by the account's role, the user's state and what the server can. */
export function denialsOf(actor: Actor, user: About, capabilities: Capabilities): Denials {
  const all = actions.map((action): [Action, string | null] => {
    const code = codeOf(actor, action, user, capabilities)
    return [action, code === null ? null : denialWords(code)]
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
