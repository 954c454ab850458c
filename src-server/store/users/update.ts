import type { Action } from '../../../src-shared/domain/can.ts'
import { consequences } from '../../../src-shared/domain/consequences.ts'
import { isManagedRole } from '../../../src-shared/domain/role.ts'
import { caseless } from '../../../src-shared/domain/text.ts'
import { checkUser, defaultNameRules, tidy } from '../../../src-shared/domain/user-rules.ts'
import type { Reference } from '../../../src-shared/domain/user.ts'
import { endLinks, endSessions } from '../links.ts'
import { refuse, refuseIssues } from '../refusal.ts'
import type { Work } from '../write.ts'
import { rowIdOf } from './derived.ts'
import { areSame, projectsOf, refuseProjectsOfOthers } from './projects.ts'
import type { StoredUser } from './stored-user.ts'
import { expectVersion, findTarget, permit, refuseTaken, saveUser, type Versions } from './target.ts'

/** New values; what is absent stays as it is. */
export interface UserChanges {
  userName?: string | undefined
  displayName?: string | null | undefined
  email?: string | undefined
  role?: string | undefined
  approved?: boolean | undefined
  disabled?: boolean | undefined
  projectIds?: readonly string[] | undefined
}

/** Values that differ from the present ones. */
type Differing = Partial<
  Pick<StoredUser, 'userName' | 'displayName' | 'email' | 'approved' | 'disabled'> & { role: string }
>

/** Changes a user. Only what differs counts: a change that changes nothing asks for no right and moves nothing. */
export async function updateUser(
  work: Work,
  { id, versions, body }: { id: string; versions: Versions; body: UserChanges },
): Promise<StoredUser> {
  const user = await findTarget(work, id)
  expectVersion(user, versions)
  const { projectIds, ...values } = body
  const set = differing(user, values)
  for (const action of actionsOf(user, set)) permit(work.account, action, user)
  refuseIssues(checkUser(set, defaultNameRules))
  const role = set.role ?? user.role
  // the rules above let no other role through
  const changes: Partial<StoredUser> = { ...set, role: isManagedRole(role) ? role : user.role }
  const projects = await projectsAfter(work, { ...user, ...changes }, projectIds)
  const isMoved = !areSame(projects, user.projects)
  if (isMoved) permit(work.account, 'projects', user)
  if (Object.keys(set).length === 0 && !isMoved) {
    work.event.isSilent = true
    return user
  }
  await refuseTaken(work.trx, { ...set, id: user.id })
  const follows = consequences(user, changes, null)
  if (follows.losesProjects.length > 0 && projectIds === undefined) refuse('conflict', 'projects_assigned')
  if (set.email !== undefined) Object.assign(changes, await addressChange(work, user, set.email))
  const saved = await saveUser(work, user, { ...changes, projects })
  if (follows.signsOut) await endSessions(work.trx, rowIdOf(user.id))
  tell(work, user, saved, [...Object.keys(set), ...(isMoved ? ['projects'] : [])])
  return saved
}

function differing(user: StoredUser, values: Omit<UserChanges, 'projectIds'>): Differing {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  const proposed: Differing = tidy(Object.fromEntries(given))
  const kept = new Map<string, unknown>(Object.entries(user))
  return Object.fromEntries(Object.entries(proposed).filter(([field, value]) => kept.get(field) !== value))
}

/** The rights that a change needs; a role that nobody may give is no question of rights. */
function* actionsOf(user: StoredUser, set: Differing): Generator<Action> {
  if (set.userName !== undefined || set.displayName !== undefined || set.email !== undefined) yield 'edit'
  if (set.approved !== undefined) yield 'approve'
  if (set.disabled !== undefined) yield 'disable'
  if (set.role === undefined) return
  if (!isManagedRole(user.role)) yield 'edit'
  else if (isManagedRole(set.role)) yield set.role === 'manager' ? 'promote' : 'demote'
}

async function projectsAfter(
  work: Work,
  user: StoredUser,
  projectIds: readonly string[] | undefined,
): Promise<Reference[]> {
  if (projectIds === undefined) return user.role === 'user' ? user.projects : []
  if (projectIds.length > 0) refuseProjectsOfOthers(user, [{ id: '', name: '' }])
  return projectsOf(work, user.organization.id, projectIds, user.projects)
}

/** A new address is not confirmed, and links that were mailed to the old one are dead: whoever reads there may be anybody. */
async function addressChange(work: Work, user: StoredUser, email: string): Promise<Partial<StoredUser>> {
  if (caseless(email) === caseless(user.email)) return {}
  await endLinks(work.trx, rowIdOf(user.id), ['invitation', 'reset', 'email'])
  const now = work.now.toISOString()
  const isInvited = user.invitationExpiresAt !== null && user.invitationExpiresAt > now
  return { emailConfirmed: false, ...(isInvited && { invitationExpiresAt: now }) }
}

function tell(work: Work, before: StoredUser, after: StoredUser, fields: readonly string[]): void {
  const pick = (user: StoredUser) =>
    Object.fromEntries(Object.entries(user).filter(([field]) => fields.includes(field)))
  work.event.before = pick(before)
  work.event.after = pick(after)
}
