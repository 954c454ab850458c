import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StreamEnd, UserBody, UserDelta } from '../../../src-shared/wire/muster-api/users.ts'
import { tidyUp } from '../../../src-server/store/upkeep.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { allPages, create, page, query, stream, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 120 })
  admin = await server.as('admin')
})
afterAll(() => server.stop())

async function delta(token: string, call = admin, limit = 1000) {
  const answer = await call('GET', `/users/delta?${query({ token, limit })}`)
  expect(answer.status).toBe(200)
  return UserDelta.parse(answer.body)
}
const tokenOf = async (call = admin) => (await call<{ delta: string }>('GET', '/users/delta')).body.delta
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id)

/** Reads all that has changed since a token. */
async function follow(token: string, call = admin, limit = 7) {
  const items = []
  for (let at = token; ;) {
    const part = await delta(at, call, limit)
    items.push(...part.items)
    if (part.delta !== undefined) return { items, delta: part.delta }
    at = part.next ?? ''
  }
}

describe('stream', () => {
  test('has all users that a list has, in its order, and ends with the token of the change feed', async () => {
    const answer = await admin<string>('GET', '/users?sort=-email', { headers: { accept: 'application/x-ndjson' } })
    expect(answer.headers.get('content-type')).toMatch(/^application\/x-ndjson/)
    const lines = answer.body.trimEnd().split('\n')
    const last = StreamEnd.parse(JSON.parse(lines.pop() ?? ''))
    const users = lines.map((line) => UserBody.strict().parse(JSON.parse(line)))
    expect(users).toEqual(await allPages(admin, { sort: '-email', limit: 1000 }))
    expect((await delta(last.delta)).items).toEqual([])
  })

  test('takes filter, search, organization and fields, by the rights of the account', async () => {
    const partner = await server.as('partner')
    const { users } = await stream(partner)
    expect(new Set(users.map(({ partner: { name } }) => name))).toEqual(new Set(['Kestrel IT']))
    const [one] = users
    const asked = { q: 'clinic', filter: 'role eq "user"', organizationId: one?.organization.id ?? '', fields: 'email' }
    const narrow = await stream(partner, asked)
    expect(ids(narrow.users)).toEqual(ids((await page(partner, { ...asked, limit: 1000 })).items))
    for (const user of narrow.users) expect(Object.keys(user).sort()).toEqual(['email', 'etag', 'id'])
  })

  test.each(['limit=5', 'cursor=x', 'count=true', 'sort=nothing', 'filter=nothing', 'foo=1'])(
    '%s is refused before anything is sent',
    async (asked) => {
      const answer = await admin('GET', `/users?${asked}`, { headers: { accept: 'application/x-ndjson' } })
      expect(answer.status).toBe(400)
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    },
  )

  test('what changes while it is read is told by its token', async () => {
    const response = await fetch(`${server.url}/v1/users`, {
      headers: { authorization: `Bearer ${await tokenForAdmin()}`, accept: 'application/x-ndjson' },
    })
    const changed = await create(admin)
    const text = await response.text()
    const { delta: token } = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as { delta: string }
    expect(ids((await follow(token)).items)).toContain(changed.id)
  })

  const tokenForAdmin = async () => {
    const { login, password } = server.admin
    return (await server.signIn(login, password)).body.accessToken
  }
})

describe('delta', () => {
  test('tells each changed user once, as it is now, and deleted ones as gone', async () => {
    const token = await tokenOf()
    const [edited, deleted, restored, untouched] = [
      await create(admin, { displayName: 'One' }),
      await create(admin),
      await create(admin),
      await server.find('role eq "user" and protection eq null'),
    ]
    const twice = { body: { displayName: 'Two' }, headers: { 'if-match': edited.etag } }
    await admin('PATCH', `/users/${edited.id}`, twice)
    for (const user of [deleted, restored])
      await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })
    await admin('POST', `/users/${restored.id}/restore`)
    const { items, delta: next } = await follow(token)
    expect(items.filter((item) => !('gone' in item) && item.userName === 'mira-novak')).toEqual([])
    expect(ids(items).sort()).toEqual([edited.id, deleted.id, restored.id].sort())
    expect(items.find(({ id }) => id === edited.id)).toMatchObject({ displayName: 'Two', etag: '"2"' })
    expect(items.find(({ id }) => id === deleted.id)).toEqual({ id: deleted.id, gone: true })
    expect(items.find(({ id }) => id === restored.id)).toMatchObject({ deletedAt: null })
    expect(ids(items)).not.toContain(untouched.id)
    expect((await delta(next)).items).toEqual([])
  })

  test('a refused or empty change is no change; a sign-in is one that leaves the version', async () => {
    const user = await create(admin)
    const token = await tokenOf()
    const headers = { 'if-match': user.etag }
    await admin('PATCH', `/users/${user.id}`, { headers, body: { userName: 'not good' } })
    await admin('PATCH', `/users/${user.id}`, { headers, body: { userName: user.userName } })
    expect((await delta(token)).items).toEqual([])
    server.advance(2 * 60 * 60 * 1000)
    admin = await server.as('admin')
    const before = await server.find('userName eq "henrik-brandt"')
    await server.as('manager')
    await server.as('manager')
    const { items } = await follow(token)
    expect(ids(items).filter((id) => id === before.id)).toHaveLength(1)
    const after = items.find(({ id }) => id === before.id)
    expect(after).toMatchObject({ etag: before.etag })
    expect(after && 'lastSignInAt' in after && after.lastSignInAt).not.toBe(before.lastSignInAt)
  })

  test('a new member of a project has changed', async () => {
    const user = await create(admin)
    const listed = await admin<{ items: { id: string; organization: { id: string } }[] }>('GET', '/projects')
    const project = listed.body.items.find(({ organization }) => organization.id === user.organization.id)
    const token = await tokenOf()
    await admin('PUT', `/projects/${project?.id ?? ''}/members/${user.id}`)
    await admin('PUT', `/projects/${project?.id ?? ''}/members/${user.id}`)
    expect((await follow(token)).items).toMatchObject([{ id: user.id, etag: '"2"', projects: [{ id: project?.id }] }])
  })

  test('a copy that follows is the list, whatever happens', async () => {
    const partner = await server.as('partner')
    const { users, delta: first } = await stream(partner)
    const copy = new Map(users.map((user) => [user.id, user]))
    let token = first
    for (let round = 0; round < 6; round++) {
      for (const one of [...copy.values()]
        .filter((user) => user.role === 'user' && !user.protection)
        .slice(round * 3, round * 3 + 3)) {
        const headers = { 'if-match': one.etag }
        if (round % 2) await admin('DELETE', `/users/${one.id}`, { headers })
        else await admin('PATCH', `/users/${one.id}`, { headers, body: { displayName: `Round ${round}` } })
      }
      await create(admin)
      await create(admin, {
        organizationId: (await server.find('organization.name eq "Elbe Shipping"')).organization.id,
      })
      const { items, delta: next } = await follow(token, partner, 4)
      for (const item of items) {
        if ('gone' in item) copy.delete(item.id)
        else copy.set(item.id, item)
      }
      token = next
      const list = await allPages(partner, { limit: 1000, sort: 'id' })
      expect([...copy.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(list)
    }
  })

  test('a foreign or broken token, and one of another role or scope, is of no use: 410', async () => {
    const other = await startServer({ users: 10 })
    const foreign = await other.as('admin')
    const token = await tokenOf()
    const partner = await server.as('partner')
    const refusal = { status: 410, code: 'delta_expired' }
    for (const answer of [
      await foreign('GET', `/users/delta?token=${token}`),
      await partner('GET', `/users/delta?token=${token}`),
      await admin('GET', `/users/delta?token=${await tokenOf(partner)}`),
      await admin('GET', '/users/delta?token=abc'),
      await admin('GET', `/users/delta?token=${(await page(admin, { limit: 1 })).next ?? ''}`),
    ])
      expect(trouble(answer)).toMatchObject(refusal)
    await other.stop()
  })

  test('after its role has changed, an account reads everything again', async () => {
    const token = await tokenOf(await server.as('manager'))
    await server.context.db
      .updateTable('users')
      .set({ role: 'partner' })
      .where('userName', '=', 'henrik-brandt')
      .execute()
    const promoted = await server.as('manager')
    expect(trouble(await promoted('GET', `/users/delta?token=${token}`))).toMatchObject({ status: 410 })
  })

  test('a token that is older than the memory of deleted users is refused', async () => {
    const user = await create(admin)
    const old = await tokenOf()
    await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })
    const fresh = await tokenOf()
    server.advance(31 * 24 * 60 * 60 * 1000)
    await tidyUp(server.context)
    admin = await server.as('admin')
    expect(trouble(await admin('GET', `/users/delta?token=${old}`))).toMatchObject({
      status: 410,
      code: 'delta_expired',
    })
    expect((await admin('GET', `/users/delta?token=${fresh}`)).status).toBe(200)
  })
})
