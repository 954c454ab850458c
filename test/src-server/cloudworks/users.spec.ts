import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goodPassword, setPassword } from '../../support/accounts.ts'
import {
  callCloudworks,
  type CloudworksCall,
  cloudworksAs,
  createCloudworksUser,
  newCloudworksUser,
  readCloudworksUser,
  updateOf,
  type UserPageDto,
} from '../../support/cloudworks.ts'
import { startServer, type TestServer } from '../../support/server.ts'

let server: TestServer
let admin: CloudworksCall

beforeAll(async () => {
  server = await startServer({ users: 130 })
  admin = await cloudworksAs(server, 'admin')
})
afterAll(() => server.stop())

const list = async (query = '', call = admin) => (await call<UserPageDto>('GET', `/users${query}`)).body

describe('the list', () => {
  test('without a limit has 50 rows, and always counts all', async () => {
    const first = await list()
    expect([first.data.length, first.totalCount]).toEqual([50, 130])
    const rest = await list('?Offset=50&Limit=1000')
    expect(rest.data).toHaveLength(80)
    const ids = new Set([...first.data, ...rest.data].map(({ id }) => id))
    expect(ids.size).toBe(130)
    expect((await list('?Offset=1000')).data).toEqual([])
    expect(await list('?Limit=0')).toEqual({ data: [], totalCount: 130 })
  })

  test('is sorted, searched and kept to an organization; names of parameters are taken in any case', async () => {
    const names = (await list('?sortBy=username&SORTDIRECTION=desc&Limit=1000')).data.map(({ username }) => username)
    expect(names).toEqual([...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? 1 : -1)))
    const found = await list('?Search=MIRA-NOVAK')
    expect(found.data.map(({ username }) => username)).toEqual(['mira-novak'])
    const organizationId = found.data[0]?.organizationId ?? 0
    const own = await list(`?OrganizationId=${organizationId}&Limit=1000`)
    expect(new Set(own.data.map((user) => user.organizationId))).toEqual(new Set([organizationId]))
    expect(own.totalCount).toBe(own.data.length)
  })

  test('has one user by its id, and nobody by another', async () => {
    const [user] = (await list('?Limit=1')).data
    expect(await list(`?Id=${user?.id ?? ''}`)).toEqual({ data: [user], totalCount: 1 })
    expect(await list('?Id=11111111-2222-3333-4444-555555555555')).toEqual({ data: [], totalCount: 0 })
  })

  test('pages of a few organizations fit together like those of all', async () => {
    const partner = await cloudworksAs(server, 'partner')
    const all = await list('?Limit=1000&SortBy=email', partner)
    const pages = []
    for (let offset = 0; offset < all.totalCount; offset += 7)
      pages.push(...(await list(`?Limit=7&Offset=${offset}&SortBy=email`, partner)).data)
    expect(pages).toEqual(all.data)
  })

  test('what it does not know is refused rather than passed over', async () => {
    for (const query of ['?FilterBy=x', '?SortBy=shoeSize', '?Limit=-1', '?Offset=x'])
      expect((await admin('GET', `/users${query}`)).status).toBe(400)
    expect((await admin('GET', '/users?Whatever=1')).status).toBe(200)
  })

  test('is not for accounts that only see themselves; userinfo is', async () => {
    const user = await cloudworksAs(server, 'user')
    expect((await user('GET', '/users')).status).toBe(403)
    const { body } = await user<{ data: { username: string } }>('GET', '/users/userinfo')
    expect(body.data.username).toBe('greta-byrne')
  })

  test('comes as names to choose from, and as a file', async () => {
    const { body } = await admin<{ id: string; name: string; isBound: boolean }[]>('GET', '/users/list')
    expect(body).toHaveLength(130)
    const file = (await admin<{ content: string }>('GET', '/users/export')).body
    expect(Buffer.from(file.content, 'base64').toString().trimEnd().split('\r\n')).toHaveLength(131)
  })
})

describe('a new user', () => {
  test('is invited by mail, and answered by its id', async () => {
    const body = newCloudworksUser({ role: 'Manager' })
    const answer = await admin<{ id: string; isError: boolean }>('POST', '/users/create', body)
    expect(answer.body.isError).toBe(false)
    expect(await readCloudworksUser(admin, answer.body.id)).toMatchObject({ ...body, isApprovedByPartner: true })
    await setPassword((await server.mails.next(body.email)).link)
    const login = { email: body.email, password: goodPassword }
    expect((await callCloudworks(server)('POST', '/auth/login', login)).status).toBe(200)
  })

  test('whose name or address is taken is refused with words that name it', async () => {
    const { username, email } = await createCloudworksUser(admin)
    const byName = await admin('POST', '/users/create', newCloudworksUser({ username: username.toUpperCase() }))
    expect(byName.status).toBe(409)
    expect(byName.body.detail).toContain(`${username.toUpperCase()} already exists`)
    const byAddress = await admin('POST', '/users/create', newCloudworksUser({ email }))
    expect(byAddress.body.detail).toContain(`${email} already exists`)
  })

  test('without what is needed, or against a rule, is refused as a problem', async () => {
    for (const more of [{ username: null }, { email: 'x' }, { role: 'Autoscaler' }, { organizationId: 5 }]) {
      const answer = await admin('POST', '/users/create', newCloudworksUser(more))
      expect(answer.status).toBe(400)
      expect(answer.headers.get('content-type')).toContain('application/problem+json')
    }
    expect((await admin('POST', '/users/create', newCloudworksUser({ role: 'Emperor' }))).status).toBe(400)
  })
})

describe('an update', () => {
  test('replaces the whole user: a level that is left out is taken back', async () => {
    const user = await createCloudworksUser(admin)
    const without = { ...updateOf(user), isApprovedByPartner: undefined }
    expect((await admin('POST', '/users/update', without)).status).toBe(200)
    expect(await readCloudworksUser(admin, user.id)).toEqual({ ...user, isApprovedByPartner: false })
    await admin('POST', '/users/update', { ...updateOf(user), disable: true, displayName: 'Renamed' })
    expect(await readCloudworksUser(admin, user.id)).toMatchObject({
      isApprovedByPartner: true,
      isLocked: true,
      displayName: 'Renamed',
    })
  })

  test('sets the reset and takes it back, and the old password is good again', async () => {
    const user = await createCloudworksUser(admin)
    await setPassword((await server.mails.next(user.email)).link)
    const login = async () =>
      (await callCloudworks(server)('POST', '/auth/login', { email: user.email, password: goodPassword })).status
    // who sees no list may sign in all the same
    expect(await login()).toBe(200)
    const whole = updateOf(await readCloudworksUser(admin, user.id))
    await admin('POST', '/users/update', { ...whole, forceToResetPassword: true })
    expect(await login()).toBe(403)
    const { link } = await server.mails.next(user.email)
    await admin('POST', '/users/update', { ...whole, forceToResetPassword: true, displayName: 'Still' })
    expect((await readCloudworksUser(admin, user.id)).isForcedToResetPassword).toBe(true)
    await admin('POST', '/users/update', { ...whole, forceToResetPassword: false })
    expect(await login()).toBe(200)
    expect((await setPassword(link)).status).not.toBe(200)
    await admin('POST', '/users/force-to-reset', { id: user.id })
    expect(await login()).toBe(403)
  })

  test('that changes nothing is taken, of a partner too, and leaves no trace', async () => {
    const [partner] = (await list('?Limit=1000')).data.filter(({ role }) => role === 'Partner')
    if (!partner) throw new Error('there is no partner')
    expect((await admin('POST', '/users/update', updateOf(partner))).status).toBe(200)
    expect((await admin('POST', '/users/update', { ...updateOf(partner), displayName: 'X' })).status).toBe(403)
  })

  test('follows the rights of the role', async () => {
    const manager = await cloudworksAs(server, 'manager')
    const user = await createCloudworksUser(manager)
    expect(user.isApprovedByPartner).toBe(false)
    const update = async (more: object) =>
      (await manager('POST', '/users/update', { ...updateOf(user), ...more })).status
    expect(await update({ isApprovedByPartner: true })).toBe(403)
    expect(await update({ displayName: 'Allowed' })).toBe(200)
    const others = (await list('?Limit=1000')).data.find(({ organizationId }) => organizationId !== user.organizationId)
    expect((await manager('POST', '/users/update', updateOf(others ?? user))).status).toBe(404)
  })

  test('is disabled and deleted by calls of their own', async () => {
    const user = await createCloudworksUser(admin)
    await admin('POST', '/users/disable', { id: user.id, disable: true })
    expect((await readCloudworksUser(admin, user.id)).isLocked).toBe(true)
    expect((await admin('DELETE', `/users/${user.id}`)).status).toBe(200)
    expect((await admin('DELETE', `/users/${user.id}`)).status).toBe(404)
    expect((await list(`?Id=${user.id}`)).totalCount).toBe(0)
  })
})

test('a call that there is not, and a body that is none, are answered as problems', async () => {
  const url = `${server.cloudworks}/api/v1`
  const answers = await Promise.all([
    fetch(`${url}/accounts`),
    fetch(`${url}/auth/login`, { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } }),
    fetch(`${url}/auth/login`, { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } }),
  ])
  expect(answers.map(({ status }) => status)).toEqual([404, 400, 415])
  for (const answer of answers) expect(answer.headers.get('content-type')).toContain('application/problem+json')
})
