import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, newUser, page, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 10 })
  admin = await server.as('admin')
})
afterAll(() => server.stop())

let count = 0
const newKey = () => `key-${++count}`
const post = (body: object, key: string, call = admin) =>
  call<UserBody>('POST', '/users', { body, headers: { 'idempotency-key': key } })
const withKey = (key: string, etag?: string) => ({ 'idempotency-key': key, ...(etag && { 'if-match': etag }) })

test('the same request with the same key is done once, and answered as the first time', async () => {
  const [body, key] = [newUser(), newKey()]
  const first = await post(body, key)
  const second = await post(body, key)
  expect(second.status).toBe(201)
  expect(second.body).toEqual(first.body)
  for (const name of ['location', 'etag']) expect(second.headers.get(name)).toBe(first.headers.get(name))
  expect((await page(admin, { filter: `userName eq "${body.userName}"` })).items).toHaveLength(1)
  await server.mails.next(body.email)
  await create(admin).then(({ email }) => server.mails.next(email))
  expect(server.mails.mails.filter(({ to }) => to === body.email)).toHaveLength(1)
})

test('a change answers with the version it made, also after others have changed the user', async () => {
  const user = await create(admin)
  const key = newKey()
  const change = { body: { displayName: 'Once' }, headers: withKey(key, user.etag) }
  const first = await admin<UserBody>('PATCH', `/users/${user.id}`, change)
  const other = { body: { displayName: 'Later' }, headers: { 'if-match': first.body.etag } }
  await admin('PATCH', `/users/${user.id}`, other)
  const again = await admin<UserBody>('PATCH', `/users/${user.id}`, change)
  expect([again.status, again.body]).toEqual([200, first.body])
  expect((await admin<UserBody>('GET', `/users/${user.id}`)).body.displayName).toBe('Later')
})

test('a deletion, a reset and a refusal are answered again too', async () => {
  const user = await create(admin)
  const reset = { headers: withKey(newKey()) }
  const first = await admin('POST', `/users/${user.id}/password-reset`, reset)
  expect(await admin('POST', `/users/${user.id}/password-reset`, reset)).toMatchObject({
    status: 202,
    body: first.body,
  })
  const { body } = await admin<UserBody>('GET', `/users/${user.id}`)
  const deletion = { headers: withKey(newKey(), body.etag) }
  const deleted = [
    await admin('DELETE', `/users/${user.id}`, deletion),
    await admin('DELETE', `/users/${user.id}`, deletion),
  ]
  expect(deleted.map(({ status }) => status)).toEqual([204, 204])

  const [taken, key] = [await create(admin), newKey()]
  const wanted = newUser({ userName: taken.userName })
  expect(trouble(await post(wanted, key))).toMatchObject({ status: 409, code: 'userName.taken' })
  await admin('DELETE', `/users/${taken.id}`, { headers: { 'if-match': taken.etag } })
  expect(trouble(await post(wanted, key))).toEqual({
    status: 409,
    code: 'userName.taken',
    errors: { '/userName': 'userName.taken' },
  })
  expect((await post(wanted, newKey())).status).toBe(201)
})

test('another request with the same key is refused', async () => {
  const key = newKey()
  const user = (await post(newUser(), key)).body
  const refusal = { status: 409, code: 'idempotency_key_reused' }
  expect(trouble(await post(newUser(), key))).toMatchObject(refusal)
  const change = { body: { displayName: 'x' }, headers: withKey(key, user.etag) }
  expect(trouble(await admin('PATCH', `/users/${user.id}`, change))).toMatchObject(refusal)
})

test('another version with the same key is another request', async () => {
  const [user, key] = [await create(admin), newKey()]
  const change = (etag: string) =>
    admin<UserBody>('PATCH', `/users/${user.id}`, { body: { displayName: 'x' }, headers: withKey(key, etag) })
  const { etag } = (await change(user.etag)).body
  expect(trouble(await change(etag))).toMatchObject({ status: 409, code: 'idempotency_key_reused' })
})

test('a refused version is not kept: the next try counts', async () => {
  const [user, key] = [await create(admin), newKey()]
  const change = { body: { displayName: 'Mine' }, headers: withKey(key, '"2"') }
  expect(trouble(await admin('PATCH', `/users/${user.id}`, change))).toMatchObject({ status: 412 })
  await admin('PATCH', `/users/${user.id}`, { body: { displayName: 'Other' }, headers: { 'if-match': user.etag } })
  expect((await admin('PATCH', `/users/${user.id}`, change)).status).toBe(200)
})

test('keys belong to the account', async () => {
  const [body, key] = [newUser(), newKey()]
  const manager = await server.as('manager')
  expect((await post(body, key)).status).toBe(201)
  expect(trouble(await post(body, key, manager))).toMatchObject({ status: 409, code: 'userName.taken' })
})

test('a key is forgotten after 24 hours', async () => {
  const [body, key] = [newUser(), newKey()]
  await post(body, key)
  server.advance(24 * 60 * 60 * 1000 + 1000)
  admin = await server.as('admin')
  expect(trouble(await post(body, key))).toMatchObject({ status: 409, code: 'userName.taken' })
  expect((await post(newUser(), newKey())).status).toBe(201)
})

test('a hundred times at once is once', async () => {
  const [body, key] = [newUser(), newKey()]
  const answers = await Promise.all(Array.from({ length: 100 }, () => post(body, key)))
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.id}`)).size).toBe(1)
})

test.each(['', 'a b', 'é', 'x'.repeat(256)])('"%.20s" is no key', async (key) => {
  const headers = { 'idempotency-key': encodeURI(key) === key ? key : Buffer.from(key).toString('latin1') }
  const { status, errors } = trouble(await admin('POST', '/users', { body: newUser(), headers }))
  expect({ status, errors }).toEqual({ status: 400, errors: { 'idempotency-key': 'idempotency-key.format' } })
})

test('the longest key is one', async () => {
  expect((await post(newUser(), '~'.repeat(255))).status).toBe(201)
})
