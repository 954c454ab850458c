import { type RawBuilder, sql, type SqlBool } from 'kysely'
import { foldSearch } from '../../src-shared/domain/query.ts'
import { type Account, scopeName } from './accounts.ts'
import type { Context } from './context.ts'
import { readCursor, sealCursor } from './cursors.ts'

export interface PlaceQuery {
  search: string | null
  limit: number
  cursor: string | null
  count: boolean
}

export interface Named {
  id: number
  name: string
  sortName: string
}

export interface PlacePage<T> {
  items: T[]
  /** The cursor of the following page. */
  next: string | null
  total: number | null
}

/** A list of places: its rows, of a table called `place`, and conditions that hold for those that the account sees. */
interface PlaceList<Row extends Named> {
  about: string
  columns: RawBuilder<Row>
  from: RawBuilder<unknown>
  conditions: readonly RawBuilder<SqlBool>[]
}

/** One page of places by name, with ties by id. */
export async function readPlaces<Row extends Named>(
  context: Context,
  account: Account,
  { search, limit, cursor, count }: PlaceQuery,
  list: PlaceList<Row>,
): Promise<PlacePage<Row>> {
  const about = JSON.stringify([list.about, search, scopeName(account)])
  const after = readCursor(context, about, cursor)
  const conditions = [sql<SqlBool>`1 = 1`, ...list.conditions]
  const text = search === null ? '' : foldSearch(search).replace(/[\\%_]/g, '\\$&')
  if (text !== '') conditions.push(sql<SqlBool>`place."sortName" like ${`%${text}%`} escape '\\'`)
  const total = count ? await countPlaces(context, list.from, conditions) : null
  if (after) conditions.push(sql<SqlBool>`(place."sortName", place.id) > (${sql.join(after)})`)
  const { rows } = await sql<Row>`select ${list.columns} from ${list.from} where ${sql.join(conditions, sql` and `)}
    order by place."sortName", place.id limit ${limit + 1}`.execute(context.db)
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit),
    next: last ? sealCursor(context, about, [last.sortName, last.id]) : null,
    total,
  }
}

async function countPlaces(
  context: Context,
  from: RawBuilder<unknown>,
  conditions: readonly RawBuilder<SqlBool>[],
): Promise<number> {
  const counted = sql<{
    count: number
  }>`select count(*) as count from ${from} where ${sql.join(conditions, sql` and `)}`
  return (await counted.execute(context.db)).rows[0]?.count ?? 0
}

export const mapPage = <Row, T>(page: PlacePage<Row>, map: (row: Row) => T): PlacePage<T> => ({
  ...page,
  items: page.items.map(map),
})
