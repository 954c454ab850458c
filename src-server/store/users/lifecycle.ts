import { endLinks, endSessions, invitationEnd, sendLink } from '../links.ts'
import { refuse } from '../refusal.ts'
import type { Work } from '../write.ts'
import { rowIdOf } from './derived.ts'
import type { StoredUser } from './stored-user.ts'
import { expectVersion, findTarget, permit, refuseTaken, saveUser, type Versions } from './target.ts'

interface Targeted {
  id: string
  versions: Versions
}

/** Deletes a user; it can be restored for 30 days. */
export async function deleteUser(work: Work, { id, versions }: Targeted): Promise<null> {
  const user = await findTarget(work, id)
  expectVersion(user, versions)
  permit(work.account, 'delete', user)
  await endSessions(work.trx, rowIdOf(user.id))
  await endLinks(work.trx, rowIdOf(user.id), ['invitation', 'reset', 'email'])
  await saveUser(work, user, { deletedAt: work.now.toISOString(), ...withoutInvitation(work, user) })
  return null
}

/** Brings a deleted user back as it was, unless its name or address was given to another meanwhile. */
export async function restoreUser(work: Work, { id, versions }: Targeted): Promise<StoredUser> {
  const user = await findTarget(work, id, true)
  expectVersion(user, versions)
  if (user.deletedAt === null) {
    work.event.isSilent = true
    return user
  }
  permit(work.account, 'restore', user)
  await refuseTaken(work.trx, user)
  return saveUser(work, user, { deletedAt: null })
}

/** Signs the user out, and lets nobody in before a new password is set by the link that is mailed (users-page.txt, Edit User). */
export async function resetPassword(work: Work, { id, versions }: Targeted): Promise<StoredUser> {
  const user = await findTarget(work, id)
  expectVersion(user, versions)
  permit(work.account, 'reset', user)
  await endSessions(work.trx, rowIdOf(user.id))
  await sendLink(work.trx, { rowId: rowIdOf(user.id), email: user.email }, 'reset', work.now)
  if (user.mustChangePassword && user.invitationExpiresAt === null) return user
  return saveUser(work, user, { mustChangePassword: true, invitationExpiresAt: null })
}

/** Takes back a reset that was not done yet: its link is dead, and the old password is good again. */
export async function cancelReset(work: Work, id: string): Promise<StoredUser> {
  const user = await findTarget(work, id)
  permit(work.account, 'reset', user)
  await endLinks(work.trx, rowIdOf(user.id), ['reset'])
  return saveUser(work, user, { mustChangePassword: false })
}

/** Mails the invitation again; the older link is dead. */
export async function inviteUser(work: Work, { id, versions }: Targeted): Promise<StoredUser> {
  const user = await findTarget(work, id)
  expectVersion(user, versions)
  permit(work.account, 'invite', user)
  const rowId = rowIdOf(user.id)
  const { passwordHash } = await work.trx
    .selectFrom('users')
    .select('passwordHash')
    .where('id', '=', rowId)
    .executeTakeFirstOrThrow()
  if (passwordHash !== null) refuse('conflict', 'invitation_accepted')
  await sendLink(work.trx, { rowId, email: user.email }, 'invitation', work.now)
  return saveUser(work, user, { invitationExpiresAt: invitationEnd(work.now) })
}

/** Ends all sessions of a user. */
export async function signOutUser(work: Work, { id }: { id: string }): Promise<null> {
  const user = await findTarget(work, id)
  permit(work.account, 'signOut', user)
  await endSessions(work.trx, rowIdOf(user.id))
  return null
}

/** Once its link is dead, an invitation has expired. */
function withoutInvitation(work: Work, user: StoredUser): Partial<StoredUser> {
  const now = work.now.toISOString()
  return user.invitationExpiresAt !== null && user.invitationExpiresAt > now ? { invitationExpiresAt: now } : {}
}
