import { type Action, can, type Target } from '../../../src-shared/domain/can.ts'
import { caseless } from '../../../src-shared/domain/text.ts'
import type { Issue } from '../../../src-shared/domain/issue.ts'
import type { Account } from '../accounts.ts'
import { parseId, take } from '../ids.ts'
import { refuse } from '../refusal.ts'
import type { Trx, UserTable } from '../schema.ts'
import type { Work } from '../write.ts'
import { rowIdOf, toRow } from './derived.ts'
import { findUser, type StoredUser } from './stored-user.ts'

/** Versions that a change was made on; null asks for none. */
export type Versions = readonly number[] | null

/** The user that a job is about, named in its audit entry. What is deleted is found only where that is said. */
export async function findTarget(work: Work, id: string, includeDeleted = false): Promise<StoredUser> {
  if (work.account.role === 'user') refuse('forbidden', 'not_by_role')
  const user = await findUser(work.trx, parseId(id))
  if (!user) return refuse('notFound', 'not_found')
  nameTarget(work, user)
  if (can(work.account, 'edit', user) === 'scope') {
    work.event.refusalCode = 'scope' // the log knows; the answer is that of an id that does not exist
    refuse('notFound', 'not_found')
  }
  if (user.deletedAt !== null && !includeDeleted) refuse('notFound', 'not_found')
  return user
}

export function nameTarget(work: Work, user: StoredUser): void {
  const { event } = work
  event.target = { type: 'user', rowId: rowIdOf(user.id), name: user.userName }
  event.organizationRowId = rowIdOf(user.organization.id)
}

/** Refuses what the account may not do (domain.md, Who may do what). */
export function permit(account: Account, action: Action, target: Target): void {
  const denial = can(account, action, target)
  if (denial === 'scope') refuse('notFound', 'not_found')
  if (denial) refuse('forbidden', denial)
}

/** Refuses a change that was made on another version, and shows the present one. */
export function expectVersion(user: StoredUser, versions: Versions): void {
  if (versions && !versions.includes(user.version)) refuse('outdated', 'version_mismatch', { current: user })
}

/** Refuses a user name or address that another user has; those of deleted users are free. */
export async function refuseTaken(
  trx: Trx,
  user: { id: string | null; userName?: string; email?: string },
): Promise<void> {
  const issues: Issue[] = []
  const isTaken = async (column: 'uniqueName' | 'uniqueEmail', value: string) => {
    const found = await trx
      .selectFrom('users')
      .select('id')
      .where(column, '=', caseless(value))
      .where('deletedAt', 'is', null)
      .executeTakeFirst()
    return found !== undefined && found.id !== (user.id === null ? null : parseId(user.id))
  }
  if (user.userName !== undefined && (await isTaken('uniqueName', user.userName)))
    issues.push({ field: 'userName', code: 'userName.taken' })
  if (user.email !== undefined && (await isTaken('uniqueEmail', user.email)))
    issues.push({ field: 'email', code: 'email.taken' })
  const [first] = issues
  if (first) refuse('conflict', first.code, { issues })
}

/** Columns that no `StoredUser` shows. */
type Hidden = Partial<Pick<UserTable, 'passwordHash' | 'notices'>>

/**
 * Writes what differs, with a place in the change feed. The version moves with everything that a change is made on; what
 * merely happens (`isSeen`: a sign-in, a confirmed address) leaves it as it is, so that it is in nobody's way.
 */
export async function saveUser(
  work: Pick<Work, 'trx' | 'now'>,
  user: StoredUser,
  changes: Partial<StoredUser>,
  { hidden = {}, isSeen = false }: { hidden?: Hidden; isSeen?: boolean } = {},
): Promise<StoredUser> {
  const saved: StoredUser = { ...user, ...changes }
  if (!isSeen) Object.assign(saved, { version: user.version + 1, updatedAt: work.now.toISOString() })
  const before = new Map(Object.entries(toRow(user)))
  const differing = Object.entries(toRow(saved)).filter(([column, value]) => before.get(column) !== value)
  await work.trx
    .updateTable('users')
    .set({ ...Object.fromEntries(differing), ...hidden, feedSeq: await take(work.trx, 'feed') })
    .where('id', '=', rowIdOf(user.id))
    .execute()
  await saveProjects(work.trx, user, saved)
  return saved
}

/** Writes the projects that were added, and takes away those that have gone. */
export async function saveProjects(trx: Trx, user: StoredUser, saved: StoredUser): Promise<void> {
  const ids = (of: StoredUser) => new Set(of.projects.map(({ id }) => rowIdOf(id)))
  const [before, after, userId] = [ids(user), ids(saved), rowIdOf(user.id)]
  const gone = [...before].filter((id) => !after.has(id))
  const added = [...after].filter((id) => !before.has(id))
  // a deleted member is not counted any more
  const isCountedAnew = (user.deletedAt === null) !== (saved.deletedAt === null)
  const moved = isCountedAnew ? [...new Set([...before, ...after])] : [...gone, ...added]
  if (moved.length > 0) {
    const feedSeq = await take(trx, 'feed')
    await trx.updateTable('projects').set({ feedSeq }).where('id', 'in', moved).execute()
  }
  if (gone.length > 0)
    await trx.deleteFrom('memberships').where('userId', '=', userId).where('projectId', 'in', gone).execute()
  if (added.length > 0)
    await trx
      .insertInto('memberships')
      .values(added.map((projectId) => ({ userId, projectId })))
      .execute()
}
