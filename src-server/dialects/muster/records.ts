import { Readable } from 'node:stream'
import { z } from 'zod'
import { AuditEntry, pageOf, Stats } from '../../../src-shared/wire/muster-api/places.ts'
import type { App } from '../../http.ts'
import { type AuditQuery, readAudit } from '../../store/audit-log.ts'
import type { Context } from '../../store/context.ts'
import { readStats } from '../../store/stats.ts'
import { auditLines, csvType } from './audit-csv.ts'
import { accountOf } from './auth.ts'
import { accepts, Flag, Id, IdParams, Paging, refusePaging } from './inputs.ts'
import { linkToNext } from './pages.ts'
import { problems } from './route.ts'
import { findSeen } from './users.ts'

const tags = ['records']

const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString())

const AuditPaging = Paging.omit({ count: true }).extend({
  action: z.string().min(1).max(64).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  from: Instant.optional().meta({ description: 'From this instant on' }),
  to: Instant.optional().meta({ description: 'Before this instant' }),
})

export function addRecords(app: App, context: Context): void {
  const AuditPage = pageOf(AuditEntry)
  const page = async (request: Parameters<typeof accountOf>[0], query: AuditQuery) => {
    const { entries, next } = await readAudit(context, accountOf(request), query)
    return { items: entries, next }
  }

  app.get(
    '/audit',
    {
      schema: {
        operationId: 'listAudit',
        summary: 'Lists what was done and refused, the latest first',
        description: 'Pages by cursor, or all of them as a table where `text/csv` is accepted (RFC 4180).',
        tags,
        querystring: AuditPaging.extend({
          actor: Id.optional(),
          target: Id.optional(),
          organizationId: Id.optional(),
          projectId: Id.optional(),
          exists: Flag.optional().meta({ description: 'Whether the target is still there' }),
        }),
        response: {
          200: {
            description: 'A page of entries, or all of them',
            content: { 'application/json': { schema: AuditPage }, [csvType]: { schema: z.string() } },
          },
          ...problems(400, 401, 403),
        },
      },
    },
    async (request, reply) => {
      if (accepts(request, csvType)) {
        refusePaging(request, ['limit', 'cursor'])
        const lines = Readable.from(await auditLines(context, accountOf(request), request.query), { objectMode: false })
        reply.header('content-disposition', 'attachment; filename="audit.csv"')
        return reply.type(`${csvType}; charset=utf-8; header=present`).send(lines as unknown as string) // sent as it is, while its schema tells what it holds
      }
      const body = await page(request, request.query)
      if (body.next !== null) reply.header('link', linkToNext(request, body.next))
      return reply.type('application/json').send(body)
    },
  )

  app.get(
    '/users/:id/audit',
    {
      schema: {
        operationId: 'listUserAudit',
        summary: 'Lists what was done to a user, the latest first',
        tags,
        params: IdParams,
        querystring: AuditPaging,
        response: { 200: AuditPage, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await findSeen(context, accountOf(request), id)
      const body = await page(request, { ...request.query, target: id })
      if (body.next !== null) reply.header('link', linkToNext(request, body.next))
      return body
    },
  )

  app.get(
    '/stats',
    {
      schema: {
        operationId: 'readStats',
        summary: 'Counts users for the overview',
        tags,
        querystring: z.strictObject({ organizationId: Id.optional() }),
        response: { 200: Stats, ...problems(400, 401, 403) },
      },
    },
    (request) => readStats(context, accountOf(request), request.query.organizationId ?? null),
  )
}
