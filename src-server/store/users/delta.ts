import { sql, type SqlBool } from 'kysely'
import { type Account, scopeName, scopeOf } from '../accounts.ts'
import type { Context } from '../context.ts'
import { formatId } from '../ids.ts'
import { refuse } from '../refusal.ts'
import type { Database } from '../schema.ts'
import { seal, unseal } from '../secrets.ts'
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
  return sealPosition(context, account, await counter(context.db, 'feed'))
}

/**
 * The users that changed after a token, each once and as it is now. A token is good for one database, and for the account
 * that sees what it saw then; an older one than the memory of deleted users is refused too (410 in HTTP).
 */
export async function readDelta(context: Context, account: Account, token: string, limit: number): Promise<Delta> {
  const { db } = context
  const scope = await scopeOf(db, account)
  const text = unseal(context.cursorKey, about(account), token)
  const after = text === null ? null : Number(text)
  if (after === null || after < (await counter(db, 'feedFloor'))) return refuse('gone', 'delta_expired')
  const present = await counter(db, 'feed') // before the rows: what comes in between is read twice rather than never
  let query = selectUsers(db).select('users.feedSeq').where('users.feedSeq', '>', after).orderBy('users.feedSeq')
  if (scope) query = query.where(sql<SqlBool>`+users.organizationId in (${sql.join(scope.length > 0 ? scope : [-1])})`)
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

const about = (account: Account): string => `delta ${scopeName(account)}`

const sealPosition = (context: Context, account: Account, feedSeq: number): string =>
  seal(context.cursorKey, about(account), String(feedSeq))

async function counter(db: Database, name: string): Promise<number> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirstOrThrow()
  return row.value
}
