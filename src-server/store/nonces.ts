import type { Context } from './context.ts'
import type { Trx } from './schema.ts'
import { hashToken, newToken, seal, unseal } from './secrets.ts'

/** How long somebody may take to sign in at the provider. */
export const nonceLifetimeMs = 10 * 60 * 1000
const about = 'nonce'

/** A nonce that this server recognises without keeping it, so that asking for many costs nothing. */
export function newNonce(context: Context): string {
  const end = new Date(context.now().getTime() + nonceLifetimeMs).toISOString()
  return seal(context.cursorKey, about, `${end} ${newToken()}`)
}

/** Uses a nonce up; false for one that is not ours, too old, or was used. */
export async function spendNonce(trx: Trx, context: Context, nonce: string): Promise<boolean> {
  const expiresAt = unseal(context.cursorKey, about, nonce)?.split(' ', 1)[0]
  if (expiresAt === undefined || expiresAt <= context.now().toISOString()) return false
  const spent = await trx
    .insertInto('spentNonces')
    .values({ hash: hashToken(nonce), expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return spent.numInsertedOrUpdatedRows === 1n
}
