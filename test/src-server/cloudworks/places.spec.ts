import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NotificationListDto } from '../../../src-shared/wire/cloudworks/places.ts'
import type { UserForListDto } from '../../../src-shared/wire/cloudworks/users.ts'
import {
  callCloudworks,
  type CloudworksCall,
  cloudworksAs,
  createCloudworksUser,
  readCloudworksUser,
  updateOf,
} from '../../support/cloudworks.ts'
import { startServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let admin: CloudworksCall

beforeAll(async () => {
  server = await startServer()
  admin = await cloudworksAs(server, 'admin')
})
afterAll(() => server.stop())

interface Named {
  id: number
  name: string
}
const get = async <T>(path: string, call = admin) => (await call<T>('GET', path)).body

test('organizations and partners are listed, counted and found', async () => {
  const all = await get<{ data: Named[]; totalCount: number }>('/organizations?Limit=5')
  expect([all.data.length, all.totalCount]).toEqual([5, 12])
  const [first] = all.data
  expect(await get(`/organizations?Id=${first?.id ?? 0}`)).toEqual({ data: [first], totalCount: 1 })
  const dropdown = await get<Named[]>('/organizations/list?Search=alder')
  expect(dropdown.map(({ name }) => name)).toEqual(['Alder Clinic'])
  const partners = await get<{ data: (Named & { organizations: Named[] })[]; totalCount: number }>('/partner')
  expect(partners.totalCount).toBe(4)
  expect(partners.data.flatMap(({ organizations }) => organizations)).toHaveLength(12)
  const entities = await get<{ partnerId: number; partnerName: string }[]>('/partner/list')
  expect(entities.map(({ partnerId }) => partnerId)).toEqual(partners.data.map(({ id }) => id))
  const of = await get<Named[]>(`/organizations/list?PartnerId=${entities[0]?.partnerId ?? 0}`)
  expect(of).toHaveLength(partners.data[0]?.organizations.length ?? -1)
})

describe('bindings', () => {
  let user: UserForListDto
  let projects: Named[]
  beforeAll(async () => {
    user = await createCloudworksUser(admin)
    projects = (await get<{ data: Named[] }>(`/projects?OrganizationId=${user.organizationId}`)).data
  })
  const bound = async () => (await readCloudworksUser(admin, user.id)).boundProjects.map(({ projectId }) => projectId)
  const ids = (...at: number[]) => at.map((index) => projects[index]?.id ?? 0)

  test('POST binds, PUT takes away, and what is so already is refused as a whole', async () => {
    expect(projects).toHaveLength(5)
    const path = `/users/${user.id}/projects`
    expect((await admin('POST', path, ids(0, 1))).status).toBe(200)
    expect((await bound()).sort()).toEqual(ids(0, 1).sort())
    const again = await admin('POST', path, ids(2, 1))
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('already bound')])
    expect((await bound()).sort()).toEqual(ids(0, 1).sort())
    expect((await admin('PUT', path, ids(0))).status).toBe(200)
    expect((await admin('PUT', path, ids(0))).status).toBe(409)
    expect(await bound()).toEqual(ids(1))
  })

  test('work from the side of the project too', async () => {
    const path = `/projects/${ids(3)[0] ?? 0}/users`
    expect((await admin('POST', path, [user.id])).status).toBe(200)
    expect((await admin('POST', path, [user.id])).status).toBe(409)
    const members = await get<{ id: string }[]>(`/userprojects/users/list/${ids(3)[0] ?? 0}`)
    expect(members.map(({ id }) => id)).toContain(user.id)
    const [project] = (await get<{ data: { boundUsers: { userId: string }[] }[] }>(`/projects?Id=${ids(3)[0] ?? 0}`))
      .data
    expect(project?.boundUsers.map(({ userId }) => userId)).toContain(user.id)
    const mine = await get<(Named & { isBound: boolean })[]>(`/projects/list?UserId=${user.id}`)
    expect(mine.find(({ id }) => id === ids(3)[0])?.isBound).toBe(true)
    expect(mine).toHaveLength(5)
    expect((await admin('PUT', path, [user.id])).status).toBe(200)
    expect((await admin('PUT', path, [user.id])).status).toBe(409)
  })

  test('keep to the organization and to the role, and keep a role from changing', async () => {
    const foreign = (await get<{ data: (Named & { organizationId: number })[] }>('/projects?Limit=1000')).data
    const other = foreign.find(({ organizationId }) => organizationId !== user.organizationId)
    expect((await admin('POST', `/users/${user.id}/projects`, [other?.id])).status).toBe(400)
    await admin('POST', `/users/${user.id}/projects`, ids(4))
    const whole = updateOf(await readCloudworksUser(admin, user.id))
    const promoted = await admin('POST', '/users/update', { ...whole, role: 'Manager' })
    expect([promoted.status, promoted.body.detail]).toEqual([409, expect.stringContaining('unbind')])
    const manager = await createCloudworksUser(admin, { role: 'Manager', organizationId: user.organizationId })
    expect((await admin('POST', `/users/${manager.id}/projects`, ids(0))).status).toBe(400)
  })
})

test('the audit log is listed by offsets, filtered, and comes as a file', async () => {
  const user = await createCloudworksUser(admin)
  await callCloudworks(server)('POST', '/auth/login', { email: server.emailOf('partner'), password: 'wrong' })
  interface Log {
    data: NotificationListDto[]
    totalCount: number
  }
  const log = await get<Log>('/notifications/list?Limit=2')
  expect(log.data.map(({ category, actionStatus }) => [category, actionStatus])).toEqual([
    ['LoginFailed', 'failed'],
    ['AddedUser', 'succeeded'],
  ])
  expect(log.data[1]).toMatchObject({ username: 'mira-novak', actionMessage: `user.create ${user.username}` })
  const next = await get<Log>('/notifications/list?Limit=1&Offset=1')
  expect(next.data).toEqual([log.data[1]])
  const me = await get<{ data: { id: string } }>('/users/userinfo')
  const mine = await get<Log>(`/notifications/list?UserId=${me.data.id}&Limit=1000`)
  expect(mine.totalCount).toBe(mine.data.length)
  expect(new Set(mine.data.map(({ username }) => username))).toEqual(new Set(['mira-novak']))
  const later = new Date(server.now().getTime() + 60_000).toISOString()
  expect((await get<Log>(`/notifications/list?StartDate=${later}`)).totalCount).toBe(0)
  await admin('DELETE', `/users/${user.id}`)
  const gone = await get<Log>('/notifications/list?IsDeleted=true&Limit=1000')
  expect(gone.data.every(({ isDeleted }) => isDeleted)).toBe(true)
  const file = await get<{ content: string }>('/notifications/download?IsEmailEnabled=false')
  expect(Buffer.from(file.content, 'base64').toString()).toContain(user.username)
})

test('an account changes its own settings', async () => {
  const partner = await cloudworksAs(server, 'partner')
  const me = () => get<{ data: UserForListDto }>('/users/userinfo', partner).then(({ data }) => data)
  await partner('POST', '/users/togglenotificationmode', { mode: 'disable' })
  expect((await me()).isEmailNotificationEnabled).toBe(false)
  expect((await partner('POST', '/users/togglenotificationmode', { mode: 'maybe' })).status).toBe(400)
  await partner('POST', '/users/confirmemail', { newEmail: 'kestrel-new@made.example', mode: 'Change' })
  expect(await me()).toMatchObject({ email: 'kestrel-new@made.example', isEmailConfirmed: false })
  const token = new URL((await server.mails.next('kestrel-new@made.example')).link ?? '').searchParams.get('token')
  expect((await callCloudworks(server)('POST', '/users/verifyemail', { token, mode: 'Change' })).status).toBe(200)
  expect((await me()).isEmailConfirmed).toBe(true)
  const change = { password: server.passwordOf('partner'), newPassword: 'another good password' }
  expect((await partner('POST', '/users/changepassword', { ...change, password: 'wrong' })).status).toBe(400)
  expect((await partner('POST', '/users/changepassword', change)).status).toBe(200)
  const again = { email: 'kestrel-new@made.example', password: 'another good password' }
  const { body } = await callCloudworks(server)<{ token: string }>('POST', '/auth/login', again)
  expect((await callCloudworks(server, body.token)('POST', '/users/delete', {})).status).toBe(200)
  expect((await callCloudworks(server)('POST', '/auth/login', again)).status).toBe(401)
})
