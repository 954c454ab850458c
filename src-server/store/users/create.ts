import { isManagedRole } from '../../../src-shared/domain/role.ts'
import { checkUser, defaultNameRules, tidy } from '../../../src-shared/domain/user-rules.ts'
import type { Reference } from '../../../src-shared/domain/user.ts'
import { isInScope, scopeOf } from '../accounts.ts'
import { formatId, parseId, take, takeIds } from '../ids.ts'
import { invitationEnd, sendLink } from '../links.ts'
import { refuse, refuseIssues } from '../refusal.ts'
import { bit } from '../schema.ts'
import type { Work } from '../write.ts'
import { rowIdOf, toRow } from './derived.ts'
import { projectsOf, refuseProjectsOfOthers } from './projects.ts'
import type { StoredUser } from './stored-user.ts'
import { nameTarget, permit, refuseTaken, saveProjects } from './target.ts'

/** What a user is created from; what is absent has its default (users-page.txt, Add User). */
export interface NewUser {
  userName: string
  displayName?: string | null | undefined
  email: string
  organizationId?: string | undefined
  role?: string | undefined
  approved?: boolean | undefined
  projectIds?: readonly string[] | undefined
}

/** Creates a user and mails the invitation. */
export async function createUser(work: Work, body: NewUser): Promise<StoredUser> {
  const { account, trx } = work
  if (account.role === 'user') refuse('forbidden', 'not_by_role')
  const values = tidy({ userName: body.userName, displayName: body.displayName ?? null, email: body.email })
  const role = body.role ?? 'user'
  refuseIssues(checkUser({ ...values, role }, defaultNameRules))
  if (!isManagedRole(role)) return refuse('invalid', 'role.unknown')
  const places = await findPlaces(work, body.organizationId)
  work.event.organizationRowId = rowIdOf(places.organization.id)
  const approved = body.approved ?? account.role !== 'manager'
  const target = { id: null, role, protection: null, ...places }
  permit(account, 'create', target)
  if (approved) permit(account, 'approve', target)
  await refuseTaken(trx, { id: null, ...values })
  const projects = await projectsOf(work, places.organization.id, body.projectIds ?? [])
  refuseProjectsOfOthers({ role }, projects)

  return insert(work, { ...values, ...places, role, approved, projects })
}

type Chosen = Pick<
  StoredUser,
  'userName' | 'displayName' | 'email' | 'organization' | 'partner' | 'role' | 'approved' | 'projects'
>

async function insert(work: Work, chosen: Chosen): Promise<StoredUser> {
  const { trx, context, now, event } = work
  const [rowId = 0] = await takeIds(trx, context.idKey, 1)
  const user: StoredUser = {
    ...chosen,
    id: formatId(rowId),
    emailConfirmed: false,
    disabled: false,
    mustChangePassword: false,
    invitationExpiresAt: invitationEnd(now),
    protection: null,
    creationName: work.account.userName,
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    lastSignInAt: null,
    deletedAt: null,
    version: 1,
  }
  await trx
    .insertInto('users')
    .values({ ...toRow(user), feedSeq: await take(trx, 'feed'), notices: bit(true), passwordHash: null })
    .execute()
  await saveProjects(trx, { ...user, projects: [] }, user)
  await sendLink(trx, { rowId, email: user.email }, 'invitation', now)
  nameTarget(work, user)
  event.after = { ...chosen }
  return user
}

/** The organization that was asked for, or the account's own; a foreign one is as unknown as one that does not exist. */
async function findPlaces(
  work: Work,
  organizationId: string | undefined,
): Promise<{ organization: Reference; partner: Reference }> {
  const rowId = organizationId === undefined ? work.account.organizationRowId : parseId(organizationId)
  const scope = await scopeOf(work.trx, work.account)
  const row = await work.trx
    .selectFrom('organizations')
    .innerJoin('partners', 'partners.id', 'organizations.partnerId')
    .select(['organizations.name', 'partners.id as partnerId', 'partners.name as partnerName'])
    .where('organizations.id', '=', rowId ?? -1)
    .executeTakeFirst()
  if (rowId === null || !row || !isInScope(scope, rowId)) {
    const code = 'organizationId.unknown'
    return refuse('invalid', code, { issues: [{ field: 'organizationId', code }] })
  }
  return {
    organization: { id: formatId(rowId), name: row.name },
    partner: { id: formatId(row.partnerId), name: row.partnerName },
  }
}
