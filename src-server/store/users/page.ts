import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Scope } from '../accounts.ts'
import type { Position } from '../cursors.ts'
import type { Database } from '../schema.ts'
import { isAfter, keyNames, type Order, orderClause } from './order.ts'
import { selectUsers, type StoredUser, toUsers } from './stored-user.ts'

/** Above this many organizations, walking the list of all users and leaving others out is quicker than merging. */
const mostMerged = 50

/** The users that a list shows, in its order. */
export interface Selection {
  organizations: Scope
  conditions: readonly RawBuilder<SqlBool>[]
  /** The condition of a search, which costs something before the first row and so is asked once. */
  search: RawBuilder<SqlBool> | null
  order: Order
}

export interface StoredPage {
  users: StoredUser[]
  /** Where the next page begins; null when this is the last. */
  next: Position | null
}

interface Keys {
  id: number
  key0: string | number
  key1: string | number
  key2: string | number
}

/** Reads one page: first its keys, from an index alone where there is one, then the rows of these keys. */
export async function readPage(
  db: Database,
  selection: Selection,
  after: Position | null,
  limit: number,
): Promise<StoredPage> {
  const { order } = selection
  const keys = sql<Keys>`(${pageOfKeys(selection, after, limit + 1)})`
  const found = await selectUsers(db)
    .innerJoin(keys.as<'page'>('page'), 'page.id', 'users.id')
    .select(['page.key0', 'page.key1', 'page.key2'])
    .orderBy(orderClause(order, 'page', keyNames(order)))
    .execute()
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  const next = last ? [...[last.key0, last.key1, last.key2].slice(0, order.length - 1), last.id] : null
  return { users: await toUsers(db, rows), next }
}

/** One page by the place of its first row: what comes before it is walked past, so that far pages cost more. */
export async function readPageAt(
  db: Database,
  selection: Selection,
  offset: number,
  limit: number,
): Promise<StoredUser[]> {
  const { order } = selection
  const keys = sql<Keys>`(${pageOfKeys(selection, null, limit, offset)})`
  const rows = await selectUsers(db)
    .innerJoin(keys.as<'page'>('page'), 'page.id', 'users.id')
    .orderBy(orderClause(order, 'page', keyNames(order)))
    .execute()
  return toUsers(db, rows)
}

/**
 * The keys of a page. A few organizations are read each by its own index and merged: an index of all users would be walked
 * past everybody else's.
 */
function pageOfKeys(selection: Selection, after: Position | null, limit: number, offset = 0): RawBuilder<unknown> {
  const { organizations, order } = selection
  const isMerged = organizations !== null && organizations.length > 1 && organizations.length <= mostMerged
  if (!isMerged || selection.search) return orderedKeys(selection, organizations, after, limit, offset)
  const parts = organizations.map(
    (id) => sql`select * from (${orderedKeys(selection, [id], after, offset + limit)}) as part`,
  )
  const merged = sql`select * from (${sql.join(parts, sql` union all `)}) as parts`
  return sql`${merged} order by ${orderClause(order, 'parts', keyNames(order))} limit ${limit} offset ${offset}`
}

function orderedKeys(
  selection: Selection,
  organizations: Scope,
  after: Position | null,
  limit: number,
  offset = 0,
): RawBuilder<unknown> {
  const { order } = selection
  const columns = order.map(({ column }) => column)
  const [key0, key1, key2] = columns.slice(0, -1).map((column) => sql.ref(`users.${column}`))
  const none = sql`''`
  return sql`select users.id as id, ${key0 ?? none} as key0, ${key1 ?? none} as key1, ${key2 ?? none} as key2 from users
    where ${conditionsOf(selection, organizations, after)}
    order by ${orderClause(order, 'users', columns)} limit ${limit} offset ${offset}`
}

/** What the users of a list have in common, as a condition on `users`. */
export function conditionsOf(selection: Selection, organizations: Scope, after: Position | null): RawBuilder<unknown> {
  const conditions = [...selection.conditions]
  if (selection.search) conditions.push(selection.search)
  const [only, ...others] = organizations ?? []
  // the sign keeps the list walked in its order: collecting all users of several organizations takes longer
  if (others.length > 0) conditions.push(sql<SqlBool>`+users."organizationId" in (${sql.join(organizations ?? [])})`)
  else if (organizations) conditions.push(sql<SqlBool>`users."organizationId" = ${only ?? -1}`)
  if (after) conditions.push(isAfter(selection.order, after))
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`1 = 1`
}
