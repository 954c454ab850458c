import { z } from 'zod'
import type { Organization, Project } from '../../../src-shared/domain/place.ts'
import { expectSuccess } from './problem.ts'
import type { CloudworksSession } from './session.ts'

type Session = Pick<CloudworksSession, 'send'>

const pageSize = 200
const Page = z.object({ data: z.array(z.unknown()), totalCount: z.int().min(0) })
const Count = z.int().min(0).nullish().catch(null)

const ReceivedOrganization = z.object({
  id: z.int(),
  name: z.string(),
  partnerId: z.int().nullish(),
  partnerName: z.string().nullish(),
  users: Count,
  projects: Count,
})

const ReceivedProject = z.object({
  id: z.int(),
  name: z.string(),
  organizationId: z.int(),
  organizationName: z.string(),
  boundUsers: z.array(z.unknown()).nullish().catch(null),
})

export async function readOrganizations(session: Session): Promise<Organization[]> {
  const rows = await readAll(session, '/api/v1/organizations', {}, ReceivedOrganization)
  return rows.map(({ id, name, partnerId, partnerName, users, projects }) => ({
    id: String(id),
    name,
    partner: partnerId ? { id: String(partnerId), name: partnerName ?? '' } : null,
    userCount: users ?? null,
    projectCount: projects ?? null,
  }))
}

export async function readProjects(session: Session, organizationId: string | null): Promise<Project[]> {
  const query: Record<string, string> = organizationId === null ? {} : { OrganizationId: organizationId }
  const rows = await readAll(session, '/api/v1/projects', query, ReceivedProject)
  return rows.map(({ id, name, organizationName, boundUsers, ...row }) => ({
    id: String(id),
    name,
    organization: { id: String(row.organizationId), name: organizationName },
    memberCount: boundUsers?.length ?? null,
  }))
}

/** All pages of a list of places; rows that cannot be understood are left out, and a row counts once. */
async function readAll<S extends z.ZodType<{ id: number }>>(
  session: Session,
  path: string,
  query: Record<string, string>,
  schema: S,
): Promise<z.output<S>[]> {
  const found = new Map<number, z.output<S>>()
  for (let offset = 0; ;) {
    const all = { ...query, Limit: String(pageSize), Offset: String(offset) }
    const page = expectSuccess(await session.send({ method: 'GET', path, query: all }), Page)
    for (const row of page.data) {
      const parsed = schema.safeParse(row)
      if (parsed.success) found.set(parsed.data.id, parsed.data)
    }
    offset += page.data.length
    if (page.data.length === 0 || offset >= page.totalCount) return [...found.values()]
  }
}
