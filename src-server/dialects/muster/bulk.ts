import { type BulkItem, BulkAnswer, BulkJob, BulkRequest } from '../../../src-shared/wire/muster-api/bulk.ts'
import { z } from 'zod'
import { limits } from '../../../src-shared/wire/muster-api/meta.ts'
import type { App } from '../../http.ts'
import { type BulkEntry, jobOfEntry, startBulkJob } from '../../store/bulk-jobs.ts'
import type { Context } from '../../store/context.ts'
import { refusalOf } from '../../store/refusal.ts'
import type { UserOperation } from '../../store/users/operations.ts'
import { writeAll } from '../../store/write.ts'
import { toBulkJob, toBulkResult } from './bulk-bodies.ts'
import { callerOf, keyOf, NoQuery, requiredVersions, versionsOf, WriteHeaders } from './inputs.ts'
import { pathOf } from './problem.ts'
import { problems } from './route.ts'

const BulkHeaders = WriteHeaders.extend({
  prefer: z.string().max(1000).optional().meta({ description: '`respond-async`: work on it after the answer.' }),
})

export function addBulk(app: App, context: Context): void {
  app.post(
    '/users/bulk',
    {
      bodyLimit: limits.bulkBodyMax,
      schema: {
        operationId: 'changeUsers',
        summary: 'Does many things at once',
        description:
          'Each item on its own, in order; the answer has one result per item. An item without a `key` of its own takes the Idempotency-Key of the request and its place in it. With `Prefer: respond-async` (RFC 7240) the answer is a job that is worked on later, for the account and with its rights as they are then; it survives a restart.',
        tags: ['users'],
        headers: BulkHeaders,
        querystring: NoQuery,
        body: BulkRequest,
        response: { 200: BulkAnswer, 202: BulkJob, ...problems(400, 401, 403, 409, 413, 429) },
      },
    },
    async (request, reply) => {
      const key = keyOf(request.headers)
      const { items, reason = null } = request.body
      const entries = items.map((item, index) => entryOf(item, item.key ?? (key && `${key}/${index}`)))
      const caller = { ...callerOf(request), reason }
      if (prefersAsync(request.headers.prefer)) {
        const job = await startBulkJob(context, caller, { entries, requestId: request.id, key })
        reply.header('location', `/v1/jobs/${job.id}`).header('preference-applied', 'respond-async')
        return reply.code(202).send(toBulkJob(job, []))
      }
      const outcomes = await writeAll(context, caller, entries.map(jobOfEntry))
      const results = entries.map((entry, index) => {
        const outcome = outcomes[index]
        if (!outcome) throw new Error('an item without an outcome')
        return toBulkResult(index, entry, outcome, pathOf(request), request.id)
      })
      return reply.code(200).send({ results })
    },
  )
}

const prefersAsync = (prefer: string | undefined): boolean =>
  (prefer ?? '').split(/[,;]/).some((preference) => preference.trim().toLowerCase() === 'respond-async')

/** An item that does not say its version is refused in its turn, like all others. */
function entryOf(item: BulkItem, key: string | null): BulkEntry {
  try {
    return { operation: operationOf(item), key }
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return { action: `user.${item.op}`, id: 'id' in item ? item.id : null, refusal }
  }
}

function operationOf(item: BulkItem): UserOperation {
  switch (item.op) {
    case 'create':
      return { op: 'create', body: item.body }
    case 'update':
      return { op: 'update', id: item.id, versions: requiredVersions(item.ifMatch), body: item.body }
    case 'delete':
      return { op: 'delete', id: item.id, versions: requiredVersions(item.ifMatch) }
    default:
      return { op: item.op, id: item.id, versions: versionsOf(item.ifMatch) }
  }
}
