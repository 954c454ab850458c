import { z } from 'zod'
import type { AuditEntry, AuditPage, AuditQuery } from '../../../src-shared/domain/audit.ts'
import { Failed } from '../../../src-shared/failure.ts'
import { expectSuccess } from './problem.ts'
import { toTimestamp } from './rows.ts'
import type { CloudworksSession } from './session.ts'

const pageSize = 200
const Page = z.object({ data: z.array(z.unknown()).nullish(), totalCount: z.int().min(0) })

/** A line of the portal's audit log, which this API calls a notification. */
const ReceivedEntry = z.object({
  createdAt: z.string(),
  username: z.string().nullish(),
  category: z.string().nullish(),
  actionMessage: z.string().nullish(),
  actionStatus: z.union([z.string(), z.number()]).nullish(),
  projectId: z.int().nullish(),
  projectName: z.string().nullish(),
  isDeleted: z.boolean().nullish(),
})

/**
 * A page of the audit log; the cursor is the offset of its first line. This API knows neither actions nor targets to ask
 * for, and says so instead of answering more than was asked.
 */
export async function auditPage(
  session: Pick<CloudworksSession, 'send'>,
  query: AuditQuery,
  cursor: string | null,
): Promise<AuditPage> {
  if (query.action !== null || query.targetId !== null) {
    throw new Failed({ kind: 'unsupported', code: 'not_in_this_api' })
  }
  const offset = Number(cursor ?? 0)
  const asked = {
    StartDate: query.from,
    EndDate: query.to,
    OrganizationId: query.organizationId,
    ProjectId: query.projectId,
    UserId: query.actorId,
    IsDeleted: query.exists === null ? null : String(!query.exists),
  }
  const given = Object.entries(asked).filter((each): each is [string, string] => each[1] !== null)
  const paging = { Limit: String(pageSize), Offset: String(offset) }
  const request = { path: '/api/v1/notifications/list', query: { ...Object.fromEntries(given), ...paging } }
  const { data, totalCount } = expectSuccess(await session.send({ method: 'GET', ...request }), Page)
  const rows = data ?? []
  const end = offset + rows.length
  return {
    entries: rows.flatMap((row, at) => toEntry(row, offset + at)),
    next: rows.length === 0 || end >= totalCount ? null : String(end),
  }
}

/** Nothing for a line that cannot be understood; lines have no id of their own. */
function toEntry(row: unknown, place: number): AuditEntry[] {
  const parsed = ReceivedEntry.safeParse(row)
  const at = parsed.success ? toTimestamp(parsed.data.createdAt) : null
  if (!parsed.success || at === null) return []
  const { username, category, actionMessage, actionStatus, projectId, projectName } = parsed.data
  const project = projectId ? { id: String(projectId), name: projectName ?? '' } : null
  return [
    {
      id: `${at} ${place}`,
      at,
      actor: username ? { id: null, userName: username } : null,
      action: category ?? '',
      message: actionMessage ?? null,
      outcome: /fail/i.test(String(actionStatus)) ? 'refused' : 'done',
      code: null,
      target: null,
      organization: null,
      project,
      address: null,
      before: null,
      after: null,
    },
  ]
}
