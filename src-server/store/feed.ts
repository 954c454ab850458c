import { type Account, scopeName } from './accounts.ts'
import type { Context } from './context.ts'
import type { Database } from './schema.ts'
import { seal, unseal } from './secrets.ts'

/** Where the change feed ends: what is written from now on comes after it. */
export const feedEnd = (db: Database): Promise<number> => counter(db, 'feed')

const about = (account: Account): string => `delta ${scopeName(account)}`

/** A place in the change feed as a token, good for one database and for the account that sees what it saw then. */
export const sealPosition = (context: Context, account: Account, feedSeq: number): string =>
  seal(context.cursorKey, about(account), String(feedSeq))

/** The place that a token names; null where it is foreign, or older than the memory of deleted users. */
export async function readPosition(context: Context, account: Account, token: string): Promise<number | null> {
  const text = unseal(context.cursorKey, about(account), token)
  if (text === null || Number(text) < (await counter(context.db, 'feedFloor'))) return null
  return Number(text)
}

async function counter(db: Database, name: string): Promise<number> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirstOrThrow()
  return row.value
}
