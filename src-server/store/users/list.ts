import { sql, type SqlBool } from 'kysely'
import type { Sort } from '../../../src-shared/domain/query.ts'
import { type Account, isInScope, type Scope, scopeName, scopeOf } from '../accounts.ts'
import type { Context } from '../context.ts'
import { parseId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import type { Database } from '../schema.ts'
import { seal, unseal } from '../secrets.ts'
import { readFilter } from './filter.ts'
import { orderBy, type Position } from './order.ts'
import { countUsers, readPage, type Selection, type StoredPage } from './page.ts'
import { searchFor } from './search.ts'
import type { StoredUser } from './stored-user.ts'

/** What is asked of a list; `sort` has at most three columns. */
export interface ListQuery {
  sort: readonly Sort[]
  filter: string | null
  search: string | null
  organizationId: string | null
}

export interface PageRequest extends ListQuery {
  limit: number
  cursor: string | null
  count: boolean
}

export interface ListPage {
  users: StoredUser[]
  /** The cursor of the following page. */
  next: string | null
  total: number | null
}

/** One page of the users that the account sees. A cursor is good for the same question by the same scope only. */
export async function listUsers(context: Context, account: Account, request: PageRequest): Promise<ListPage> {
  const { db, cursorKey } = context
  const selection = await select(context, account, request)
  const bound = JSON.stringify(['users', request.sort, request.filter, request.search, request.organizationId])
  const about = `${bound} ${scopeName(account)}`
  const { users, next } = await readPage(db, selection, readCursor(cursorKey, about, request.cursor), request.limit)
  return {
    users,
    next: next && seal(cursorKey, about, JSON.stringify(next)),
    total: request.count ? await countUsers(db, selection) : null,
  }
}

/** All users that the account sees, page by page. Between two pages nothing of the database is held. */
export async function* streamUsers(
  context: Context,
  account: Account,
  query: ListQuery,
  pageSize: number,
): AsyncGenerator<StoredUser[]> {
  const selection = await select(context, account, query)
  for (let after: Position | null = null; ;) {
    const page: StoredPage = await readPage(context.db, selection, after, pageSize)
    yield page.users
    if (page.next === null) return
    after = page.next
  }
}

async function select(context: Context, account: Account, query: ListQuery): Promise<Selection> {
  const organizations = await narrow(context.db, await scopeOf(context.db, account), query.organizationId)
  const filter = query.filter === null ? null : readFilter(query.filter)
  const search = query.search === null ? null : await searchFor(context.db, context.engine, query.search)
  const conditions = filter ? [filter.condition] : []
  if (!filter?.mentionsDeleted) conditions.push(sql<SqlBool>`users.deletedAt is null`)
  return { organizations, conditions, search, order: orderBy(query.sort, organizations !== null) }
}

/** The scope, or the one organization of it that was asked for; what is foreign is as unknown as what does not exist. */
async function narrow(db: Database, scope: Scope, organizationId: string | null): Promise<Scope> {
  if (organizationId === null) return scope
  const rowId = parseId(organizationId)
  if (rowId !== null && isInScope(scope, rowId)) {
    const found = await db.selectFrom('organizations').select('id').where('id', '=', rowId).executeTakeFirst()
    if (found) return [rowId]
  }
  const code = 'organizationId.unknown'
  return refuse('malformed', code, { issues: [{ field: 'organizationId', code }] })
}

function readCursor(key: Buffer, about: string, cursor: string | null): Position | null {
  if (cursor === null) return null
  const text = unseal(key, about, cursor)
  if (text === null) {
    const code = 'cursor.invalid'
    return refuse('malformed', code, { issues: [{ field: 'cursor', code }] })
  }
  return JSON.parse(text) as Position // sealed by ourselves
}
