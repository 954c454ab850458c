import { BulkJob } from '../../../src-shared/wire/muster-api/bulk.ts'
import type { App } from '../../http.ts'
import type { Account } from '../../store/accounts.ts'
import { cancelBulkJob, readBulkJob } from '../../store/bulk-jobs.ts'
import type { Context } from '../../store/context.ts'
import { write } from '../../store/write.ts'
import { accountOf } from './auth.ts'
import { toBulkJob, toBulkResult } from './bulk-bodies.ts'
import { callerOf, IdParams, keyOf, NoBody, NoQuery, WriteHeaders } from './inputs.ts'
import { problems } from './route.ts'

const tags = ['users']
/** Seconds until it is worth asking again. */
const retryAfter = '1'

/** Bulk requests that are worked on after their answer. */
export function addJobs(app: App, context: Context): void {
  app.get(
    '/jobs/:id',
    {
      schema: {
        operationId: 'readJob',
        summary: 'Tells how far a job is',
        description: 'Only of the own account, and for 24 hours after its end.',
        tags,
        params: IdParams,
        querystring: NoQuery,
        response: { 200: BulkJob, ...problems(400, 401, 404) },
      },
    },
    async (request, reply) => {
      const body = await read(context, accountOf(request), request.params.id)
      if (body.endedAt === null) reply.header('retry-after', retryAfter)
      return reply.code(200).send(body)
    },
  )

  app.delete(
    '/jobs/:id',
    {
      schema: {
        operationId: 'cancelJob',
        summary: 'Cancels what has not begun of a job',
        description: 'What was done stays done, and can still be read.',
        tags,
        params: IdParams,
        headers: WriteHeaders,
        querystring: NoQuery,
        body: NoBody,
        response: { 200: BulkJob, ...problems(400, 401, 404, 409) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await write(context, callerOf(request), cancelBulkJob(id, keyOf(request.headers)))
      return reply.code(200).send(await read(context, accountOf(request), id))
    },
  )
}

async function read(context: Context, account: Account, id: string): Promise<BulkJob> {
  const { job, tried } = await readBulkJob(context, account, id)
  const results = tried.map(({ entry, outcome }, index) =>
    toBulkResult(index, entry, outcome, `/v1/jobs/${job.id}`, job.requestId),
  )
  return toBulkJob(job, results)
}
