import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BulkAnswer } from '../../../src-shared/wire/muster-api/bulk.ts'
import type { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, newUser, page, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 20 })
  admin = await server.as('admin')
})
afterAll(() => server.stop())

async function bulk(items: object[], headers: Record<string, string> = {}, call = admin) {
  const answer = await call('POST', '/users/bulk', { body: { items }, headers })
  expect(answer.status).toBe(200)
  return BulkAnswer.parse(answer.body).results
}
const read = async (id: string) => (await admin<UserBody>('GET', `/users/${id}`)).body

test('each item is done on its own, in order, and what is refused stops nothing', async () => {
  const [changed, deleted, invited, reset] = [
    await create(admin),
    await create(admin),
    await create(admin),
    await create(admin),
  ]
  const fresh = newUser()
  const results = await bulk([
    { op: 'create', body: fresh },
    { op: 'create', body: { ...newUser(), userName: fresh.userName } },
    { op: 'update', id: changed.id, ifMatch: changed.etag, body: { displayName: 'By the dozen' } },
    { op: 'update', id: changed.id, ifMatch: changed.etag, body: { displayName: 'Too late' } },
    { op: 'update', id: changed.id, body: { displayName: 'No version' } },
    { op: 'update', id: changed.id, ifMatch: '"2"', body: { userName: 'no good' } },
    { op: 'delete', id: deleted.id, ifMatch: deleted.etag },
    { op: 'restore', id: deleted.id },
    { op: 'invite', id: invited.id },
    { op: 'reset', id: reset.id, ifMatch: reset.etag },
    { op: 'delete', id: 'zzzzzz', ifMatch: '"1"' },
  ])
  expect(results.map(({ status, problem }) => [status, problem?.code])).toEqual([
    [201, undefined],
    [409, 'userName.taken'],
    [200, undefined],
    [412, 'version_mismatch'],
    [428, 'precondition_required'],
    [422, 'userName.charset'],
    [204, undefined],
    [200, undefined],
    [202, undefined],
    [202, undefined],
    [404, 'not_found'],
  ])
  expect(results.map(({ index }) => index)).toEqual(results.map((_, at) => at))
  expect(results[2]).toMatchObject({ id: changed.id, etag: '"2"' })
  expect(results[3]?.problem?.current).toMatchObject({ displayName: 'By the dozen', etag: '"2"' })
  expect(results[5]?.problem?.errors).toMatchObject([{ pointer: '/userName' }])
  expect(await read(changed.id)).toMatchObject({ displayName: 'By the dozen', userName: changed.userName })
  expect(await read(deleted.id)).toMatchObject({ deletedAt: null, etag: '"3"' })
  expect(await read(reset.id)).toMatchObject({ mustChangePassword: true })
  expect((await page(admin, { filter: `userName eq "${fresh.userName}"` })).items.map(({ id }) => id)).toEqual([
    results[0]?.id,
  ])
  await server.mails.next(fresh.email)
})

describe('keys', () => {
  test('an item sent again with its key is answered as the first time, wherever it stands', async () => {
    const user = await create(admin)
    const items = [
      { op: 'create', body: newUser(), key: 'bulk-a' },
      { op: 'update', id: user.id, ifMatch: user.etag, body: { displayName: 'Keyed' }, key: 'bulk-b' },
      { op: 'create', body: newUser({ role: 'king' }), key: 'bulk-c' },
    ]
    const first = await bulk(items)
    const again = await bulk([...items].reverse())
    const strip = (results: typeof first) => results.map(({ status, id, etag }) => ({ status, id, etag }))
    expect(strip(again.reverse())).toEqual(strip(first))
    expect((await bulk([{ ...items[1], body: { displayName: 'Other' } }]))[0]).toMatchObject({
      status: 409,
      problem: { code: 'idempotency_key_reused' },
    })
  })

  test('a key of an item is the key of the same single request', async () => {
    const user = await create(admin)
    const body = { displayName: 'Either way' }
    await bulk([{ op: 'update', id: user.id, ifMatch: user.etag, body, key: 'either' }])
    const headers = { 'if-match': user.etag, 'idempotency-key': 'either' }
    expect(await admin('PATCH', `/users/${user.id}`, { body, headers })).toMatchObject({
      status: 200,
      body: { etag: '"2"' },
    })
  })

  test('the key of the request stands in for those that items do not have', async () => {
    const items = [
      { op: 'create', body: newUser() },
      { op: 'create', body: newUser() },
    ]
    const headers = { 'idempotency-key': 'whole-request' }
    const first = await bulk(items, headers)
    expect(await bulk(items, headers)).toEqual(first)
  })
})

test('rights are those of single requests', async () => {
  const manager = await server.as('manager')
  const boss = await create(admin, { role: 'manager' })
  const results = await bulk(
    [
      { op: 'delete', id: boss.id, ifMatch: boss.etag },
      { op: 'update', id: boss.id, ifMatch: boss.etag, body: { role: 'user' } },
      { op: 'create', body: newUser({ approved: true }) },
      { op: 'create', body: newUser() },
    ],
    {},
    manager,
  )
  expect(results.map(({ problem }) => problem?.code)).toEqual([
    'delete_manager_denied',
    'demote_denied',
    'approve_denied',
    undefined,
  ])
  const user = await server.as('user')
  expect((await bulk([{ op: 'create', body: newUser() }], {}, user))[0]).toMatchObject({ status: 403 })
})

test('a thousand items are taken, one more is not; a form that is wrong refuses the whole', async () => {
  const items = Array.from({ length: 1000 }, () => ({ op: 'create', body: newUser() }))
  const results = await bulk(items)
  expect(results.every(({ status }) => status === 201)).toBe(true)
  const more = await admin('POST', '/users/bulk', { body: { items: [...items, items[0]] } })
  expect(trouble(more)).toMatchObject({ status: 400, errors: { '/items': 'items.range' } })
  const wrong = [
    { items: [] },
    {},
    { items: [{ op: 'explode', id: 'x' }] },
    { items: [{ op: 'create', body: newUser({ nickname: 'x' }) }] },
    { items: [{ op: 'delete', id: 'x', body: {} }] },
    { items: [{ op: 'create', body: newUser(), key: 'a b' }] },
  ]
  for (const body of wrong) expect((await admin('POST', '/users/bulk', { body })).status).toBe(400)
  const unknown = await admin('POST', '/users/bulk', {
    body: { items: [{ op: 'update', id: 'x', body: { nick: 1 } }] },
  })
  expect(trouble(unknown).errors).toEqual({ '/items/0/body/nick': 'unknown' })
}, 60_000)

test('others are answered while many items are worked on', async () => {
  const items = Array.from({ length: 200 }, () => ({ op: 'create', body: newUser() }))
  const work = { isDone: false, results: bulk(items).finally(() => (work.isDone = true)) }
  let answered = 0
  while (!work.isDone) {
    const { status } = await server.call('GET', '/healthz')
    if (status === 200) answered++
  }
  await work.results
  expect(answered).toBeGreaterThan(1)
})
