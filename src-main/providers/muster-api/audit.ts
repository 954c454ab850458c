import { z } from 'zod'
import type { AuditPage, AuditQuery } from '../../../src-shared/domain/audit.ts'
import { AuditEntry } from '../../../src-shared/wire/muster-api/places.ts'
import { expectSuccess } from './problem.ts'
import type { MusterSession } from './session.ts'

/** Entries of a page: enough that a download is quick, few enough that one scroll is. */
const pageSize = '200'

/** Entries each on their own: one that cannot be understood costs no other. */
const Page = z.object({ items: z.array(z.unknown()), next: z.string().nullable() })

/** A page of GET /audit. */
export function auditPage(session: MusterSession, query: AuditQuery, cursor: string | null): Promise<AuditPage> {
  const asked = {
    from: query.from,
    to: query.to,
    organizationId: query.organizationId,
    projectId: query.projectId,
    actor: query.actorId,
    target: query.targetId,
    action: query.action,
    exists: query.exists === null ? null : String(query.exists),
    cursor,
  }
  const given = Object.entries(asked).filter((each): each is [string, string] => each[1] !== null)
  return readPage(session, '/v1/audit', Object.fromEntries(given))
}

/** A page of GET /users/{id}/audit. */
export const auditOf = (session: MusterSession, id: string, cursor: string | null): Promise<AuditPage> =>
  readPage(session, `/v1/users/${encodeURIComponent(id)}/audit`, cursor === null ? {} : { cursor })

async function readPage(session: MusterSession, path: string, query: Record<string, string>): Promise<AuditPage> {
  const answer = await session.send({ method: 'GET', path, query: { limit: pageSize, ...query } })
  const { items, next } = expectSuccess(answer, Page)
  const entries = items.flatMap((item) => AuditEntry.safeParse(item).data ?? [])
  return { entries: entries.map((entry) => ({ ...entry, message: null })), next }
}
