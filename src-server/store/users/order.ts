import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Sort, SortColumn } from '../../../src-shared/domain/query.ts'
import type { Position } from '../cursors.ts'
import type { UserTable } from '../schema.ts'

/** A column that a page is ordered by. */
interface Key {
  column: keyof UserTable
  descending: boolean
}

/** What orders a list: never without `id` at the end, so that no two users stand in the same place. */
export type Order = readonly Key[]

const columns: Record<SortColumn, keyof UserTable> = {
  id: 'id',
  userName: 'sortUserName',
  displayName: 'sortDisplayName',
  email: 'sortEmail',
  organization: 'sortOrganization',
  role: 'sortRole',
  approved: 'approved',
  disabled: 'disabled',
  partner: 'sortPartner',
  creationName: 'sortCreationName',
  projects: 'sortProjects',
  createdAt: 'createdAt',
  lastSignInAt: 'sortLastSignIn',
}

/**
 * The order of a list; ties go by id in the direction of the last column, so that turning one column turns the list.
 * Where all have the same partner, its name orders nothing.
 */
export function orderBy(sort: readonly Sort[], isOnePartner: boolean): Order {
  const keys = sort
    .map(({ column, descending }): Key => ({ column: columns[column], descending }))
    .filter(({ column }) => !isOnePartner || column !== 'sortPartner')
  const byId = keys.findIndex(({ column }) => column === 'id')
  if (byId >= 0) return keys.slice(0, byId + 1)
  return [...keys, { column: 'id', descending: sort.at(-1)?.descending ?? false }]
}

/** The names under which `readPage` has the order's columns. */
export const keyNames = (order: Order): string[] => order.map(({ column }, at) => (column === 'id' ? 'id' : `key${at}`))

/** `column, column desc`, from columns of `table`; `names` gives each its name there. */
export function orderClause(order: Order, table: string, names: readonly string[]): RawBuilder<unknown> {
  return sql.join(
    order.map(({ descending }, at) => {
      const column = sql.ref(`${table}.${names[at] ?? ''}`)
      return descending ? sql`${column} desc` : column
    }),
  )
}

/** A condition on `users` that holds for what comes after a position. */
export function isAfter(order: Order, position: Position): RawBuilder<SqlBool> {
  const [first] = order
  const refs = order.map(({ column }) => sql.ref(`users.${column}`))
  // rows of values compare as a whole, which an index answers
  if (order.every(({ descending }) => descending === first?.descending))
    return sql<SqlBool>`(${sql.join(refs)}) ${first?.descending ? sql`<` : sql`>`} (${sql.join(position)})`
  const cases = order.map(({ descending }, at) => {
    const same = refs.slice(0, at).map((ref, before) => sql`${ref} = ${position[before]}`)
    const beyond = sql`${refs[at]} ${descending ? sql`<` : sql`>`} ${position[at]}`
    return sql`(${sql.join([...same, beyond], sql` and `)})`
  })
  return sql<SqlBool>`(${sql.join(cases, sql` or `)})`
}
