import { z } from 'zod'
import type { NotificationListDto } from '../../../src-shared/wire/cloudworks/places.ts'
import type { App } from '../../http.ts'
import { type AuditQuery, countAudit, readAudit, type StoredAuditEntry } from '../../store/audit-log.ts'
import type { Context } from '../../store/context.ts'
import { refuse } from '../../store/refusal.ts'
import { toCsv } from './csv.ts'
import { fromNumber, fromUuid, toNumber } from './ids.ts'
import { accountOf, Flag, NumberText, OrganizationFilter, Paging, Text } from './inputs.ts'

const Instant = z.iso.datetime({ offset: true, local: true }).transform((text) => new Date(text).toISOString())

const RecordQuery = OrganizationFilter.extend({
  startdate: Instant.optional(),
  enddate: Instant.optional(),
  projectid: NumberText.optional(),
  userid: Text.optional(),
  isdeleted: Flag.optional(),
  filterby: Text.optional(),
})
type RecordQuery = z.output<typeof RecordQuery>

/** Entries that one file holds at most. */
const mostInFile = 10_000
const pageSize = 1000

/** The audit log, which this API calls notifications; the latest first, whatever order is asked for. */
export function addRecords(app: App, context: Context): void {
  const filterOf = (query: RecordQuery): Omit<AuditQuery, 'limit' | 'cursor' | 'offset'> => {
    if (query.filterby) refuse('malformed', 'filter_unknown')
    return {
      from: query.startdate,
      to: query.enddate,
      organizationId: query.organizationid === undefined ? undefined : fromNumber(query.organizationid),
      projectId: query.projectid === undefined ? undefined : fromNumber(query.projectid),
      actor: query.userid === undefined ? undefined : fromUuid(context.instance, query.userid),
      exists: query.isdeleted === undefined ? undefined : !query.isdeleted,
    }
  }

  app.get('/notifications/list', { schema: { querystring: RecordQuery.extend(Paging.shape) } }, async (request) => {
    const { limit, offset, search } = request.query
    if (search) refuse('malformed', 'search_unknown')
    const account = accountOf(request)
    const filter = filterOf(request.query)
    const totalCount = await countAudit(context, account, filter)
    if (limit === 0) return { data: [], totalCount }
    const { entries } = await readAudit(context, account, { ...filter, limit, offset })
    return { data: entries.map(toNotification), totalCount }
  })

  app.get('/notifications/download', { schema: { querystring: RecordQuery } }, async (request) => {
    const filter = filterOf(request.query)
    const rows: string[][] = []
    for (let cursor: string | null | undefined; cursor !== null && rows.length < mostInFile;) {
      const page = await readAudit(context, accountOf(request), { ...filter, limit: pageSize, cursor })
      for (const entry of page.entries) {
        const { createdAt, username, category, actionMessage, actionStatus, projectName } = toNotification(entry)
        rows.push([createdAt, username ?? '', category, actionMessage, actionStatus, projectName ?? ''])
      }
      cursor = page.next
    }
    return toCsv('notifications', ['CreatedAt', 'Username', 'Category', 'Message', 'Status', 'Project'], rows)
  })
}

function toNotification(entry: StoredAuditEntry): NotificationListDto {
  const { actor, target, action, code, project } = entry
  const reason = code === null ? '' : ` (${code})`
  return {
    createdAt: entry.at,
    username: actor?.userName ?? null,
    category: categoryOf(entry),
    actionMessage: `${[action, target?.name].filter(Boolean).join(' ')}${reason}`,
    actionStatus: entry.outcome === 'done' ? 'succeeded' : 'failed',
    projectId: project ? toNumber(project.id) : null,
    projectName: project?.name ?? null,
    isDeleted: target !== null && !target.exists,
  }
}

function categoryOf({ action, outcome, after }: StoredAuditEntry): NotificationListDto['category'] {
  if (action === 'user.create') return 'AddedUser'
  if (action === 'session.create' && outcome === 'refused') return 'LoginFailed'
  return action.startsWith('project.') || (after !== null && 'projects' in after) ? 'BoundProject' : 'None'
}
