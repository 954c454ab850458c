import type { Context } from './context.ts'
import { bulkKeptMs } from './bulk-jobs.ts'
import { purgeFailures } from './lockout.ts'
import type { Trx } from './schema.ts'
import { keyLifetimeMs } from './write.ts'
import { transact } from './transaction.ts'

const day = 24 * 60 * 60 * 1000
/** How long deleted users can be restored (api.md, Endpoints), and how long an expired link still offers a new one. */
const keptMs = 30 * day

/** Forgets what nobody may ask for any more. */
export async function tidyUp(context: Context): Promise<void> {
  const now = context.now()
  const before = (ms: number) => new Date(now.getTime() - ms).toISOString()
  await transact(context, async (trx) => {
    await purgeDeletedUsers(trx, before(keptMs))
    const dead = trx.selectFrom('links').select('id').where('expiresAt', '<', before(0))
    await trx.deleteFrom('mails').where('linkId', 'in', dead).execute()
    await trx.deleteFrom('links').where('expiresAt', '<', before(keptMs)).execute()
    await trx.deleteFrom('sessions').where('expiresAt', '<', before(0)).execute()
    await trx.deleteFrom('accessTokens').where('expiresAt', '<', before(day)).execute()
    await trx.deleteFrom('idempotency').where('createdAt', '<', before(keyLifetimeMs)).execute()
    await trx.deleteFrom('bulkJobs').where('endedAt', '<', before(bulkKeptMs)).execute()
    await trx.deleteFrom('spentNonces').where('expiresAt', '<', before(0)).execute()
    await purgeFailures(trx, now)
  })
  await context.engine.analyze(context.db)
}

/** Tokens of the change feed from before a purged deletion would miss it, so they are refused from now on. */
async function purgeDeletedUsers(trx: Trx, before: string): Promise<void> {
  const { floor } = await trx
    .selectFrom('users')
    .select((eb) => eb.fn.max('feedSeq').as('floor'))
    .where('deletedAt', '<', before)
    .executeTakeFirstOrThrow()
  // the aggregate of no rows is null, which its type does not say
  if ((floor as number | null) === null) return
  await trx
    .updateTable('counters')
    .set({ value: floor })
    .where('name', '=', 'feedFloor')
    .where('value', '<', floor)
    .execute()
  await trx.deleteFrom('users').where('deletedAt', '<', before).execute()
}
