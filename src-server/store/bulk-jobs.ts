import { type Account, accountOfUser } from './accounts.ts'
import type { Context } from './context.ts'
import { formatId, parseId, takeIds } from './ids.ts'
import { type Refusal, refuse, refused } from './refusal.ts'
import type { BulkState, Database, Trx } from './schema.ts'
import { transact } from './transaction.ts'
import { jobOf, type UserOperation } from './users/operations.ts'
import type { StoredUser } from './users/stored-user.ts'
import { attempt, type Caller, type Job, type Outcome, write } from './write.ts'

/** One of many things to be done; one that is wrong in itself is refused in its turn, like all others. */
export type BulkEntry =
  { operation: UserOperation; key: string | null } | { action: string; id: string | null; refusal: Refusal }

/** How an entry ended: the user as it is then, by its id and version; null where there is none to show. */
export type BulkOutcome = Outcome<Pick<StoredUser, 'id' | 'version'> | null>

export interface StoredBulkJob {
  id: string
  state: BulkState
  createdAt: string
  endedAt: string | null
  total: number
  done: number
  failed: number
  requestId: string
}

/** How long a job that has ended can be asked for. */
export const bulkKeptMs = 24 * 60 * 60 * 1000
/** Done in one transaction; then everybody else gets a turn. */
const itemsPerTurn = 25
const rowsPerInsert = 100
const mostUnfinished = 10

export const jobOfEntry = (entry: BulkEntry): Job<StoredUser | null> =>
  'operation' in entry
    ? jobOf(entry.operation, entry.key)
    : { action: entry.action, key: null, input: null, run: () => Promise.reject(refused(entry.refusal)) }

/** Puts a bulk request down to be worked on; the same key gets the same job. */
export async function startBulkJob(
  context: Context,
  caller: Caller,
  request: { entries: readonly BulkEntry[]; requestId: string; key: string | null },
): Promise<StoredBulkJob> {
  const { entries, requestId, key } = request
  const input = { entries, reason: caller.reason ?? null }
  return write(context, caller, {
    action: 'user.bulk',
    key,
    input,
    run: async ({ trx, account, now, event }) => {
      event.organizationRowId = account.organizationRowId
      event.after = { items: entries.length }
      if (account.role === 'user') refuse('forbidden', 'not_by_role')
      await refuseTooMany(trx, account)
      const [id = 0] = await takeIds(trx, context.idKey, 1)
      const row = {
        id,
        ownerId: account.rowId,
        sessionId: account.sessionRowId,
        address: caller.address,
        reason: caller.reason ?? null,
        requestId,
        state: 'queued' as const,
        createdAt: now.toISOString(),
        endedAt: null,
        total: entries.length,
        done: 0,
        failed: 0,
      }
      await trx.insertInto('bulkJobs').values(row).execute()
      const items = entries.map((entry, place) => ({ jobId: id, place, entry: JSON.stringify(entry), outcome: null }))
      for (let at = 0; at < items.length; at += rowsPerInsert)
        await trx
          .insertInto('bulkItems')
          .values(items.slice(at, at + rowsPerInsert))
          .execute()
      return toJob(row)
    },
  })
}

async function refuseTooMany(trx: Trx, account: Account): Promise<void> {
  const open = await trx
    .selectFrom('bulkJobs')
    .select('id')
    .where('ownerId', '=', account.rowId)
    .where('endedAt', 'is', null)
    .execute()
  if (open.length >= mostUnfinished) refuse('limited', 'too_many_jobs', { retryAfter: 10 })
}

/** A job of the account, and how its entries ended that were tried; the jobs of others do not exist. */
export async function readBulkJob(
  context: Context,
  account: Account,
  id: string,
): Promise<{ job: StoredBulkJob; tried: { entry: BulkEntry; outcome: BulkOutcome }[] }> {
  const row = await findOwn(context.db, account, id)
  const items = await context.db
    .selectFrom('bulkItems')
    .select(['entry', 'outcome'])
    .where('jobId', '=', row.id)
    .where('outcome', 'is not', null)
    .where('place', '<', row.done) // what was tried since belongs to the next answer
    .orderBy('place')
    .execute()
  // both were written here
  const tried = items.map(({ entry, outcome }) => ({
    entry: JSON.parse(entry) as BulkEntry,
    outcome: JSON.parse(outcome ?? '') as BulkOutcome,
  }))
  return { job: toJob(row), tried }
}

/** Ends a job: what has not begun is not done any more. One that has ended stays as it is. */
export function cancelBulkJob(id: string, key: string | null): Job<null> {
  return {
    action: 'user.bulkCancel',
    key,
    input: { id },
    run: async ({ trx, account, now, event }) => {
      const { id: rowId, endedAt, done, total } = await findOwn(trx, account, id)
      event.organizationRowId = account.organizationRowId
      event.after = { done, items: total }
      event.isSilent = endedAt !== null
      if (endedAt === null)
        await trx
          .updateTable('bulkJobs')
          .set({ state: 'cancelled', endedAt: now.toISOString() })
          .where('id', '=', rowId)
          .execute()
      return null
    },
  }
}

async function findOwn(db: Database, account: Account, id: string) {
  const row = await db
    .selectFrom('bulkJobs')
    .selectAll()
    .where('id', '=', parseId(id) ?? -1)
    .where('ownerId', '=', account.rowId)
    .executeTakeFirst()
  return row ?? refuse('notFound', 'not_found')
}

const toJob = ({ id, ...row }: Omit<StoredBulkJob, 'id'> & { id: number }): StoredBulkJob => ({
  id: formatId(id),
  state: row.state,
  createdAt: row.createdAt,
  endedAt: row.endedAt,
  total: row.total,
  done: row.done,
  failed: row.failed,
  requestId: row.requestId,
})

const nextJob = (db: Database) =>
  db
    .selectFrom('bulkJobs')
    .selectAll()
    .where('endedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()

/**
 * Works on the oldest job for a while; false when there is none. Entries, their outcomes and the count are one transaction:
 * whatever ends the process, the next one goes on behind the last outcome, and nothing is done twice.
 */
export async function workOnBulkJobs(context: Context): Promise<boolean> {
  if (!(await nextJob(context.db))) return false
  return transact(context, async (trx) => {
    const job = await nextJob(trx)
    if (!job) return false
    const account = await accountOfUser(trx, job.ownerId, job.sessionId)
    const items = await trx
      .selectFrom('bulkItems')
      .select(['place', 'entry'])
      .where('jobId', '=', job.id)
      .where('place', '>=', job.done)
      .orderBy('place')
      .limit(itemsPerTurn)
      .execute()
    let failed = job.failed
    for (const { place, entry } of items) {
      const asked = jobOfEntry(JSON.parse(entry) as BulkEntry) // written above
      const outcome: BulkOutcome = account
        ? briefly(await attempt(context, trx, { account, address: job.address, reason: job.reason }, asked))
        : { refusal: { kind: 'forbidden', code: 'owner_gone', issues: [] } }
      if ('refusal' in outcome) failed++
      await trx
        .updateTable('bulkItems')
        .set({ outcome: JSON.stringify(outcome) })
        .where('jobId', '=', job.id)
        .where('place', '=', place)
        .execute()
    }
    const done = job.done + items.length
    const end = done === job.total ? { state: 'done' as const, endedAt: context.now().toISOString() } : {}
    await trx
      .updateTable('bulkJobs')
      .set({ state: 'running', done, failed, ...end })
      .where('id', '=', job.id)
      .execute()
    return true
  })
}

const briefly = (outcome: Outcome<StoredUser | null>): BulkOutcome =>
  'refusal' in outcome
    ? outcome
    : { result: outcome.result && { id: outcome.result.id, version: outcome.result.version } }
