import { sql, type SqlBool } from 'kysely'
import { type Account, scopeOf } from '../accounts.ts'
import type { Context } from '../context.ts'
import { feedEnd, readPosition, sealPosition } from '../feed.ts'
import { formatId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import { selectUsers, type StoredUser, toUsers } from './stored-user.ts'

export interface Gone {
  id: string
  gone: true
}

/** What has changed since a token, oldest first; `next` while there is more. */
export interface Delta {
  items: (StoredUser | Gone)[]
  next?: string
  delta?: string
}

/** The token of this moment: what is written from now on comes after it. */
export async function deltaToken(context: Context, account: Account): Promise<string> {
  await scopeOf(context.db, account) // refuses who has no list to follow
  return sealPosition(context, account, await feedEnd(context.db))
}

/**
 * The users that changed after a token, each once and as it is now. A token is good for one database, and for the account
 * that sees what it saw then; an older one than the memory of deleted users is refused too (410 in HTTP).
 */
export async function readDelta(context: Context, account: Account, token: string, limit: number): Promise<Delta> {
  const { db } = context
  const scope = await scopeOf(db, account)
  const after = await readPosition(context, account, token)
  if (after === null) return refuse('gone', 'delta_expired')
  const present = await feedEnd(db) // before the rows: what comes in between is read twice rather than never
  let query = selectUsers(db).select('users.feedSeq').where('users.feedSeq', '>', after).orderBy('users.feedSeq')
  if (scope)
    query = query.where(sql<SqlBool>`+users."organizationId" in (${sql.join(scope.length > 0 ? scope : [-1])})`)
  const found = await query.limit(limit + 1).execute()
  const rows = found.slice(0, limit)
  const users = await toUsers(
    db,
    rows.filter(({ deletedAt }) => deletedAt === null),
  )
  const byId = new Map(users.map((user) => [user.id, user]))
  const items = rows.map(({ id }) => byId.get(formatId(id)) ?? { id: formatId(id), gone: true as const })
  const last = rows.at(-1)?.feedSeq ?? after
  if (found.length > limit) return { items, next: sealPosition(context, account, last) }
  return { items, delta: sealPosition(context, account, Math.max(last, present)) }
}
