import { createHash } from 'node:crypto'
import { take } from './ids.ts'
import { refuse } from './refusal.ts'
import type { Database, FailureKind, Trx } from './schema.ts'

/** Time in which failures count, and how many are too many (api.md, Endpoints). */
const windowMs = 15 * 60 * 1000
const most: Record<FailureKind, number> = { signIn: 10, link: 5 }

/** What failures are counted for; hashed, since people type passwords where names belong. */
export const subjectOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url')

/** Seconds until another try is taken; 0 when one is taken now. */
export async function waitFor(db: Database, kind: FailureKind, subject: string, now: Date): Promise<number> {
  const failures = await db
    .selectFrom('failures')
    .select('at')
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where('at', '>', new Date(now.getTime() - windowMs).toISOString())
    .orderBy('at', 'desc')
    .limit(most[kind])
    .execute()
  const first = failures.at(-1)
  if (!first || failures.length < most[kind]) return 0
  return Math.ceil((Date.parse(first.at) + windowMs - now.getTime()) / 1000)
}

/** Refuses a try after too many failures, whatever its password is. */
export async function refuseLockedOut(db: Database, subject: string, now: Date): Promise<void> {
  const retryAfter = await waitFor(db, 'signIn', subject, now)
  if (retryAfter > 0) refuse('limited', 'locked_out', { retryAfter })
}

export async function addFailure(trx: Trx, kind: FailureKind, subject: string, now: Date): Promise<void> {
  const id = await take(trx, 'records')
  await trx.insertInto('failures').values({ id, kind, subject, at: now.toISOString() }).execute()
}

export async function forgetFailures(trx: Trx, kind: FailureKind, subject: string): Promise<void> {
  await trx.deleteFrom('failures').where('kind', '=', kind).where('subject', '=', subject).execute()
}

/** Failures that count no more. */
export async function purgeFailures(trx: Trx, now: Date): Promise<void> {
  const end = new Date(now.getTime() - windowMs).toISOString()
  await trx.deleteFrom('failures').where('at', '<=', end).execute()
}
