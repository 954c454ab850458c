import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Database } from '../schema.ts'
import { conditionsOf, type Selection } from './page.ts'

/** So many counts are remembered. */
const mostRemembered = 500

const remembered = new WeakMap<Context, { position: string; counts: Map<string, number> }>()

/**
 * How many users a list shows. Counting a million of them takes longer than reading a page, so a count is remembered until
 * the next write moves the change feed, or old users are forgotten and move its floor.
 */
export async function countUsers(context: Context, selection: Selection): Promise<number> {
  const query = sql<{ count: number }>`
    select count(*) as count from users where ${conditionsOf(selection, selection.organizations, null)}`
  const { sql: text, parameters } = query.compile(context.db)
  const key = JSON.stringify([text, parameters])
  // before the count: what is written in between is counted anew at the next question
  const counts = countsAt(context, await positionOf(context.db))
  const known = counts.get(key)
  if (known !== undefined) return known
  const { rows } = await query.execute(context.db)
  const count = rows[0]?.count ?? 0
  if (counts.size >= mostRemembered) counts.clear()
  counts.set(key, count)
  return count
}

function countsAt(context: Context, position: string): Map<string, number> {
  const kept = remembered.get(context)
  if (kept?.position === position) return kept.counts
  const counts = new Map<string, number>()
  remembered.set(context, { position, counts })
  return counts
}

async function positionOf(db: Database): Promise<string> {
  const rows = await db
    .selectFrom('counters')
    .select('value')
    .where('name', 'in', ['feed', 'feedFloor'])
    .orderBy('name')
    .execute()
  return rows.map(({ value }) => value).join(' ')
}
