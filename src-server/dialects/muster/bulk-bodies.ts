import type { BulkJob, BulkResult } from '../../../src-shared/wire/muster-api/bulk.ts'
import { type BulkEntry, bulkKeptMs, type BulkOutcome, type StoredBulkJob } from '../../store/bulk-jobs.ts'
import type { UserOperation } from '../../store/users/operations.ts'
import { etagOf } from './bodies.ts'
import { troubleOf } from './errors.ts'
import { problemOf } from './problem.ts'

/** The status that a request of its own would have been answered with. */
const statuses: Partial<Record<UserOperation['op'], number>> = { create: 201, delete: 204, reset: 202, invite: 202 }

/** How an item ended; `instance` and `requestId` are those of the request that it came with. */
export function toBulkResult(
  index: number,
  entry: BulkEntry,
  outcome: BulkOutcome,
  instance: string,
  requestId: string,
): BulkResult {
  const operation = 'operation' in entry ? entry.operation : null
  const id = operation ? ('id' in operation ? operation.id : null) : 'id' in entry ? entry.id : null
  if ('refusal' in outcome) {
    const problem = problemOf(troubleOf(outcome.refusal), instance, requestId)
    return { index, status: problem.status, id, etag: null, problem }
  }
  const { result } = outcome
  const status = (operation && statuses[operation.op]) ?? 200
  return { index, status, id: result?.id ?? id, etag: result && etagOf(result.version) }
}

export function toBulkJob(stored: StoredBulkJob, results: BulkResult[]): BulkJob {
  const { id, state, createdAt, endedAt, total, done, failed } = stored
  const expiresAt = endedAt === null ? null : new Date(Date.parse(endedAt) + bulkKeptMs).toISOString()
  return { id, state, createdAt, endedAt, expiresAt, total, done, failed, results }
}
