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

/** The place that a token names; null where it is foreign, older than the memory of deleted users, or ahead of a restored copy. */
export async function readPosition(context: Context, account: Account, token: string): Promise<number | null> {
  const text = unseal(context.cursorKey, about(account), token)
  if (text === null) return null
  const position = Number(text)
  const [floor, end] = [await counter(context.db, 'feedFloor'), await feedEnd(context.db)]
  return position >= floor && position <= end ? position : null
}

async function counter(db: Database, name: string): Promise<number> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', name).executeTakeFirstOrThrow()
  return row.value
}
