import type { Actor } from '../../src-shared/domain/can.ts'
import type { Role } from '../../src-shared/domain/role.ts'
import type { Protection } from '../../src-shared/domain/user.ts'
import type { Context } from './context.ts'
import { formatId, parseId } from './ids.ts'
import { refuse } from './refusal.ts'
import type { Database } from './schema.ts'

/** The signed-in account, as it is at this moment; `rowId` and the like are the numbers of ids. */
export interface Account extends Actor {
  partner: { id: string }
  rowId: number
  organizationRowId: number
  partnerRowId: number
  userName: string
  role: Role
  protection: Protection | null
  sessionRowId: number
}

/** What an account sees: everything (null), or the users of these organizations. */
export type Scope = number[] | null

/** Accounts that may be here: whoever is disabled, say, may not any more. */
const selectAllowed = (db: Database) =>
  db
    .selectFrom('users')
    .where('deletedAt', 'is', null)
    .where('disabled', '=', 0)
    .where('approved', '=', 1)
    .where('mustChangePassword', '=', 0)

const selectAccounts = (db: Database) =>
  selectAllowed(db)
    .innerJoin('organizations', 'organizations.id', 'users.organizationId')
    .select(['users.id', 'userName', 'role', 'protection', 'organizationId', 'partnerId'])

/** The account of a session, read anew each time: whoever is disabled or demoted loses access at once. */
export async function accountOfSession(db: Database, sessionRowId: number): Promise<Account | null> {
  const row = await selectAccounts(db)
    .innerJoin('sessions', 'sessions.userId', 'users.id')
    .where('sessions.id', '=', sessionRowId)
    .executeTakeFirst()
  return row ? toAccount(row, sessionRowId) : null
}

/** The account that something is done for later on, whether or not the session is still open in which it was asked for. */
export async function accountOfUser(db: Database, rowId: number, sessionRowId: number): Promise<Account | null> {
  const row = await selectAccounts(db).where('users.id', '=', rowId).executeTakeFirst()
  return row ? toAccount(row, sessionRowId) : null
}

type AccountRow = Awaited<ReturnType<ReturnType<typeof selectAccounts>['execute']>>[number]

const toAccount = (row: AccountRow, sessionRowId: number): Account => ({
  id: formatId(row.id),
  role: row.role,
  organization: { id: formatId(row.organizationId) },
  partner: { id: formatId(row.partnerId) },
  rowId: row.id,
  organizationRowId: row.organizationId,
  partnerRowId: row.partnerId,
  userName: row.userName,
  protection: row.protection,
  sessionRowId,
})

/** Those of some sessions that are open. */
export async function openSessions(context: Context, sessionRowIds: readonly number[]): Promise<Set<number>> {
  if (sessionRowIds.length === 0) return new Set()
  const rows = await selectAllowed(context.db)
    .innerJoin('sessions', 'sessions.userId', 'users.id')
    .select('sessions.id')
    .where('sessions.id', 'in', [...new Set(sessionRowIds)])
    .where('expiresAt', '>', context.now().toISOString())
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** The organizations that an account looks after (domain.md, Who may do what). A `user` sees only its own profile. */
export async function scopeOf(db: Database, account: Account): Promise<Scope> {
  switch (account.role) {
    case 'admin':
      return null
    case 'partner': {
      const own = db.selectFrom('organizations').select('id').where('partnerId', '=', account.partnerRowId)
      return (await own.orderBy('id').execute()).map(({ id }) => id)
    }
    case 'manager':
      return [account.organizationRowId]
    case 'user':
      return refuse('forbidden', 'not_by_role')
  }
}

/** Names a scope in cursors and tokens: what was read in one is of no use in another. */
export const scopeName = (account: Account): string =>
  account.role === 'manager' ? `manager ${account.organization.id}` : `${account.role} ${account.partner.id}`

export const isInScope = (scope: Scope, organizationId: number): boolean =>
  scope === null || scope.includes(organizationId)

/** The number of an organization that the account sees; a foreign one is as unknown as one that does not exist. */
export async function organizationInScope(db: Database, scope: Scope, organizationId: string): Promise<number> {
  const rowId = parseId(organizationId)
  if (rowId !== null && isInScope(scope, rowId)) {
    const found = await db.selectFrom('organizations').select('id').where('id', '=', rowId).executeTakeFirst()
    if (found) return rowId
  }
  const code = 'organizationId.unknown'
  return refuse('malformed', code, { issues: [{ field: 'organizationId', code }] })
}
