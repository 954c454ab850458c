import { sql, type SqlBool } from 'kysely'
import type { Sort } from '../../../src-shared/domain/query.ts'
import { type Account, isInScope, organizationInScope, scopeName, scopeOf } from '../accounts.ts'
import type { Context } from '../context.ts'
import { type Position, readCursor, sealCursor } from '../cursors.ts'
import { parseId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { countUsers } from './count.ts'
import { readFilter } from './filter.ts'
import { orderBy } from './order.ts'
import { readPage, readPageAt, type Selection, type StoredPage } from './page.ts'
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
  const selection = await select(context, account, request)
  const { sort, filter, search, organizationId } = request
  const about = JSON.stringify(['users', sort, filter, search, organizationId, scopeName(account)])
  return pageOf(context, about, selection, request)
}

/** Users from a place in the list on, and how many the whole list shows. */
export async function listUsersAt(
  context: Context,
  account: Account,
  { offset, limit, ...query }: ListQuery & { offset: number; limit: number },
): Promise<{ users: StoredUser[]; total: number }> {
  const selection = await select(context, account, query)
  const users = limit === 0 ? [] : await readPageAt(context.db, selection, offset, limit)
  return { users, total: await countUsers(context, selection) }
}

/** One page of the users who work in a project, by user name. */
export async function listMembers(
  context: Context,
  account: Account,
  projectId: string,
  request: Pick<PageRequest, 'limit' | 'cursor' | 'count'>,
): Promise<ListPage> {
  const scope = await scopeOf(context.db, account)
  const rowId = parseId(projectId) ?? -1
  const project = await context.db.selectFrom('projects').selectAll().where('id', '=', rowId).executeTakeFirst()
  if (!project || !isInScope(scope, project.organizationId)) return refuse('notFound', 'not_found')
  const isMember = sql<SqlBool>`users.id in (select "userId" from memberships where "projectId" = ${rowId})`
  const selection: Selection = {
    organizations: [project.organizationId],
    conditions: [sql<SqlBool>`users."deletedAt" is null`, isMember],
    search: null,
    order: orderBy([{ column: 'userName', descending: false }], true),
  }
  return pageOf(context, JSON.stringify(['members', projectId, scopeName(account)]), selection, request)
}

async function pageOf(
  context: Context,
  about: string,
  selection: Selection,
  { limit, cursor, count }: Pick<PageRequest, 'limit' | 'cursor' | 'count'>,
): Promise<ListPage> {
  const after = readCursor(context, about, cursor)
  const { users, next } = await readPage(context.db, selection, after, limit)
  return {
    users,
    next: next && sealCursor(context, about, next),
    total: count ? await countUsers(context, selection) : null,
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
  const scope = await scopeOf(context.db, account)
  const organizations =
    query.organizationId === null ? scope : [await organizationInScope(context.db, scope, query.organizationId)]
  const filter = query.filter === null ? null : readFilter(query.filter)
  const search = query.search === null ? null : await searchFor(context.db, context.engine, query.search)
  const conditions = filter ? [filter.condition] : []
  if (!filter?.mentionsDeleted) conditions.push(sql<SqlBool>`users."deletedAt" is null`)
  return { organizations, conditions, search, order: orderBy(query.sort, organizations !== null) }
}
