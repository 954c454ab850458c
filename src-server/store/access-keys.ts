import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Account } from './accounts.ts'
import type { Context } from './context.ts'
import { take } from './ids.ts'
import { refuse, refuseIssues } from './refusal.ts'
import type { Database } from './schema.ts'
import { hashToken, newToken } from './secrets.ts'
import type { Job } from './write.ts'

export interface AccessKey {
  rowId: number
  name: string
  accessKey: string
  createdAt: string
  /** Null: until it is deleted. */
  expiresAt: string | null
}

/** How many keys one account may have. */
const mostKeys = 50

/** Makes a key for the account that asks; its secret is answered this once. */
export function createAccessKey(name: string, expiresAt: string | null): Job<{ accessKey: string; secretKey: string }> {
  return {
    action: 'accessKey.create',
    key: null, // the answer has a secret, and is not kept
    input: null,
    run: async ({ trx, account, now, event }) => {
      event.organizationRowId = account.organizationRowId
      if (name === '' || name.length > 128) refuseIssues([{ field: 'name', code: 'name.length' }])
      if (expiresAt !== null && expiresAt <= now.toISOString())
        refuseIssues([{ field: 'expireDate', code: 'expireDate.range' }])
      const kept = await trx.selectFrom('accessKeys').select('id').where('userId', '=', account.rowId).execute()
      if (kept.length >= mostKeys) refuse('conflict', 'too_many_keys')
      const pair = { accessKey: randomBytes(12).toString('hex'), secretKey: newToken() }
      const { accessKey, secretKey } = pair
      const row = { id: await take(trx, 'records'), userId: account.rowId, name, accessKey, expiresAt }
      const createdAt = now.toISOString()
      await trx
        .insertInto('accessKeys')
        .values({ ...row, createdAt, secretHash: hashToken(secretKey) })
        .execute()
      event.after = { name, accessKey }
      return pair
    },
  }
}

/** The own keys, the oldest first. */
export async function listAccessKeys(context: Context, account: Account): Promise<AccessKey[]> {
  const rows = await context.db
    .selectFrom('accessKeys')
    .select(['id as rowId', 'name', 'accessKey', 'createdAt', 'expiresAt'])
    .where('userId', '=', account.rowId)
    .orderBy('id')
    .execute()
  return rows
}

/** Deletes an own key; sessions that it has opened go on until they end. */
export function deleteAccessKey(rowId: number): Job<null> {
  return {
    action: 'accessKey.delete',
    key: null,
    input: { rowId },
    run: async ({ trx, account, event }) => {
      event.organizationRowId = account.organizationRowId
      const deleted = await trx
        .deleteFrom('accessKeys')
        .where('id', '=', rowId)
        .where('userId', '=', account.rowId)
        .executeTakeFirst()
      if (deleted.numDeletedRows === 0n) refuse('notFound', 'not_found')
      return null
    },
  }
}

/** Whose key it is; null when there is none, the secret is another, or its time is over. */
export async function ownerOfKey(
  db: Database,
  accessKey: string,
  secretKey: string,
  now: Date,
): Promise<number | null> {
  const key = await db.selectFrom('accessKeys').selectAll().where('accessKey', '=', accessKey).executeTakeFirst()
  const hash = Buffer.from(hashToken(secretKey))
  const isRight = timingSafeEqual(hash, Buffer.from(key?.secretHash ?? hashToken('')))
  if (!key || !isRight || (key.expiresAt !== null && key.expiresAt <= now.toISOString())) return null
  return key.userId
}
