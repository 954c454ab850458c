import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { sql } from 'kysely'
import { type Account, accountOfSession } from './accounts.ts'
import { audit, type AuditEvent } from './audit.ts'
import type { Context } from './context.ts'
import { refuse, refused, type Refusal, type RefusalKind, refusalOf } from './refusal.ts'
import type { Trx } from './schema.ts'
import { transact } from './transaction.ts'

/** Who asks, from where (an IP address) and why. */
export interface Caller {
  sessionRowId: number
  address: string
  /** Why, for the audit log. */
  reason?: string | null
}

/** One thing to be done, and what makes it the same thing when it is asked for again. */
export interface Job<T> {
  /** As the audit log calls it, such as `user.update`. */
  action: string
  /** The same key with the same input is done once, and answered as the first time. */
  key: string | null
  input: unknown
  run: (work: Work) => Promise<T>
}

/** What a job works with, inside its transaction. */
export interface Work {
  context: Context
  trx: Trx
  account: Account
  now: Date
  event: AuditEvent
}

export type Outcome<T> = { result: T } | { refusal: Refusal }

/** How long an answer is kept for its key. */
export const keyLifetimeMs = 24 * 60 * 60 * 1000
/** Refusals that the next try may not meet: these are not kept. */
const passing: readonly RefusalKind[] = ['outdated', 'limited', 'unavailable', 'unauthenticated']
/** After so many jobs everybody else gets a turn. */
const jobsPerTurn = 25

/** Does one thing; throws its refusal. */
export async function write<T>(context: Context, caller: Caller, job: Job<T>): Promise<T> {
  const [outcome] = await writeAll(context, caller, [job])
  if (!outcome) throw new Error('a job without an outcome')
  if ('refusal' in outcome) throw refused(outcome.refusal)
  return outcome.result
}

/**
 * Does several things, in one transaction and each on its own: what is refused is taken back and written into the audit
 * log, and the next goes on. Change, audit entry, place in the change feed, mail and answer are kept together or not at all.
 */
export async function writeAll<T>(context: Context, caller: Caller, jobs: readonly Job<T>[]): Promise<Outcome<T>[]> {
  return transact(context, async (trx) => {
    const account = await accountOfSession(trx, caller.sessionRowId)
    if (!account) return refuse('unauthenticated', 'session_ended')
    const outcomes: Outcome<T>[] = []
    for (const [at, job] of jobs.entries()) {
      if (at > 0 && at % jobsPerTurn === 0) await turn()
      outcomes.push(await attempt(context, trx, { ...caller, account }, job))
    }
    return outcomes
  })
}

/** Does one thing in a transaction that is open, and writes its refusal down. */
export async function attempt<T>(
  context: Context,
  trx: Trx,
  { account, address, reason = null }: { account: Account; address: string; reason?: string | null },
  job: Job<T>,
): Promise<Outcome<T>> {
  const now = context.now()
  const fingerprint = job.key === null ? '' : fingerprintOf(job)
  const known = job.key === null ? null : await recall<T>(trx, account, job.key, fingerprint, now)
  if (known) return known
  const event: AuditEvent = { action: job.action, reason }
  const outcome = await takenBackIfRefused(trx, () => job.run({ context, trx, account, now, event }))
  const code = 'refusal' in outcome ? outcome.refusal.code : null
  if (code !== null || !event.isSilent) await audit(trx, now.toISOString(), account, address, event, code)
  if (job.key !== null) await remember(trx, account, job.key, fingerprint, now, outcome)
  return outcome
}

const fingerprintOf = ({ action, input }: Job<unknown>): string =>
  createHash('sha256')
    .update(JSON.stringify([action, input]))
    .digest('base64url')

async function takenBackIfRefused<T>(trx: Trx, run: () => Promise<T>): Promise<Outcome<T>> {
  await sql`savepoint job`.execute(trx)
  try {
    return { result: await run() }
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    await sql`rollback to savepoint job`.execute(trx)
    return { refusal }
  } finally {
    await sql`release savepoint job`.execute(trx)
  }
}

async function recall<T>(
  trx: Trx,
  account: Account,
  key: string,
  fingerprint: string,
  now: Date,
): Promise<Outcome<T> | null> {
  const kept = await trx
    .selectFrom('idempotency')
    .select(['fingerprint', 'answer'])
    .where('accountId', '=', account.rowId)
    .where('key', '=', key)
    .where('createdAt', '>', new Date(now.getTime() - keyLifetimeMs).toISOString())
    .executeTakeFirst()
  if (!kept) return null
  if (kept.fingerprint !== fingerprint)
    return { refusal: { kind: 'conflict', code: 'idempotency_key_reused', issues: [] } }
  return JSON.parse(kept.answer) as Outcome<T> // written below, by the same job
}

async function remember(
  trx: Trx,
  account: Account,
  key: string,
  fingerprint: string,
  now: Date,
  outcome: Outcome<unknown>,
): Promise<void> {
  if ('refusal' in outcome && passing.includes(outcome.refusal.kind)) return
  const kept = { fingerprint, answer: JSON.stringify(outcome), createdAt: now.toISOString() }
  await trx
    .insertInto('idempotency')
    .values({ accountId: account.rowId, key, ...kept })
    .onConflict((conflict) => conflict.columns(['accountId', 'key']).doUpdateSet(kept)) // one that had expired
    .execute()
}
