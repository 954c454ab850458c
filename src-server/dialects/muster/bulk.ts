import { type BulkItem, BulkAnswer, BulkRequest } from '../../../src-shared/wire/muster-api/bulk.ts'
import { limits } from '../../../src-shared/wire/muster-api/meta.ts'
import type { App } from '../../http.ts'
import type { Context } from '../../store/context.ts'
import { refusalOf, refused } from '../../store/refusal.ts'
import { jobOf, type UserOperation } from '../../store/users/operations.ts'
import type { StoredUser } from '../../store/users/stored-user.ts'
import { type Job, type Outcome, writeAll } from '../../store/write.ts'
import { etagOf } from './bodies.ts'
import { troubleOf } from './errors.ts'
import { callerOf, keyOf, NoQuery, requiredVersions, versionsOf, WriteHeaders } from './inputs.ts'
import { pathOf, problemOf } from './problem.ts'
import { problems } from './route.ts'

type Op = BulkItem['op']
type Result = ReturnType<(typeof BulkAnswer)['parse']>['results'][number]

const statuses: Record<Op, number> = { create: 201, update: 200, delete: 204, restore: 200, reset: 202, invite: 202 }

export function addBulk(app: App, context: Context): void {
  app.post(
    '/users/bulk',
    {
      bodyLimit: limits.bulkBodyMax,
      schema: {
        operationId: 'changeUsers',
        summary: 'Does many things at once',
        description:
          'Each item on its own, in order; the answer has one result per item. An item without a `key` of its own takes the Idempotency-Key of the request and its place in it.',
        tags: ['users'],
        headers: WriteHeaders,
        querystring: NoQuery,
        body: BulkRequest,
        response: { 200: BulkAnswer, ...problems(400, 401, 413) },
      },
    },
    async (request) => {
      const requestKey = keyOf(request.headers)
      const { items } = request.body
      const jobs = items.map((item, index) => jobOfItem(item, item.key ?? (requestKey && `${requestKey}/${index}`)))
      const outcomes = await writeAll(context, callerOf(request), jobs)
      const results = outcomes.map((outcome, index): Result => {
        const item = items[index]
        if (!item) throw new Error('more outcomes than items')
        return resultOf(index, item, outcome, pathOf(request), request.id)
      })
      return { results }
    },
  )
}

/** An item that does not say its version is refused in its turn, like all others. */
function jobOfItem(item: BulkItem, key: string | null): Job<StoredUser | null> {
  try {
    return jobOf(operationOf(item), key)
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return { action: `user.${item.op}`, key: null, input: null, run: () => Promise.reject(refused(refusal)) }
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

function resultOf(
  index: number,
  item: BulkItem,
  outcome: Outcome<StoredUser | null>,
  instance: string,
  requestId: string,
): Result {
  const id = 'id' in item ? item.id : null
  if ('refusal' in outcome) {
    const problem = problemOf(troubleOf(outcome.refusal), instance, requestId)
    return { index, status: problem.status, id, etag: null, problem }
  }
  const { result } = outcome
  return { index, status: statuses[item.op], id: result?.id ?? id, etag: result && etagOf(result.version) }
}
