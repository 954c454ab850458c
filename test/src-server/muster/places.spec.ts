import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Organization, pageOf, Partner, Project, RoleBody, Stats } from '../../../src-shared/wire/muster-api/places.ts'
import type { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { allPages, create, type PageBody, query, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call
let partner: Call
let manager: Call
let everybody: UserBody[]

beforeAll(async () => {
  server = await startServer({ users: 150 })
  admin = await server.as('admin')
  partner = await server.as('partner')
  manager = await server.as('manager')
  everybody = await allPages(admin, { limit: 1000 })
})
afterAll(() => server.stop())

async function list<Item extends z.ZodType>(call: Call, schema: Item, path: string) {
  const answer = await call('GET', path)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return pageOf(schema).parse(answer.body)
}
const names = (items: readonly { name: string }[]) => items.map(({ name }) => name)

describe('organizations, partners and projects', () => {
  test('are those that the account sees, by name, with their counts', async () => {
    const all = await list(admin, Organization, '/organizations')
    expect(all.items).toHaveLength(12)
    for (const { id, userCount, projectCount } of all.items)
      expect([userCount, projectCount]).toEqual([
        everybody.filter(({ organization }) => organization.id === id).length,
        5,
      ])
    expect(names(all.items).slice(0, 2)).toEqual(['Alder Clinic', 'Brightwater Energy'])
    expect(names(all.items).at(-1)).toBe('مؤسسة النور')
    expect(names((await list(partner, Organization, '/organizations')).items)).toEqual([
      'Alder Clinic',
      'Brightwater Energy',
      'Granite Works',
    ])
    expect(names((await list(manager, Organization, '/organizations')).items)).toEqual(['Alder Clinic'])

    const partners = await list(admin, Partner, '/partners')
    expect(names(partners.items)).toEqual(['Blue Quay', 'Kestrel IT', 'Ostrava Cloud', 'Sable and Finch'])
    expect(partners.items.map(({ organizationCount }) => organizationCount)).toEqual([3, 3, 3, 3])
    for (const { id, userCount } of partners.items)
      expect(userCount).toBe(everybody.filter((user) => user.partner.id === id).length)
    expect(await list(manager, Partner, '/partners')).toMatchObject({
      items: [{ name: 'Kestrel IT', organizationCount: 1 }],
    })

    const projects = await list(admin, Project, '/projects?limit=1000')
    expect(projects.items).toHaveLength(60)
    for (const { id, memberCount } of projects.items)
      expect(memberCount).toBe(everybody.filter((user) => user.projects.some((project) => project.id === id)).length)
    expect((await list(partner, Project, '/projects')).items).toHaveLength(15)
    expect((await list(manager, Project, '/projects')).items).toHaveLength(5)
  })

  test('are searched without case and accents, paged, counted', async () => {
    expect(names((await list(admin, Organization, `/organizations?${query({ q: 'LAKA' })}`)).items)).toEqual([
      'Łąka Foods',
    ])
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const asked: string = query({ limit: 7, count: true, ...(cursor && { cursor }) })
      const part = await list(admin, Project, `/projects?${asked}`)
      expect(part.total).toBe(60)
      found.push(...part.items.map(({ id }) => id))
      cursor = part.next
    }
    expect(new Set(found).size).toBe(60)
    const { next } = await list(admin, Project, '/projects?limit=7')
    for (const path of [`/organizations?cursor=${next ?? ''}`, `/projects?q=a&cursor=${next ?? ''}`])
      expect(trouble(await admin('GET', path))).toMatchObject({ status: 400, code: 'cursor.invalid' })
  })

  test('projects are those of one organization where it is named', async () => {
    const [organization] = (await list(admin, Organization, '/organizations?q=elbe')).items
    const own = await list(admin, Project, `/projects?organizationId=${organization?.id ?? ''}`)
    expect(own.items.map((project) => project.organization.name)).toEqual(Array(5).fill('Elbe Shipping'))
    for (const call of [partner, manager])
      expect(trouble(await call('GET', `/projects?organizationId=${organization?.id ?? ''}`))).toMatchObject({
        status: 400,
        errors: { organizationId: 'organizationId.unknown' },
      })
    expect(trouble(await admin('GET', '/users?organizationId=zzzzzz'))).toMatchObject({
      code: 'organizationId.unknown',
    })
  })

  test('roles tell which can be given', async () => {
    const { items } = z.object({ items: z.array(RoleBody) }).parse((await admin('GET', '/roles')).body)
    expect(items.filter(({ assignable }) => assignable).map(({ id }) => id)).toEqual(['user', 'manager'])
  })
})

describe('members', () => {
  test('are listed by name, added and taken away; doing it again changes nothing', async () => {
    const [project] = (await list(manager, Project, '/projects')).items
    const path = `/projects/${project?.id ?? ''}/members`
    const user = await create(admin)
    const member = `${path}/${user.id}`
    expect(await admin('PUT', member)).toMatchObject({ status: 204, body: '' })
    expect((await manager('PUT', member)).status).toBe(204)
    const joined = (await admin<UserBody>('GET', `/users/${user.id}`)).body
    expect(joined).toMatchObject({ projects: [{ id: project?.id, name: project?.name }], etag: '"2"' })
    const listed = await admin<PageBody>('GET', `${path}?limit=1000&count=true`)
    expect(listed.body.items.map(({ id }) => id)).toContain(user.id)
    expect(listed.body.total).toBe(listed.body.items.length)
    const userNames = listed.body.items.map(({ userName }) => userName)
    expect(userNames).toEqual([...userNames].sort())
    const first = await admin<PageBody>('GET', `${path}?limit=2`)
    const second = await admin<PageBody>('GET', `${path}?limit=2&cursor=${first.body.next ?? ''}`)
    expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(
      listed.body.items.slice(0, 4).map(({ id }) => id),
    )
    expect((await manager('DELETE', member)).status).toBe(204)
    expect((await manager('DELETE', member)).status).toBe(204)
    expect((await admin<UserBody>('GET', `/users/${user.id}`)).body).toMatchObject({ projects: [], etag: '"3"' })
  })

  test('are of role user and of the same organization', async () => {
    const projects = (await list(admin, Project, '/projects?limit=1000')).items
    const own = projects.find(({ organization }) => organization.name === 'Alder Clinic')?.id ?? ''
    const other = projects.find(({ organization }) => organization.name === 'Elbe Shipping')?.id ?? ''
    const [user, boss] = [await create(admin), await create(admin, { role: 'manager' })]
    const put = async (call: Call, project: string, id: string) =>
      trouble(await call('PUT', `/projects/${project}/members/${id}`))
    expect(await put(admin, own, boss.id)).toMatchObject({ status: 422, code: 'projects.role' })
    expect(await put(admin, other, user.id)).toMatchObject({ status: 422, code: 'projects.organization' })
    expect(await put(manager, other, user.id)).toMatchObject({ status: 404, code: 'not_found' })
    expect(await put(admin, 'zzzzzz', user.id)).toMatchObject({ status: 404, code: 'not_found' })
    expect(await put(admin, own, 'zzzzzz')).toMatchObject({ status: 404, code: 'not_found' })
    expect((await admin('DELETE', `/projects/${other}/members/${user.id}`)).status).toBe(204)
    expect(trouble(await manager('GET', `/projects/${other}/members`))).toMatchObject({ status: 404 })
  })

  test('a deleted user is none, and is one again when it is restored', async () => {
    const [project] = (await list(manager, Project, '/projects')).items
    const id = project?.id ?? ''
    const user = await create(admin, { projectIds: [id] })
    const count = async () => (await list(manager, Project, '/projects')).items[0]?.memberCount ?? 0
    const before = await count()
    await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })
    expect(await count()).toBe(before - 1)
    const members = async () => (await admin<PageBody>('GET', `/projects/${id}/members?limit=1000`)).body.items
    expect((await members()).map((member) => member.id)).not.toContain(user.id)
    await admin('POST', `/users/${user.id}/restore`)
    expect(await count()).toBe(before)
    expect((await members()).map((member) => member.id)).toContain(user.id)
  })
})

describe('counts for the overview', () => {
  test('are those of the lists behind them', async () => {
    for (const call of [admin, partner, manager]) {
      const stats = Stats.strict().parse((await call('GET', '/stats')).body)
      const users = await allPages(call, { limit: 1000 })
      const count = async (filter: string) =>
        (await call<PageBody>('GET', `/users?${query({ filter, count: true })}`)).body.total
      expect(stats.total).toBe(users.length)
      expect(stats.states).toEqual({
        active: await count(
          'approved eq true and disabled eq false and mustChangePassword eq false and not (invitationExpiresAt pr)',
        ),
        waitingForApproval: await count('approved eq false'),
        disabled: await count('disabled eq true'),
        mustChangePassword: await count('mustChangePassword eq true'),
        invited: await count('invitationExpiresAt pr'),
      })
      for (const { role, count: counted } of stats.roles) expect(counted).toBe(await count(`role eq "${role}"`))
      for (const { id, count: counted } of stats.organizations)
        expect(counted).toBe(await count(`organization.id eq "${id}"`))
      const { within1h, within2h, within3h, expired } = stats.invitations
      expect(within1h + within2h + within3h + expired).toBe(stats.states.invited)
      expect(expired).toBe(await count(`invitationExpiresAt le "${new Date().toISOString()}"`))
      expect(stats.createdByMonth).toHaveLength(24)
      expect(stats.createdByMonth.at(-1)?.month).toBe(new Date().toISOString().slice(0, 7))
      for (const { month, count: counted } of stats.createdByMonth)
        expect(counted).toBe(users.filter(({ createdAt }) => createdAt.startsWith(month)).length)
    }
  })

  test('are of one organization where it is named', async () => {
    const [organization] = (await list(admin, Organization, '/organizations?q=dunmore')).items
    const stats = Stats.parse((await admin('GET', `/stats?organizationId=${organization?.id ?? ''}`)).body)
    expect(stats.total).toBe(organization?.userCount)
    expect(trouble(await manager('GET', `/stats?organizationId=${organization?.id ?? ''}`))).toMatchObject({
      status: 400,
    })
  })
})
