import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Problem } from '../../../src-shared/wire/muster-api/problem.ts'
import { type Answer, type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, newUser, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 20 })
  admin = await server.as('admin')
})
afterAll(() => server.stop())

const raw = (content: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  admin('POST', '/users', { raw: content, headers })

/** Every refusal is a problem that says its request's id and nothing of the inside. */
function expectProblem(answer: Answer, status: number, code?: string): void {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  const problem = Problem.strict().parse(answer.body)
  expect(problem.requestId).toBe(answer.headers.get('x-request-id'))
  expect([answer.status, problem.status]).toEqual([status, status])
  if (code !== undefined) expect(problem.code).toBe(code)
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|src-server|SQLITE|at .*:\d+:\d+/)
}

describe('bodies', () => {
  test.each([
    '{',
    '{"userName":',
    'null',
    '[]',
    '"text"',
    '7',
    '{"userName":"a",}',
    "{'a':1}",
    '\u0000',
    '{"a":1}{"b":2}',
    'NaN',
  ])('%s is refused', async (content) => expectProblem(await raw(content), 400))

  test('no body where one is needed is refused', async () => {
    expectProblem(await raw(''), 400)
    expectProblem(await admin('POST', '/users'), 400)
  })

  test('a body where none is taken is refused, an empty object is not', async () => {
    const user = await create(admin)
    expectProblem(await admin('POST', `/users/${user.id}/invitation`, { body: { to: 'x' } }), 400)
    expect((await admin('POST', `/users/${user.id}/invitation`, { body: {} })).status).toBe(202)
  })

  test.each([
    ['userName', 7],
    ['userName', null],
    ['userName', ['a']],
    ['email', {}],
    ['displayName', false],
    ['role', 1],
    ['approved', 'yes'],
    ['approved', 1],
    ['organizationId', null],
    ['projectIds', 'abc'],
    ['projectIds', [1]],
    ['projectIds', { 0: 'a' }],
  ])('%s: %j is of the wrong type', async (field, value) => {
    const answer = await admin('POST', '/users', { body: { ...newUser(), [field]: value } })
    expectProblem(answer, 400, 'malformed')
    expect(Object.keys(trouble(answer).errors)[0]).toMatch(new RegExp(`^/${field}(/0)?$`))
  })

  test.each([
    'id',
    'etag',
    'organization',
    'emailConfirmed',
    'protection',
    'createdAt',
    'passwordHash',
    'toString',
    'constructor',
  ])('the field %s is refused, nested or not', async (field) => {
    const answer = await raw(JSON.stringify({ ...newUser(), [field]: 'x' }))
    expectProblem(answer, 400, 'malformed')
    expect(trouble(answer).errors).toEqual({ [`/${field}`]: 'unknown' })
  })

  test('keys that reach for prototypes are refused', async () => {
    const { userName, email } = newUser()
    const names = `"userName":"${userName}","email":"${email}"`
    expectProblem(await raw(`{${names},"__proto__":{"role":"admin"}}`), 400)
    expectProblem(await raw(`{${names},"constructor":{"prototype":{"role":"admin"}}}`), 400)
    expect(({} as { role?: string }).role).toBeUndefined()
  })

  test('unknown fields are named by pointers, whatever they are called', async () => {
    expect(trouble(await raw(JSON.stringify({ ...newUser(), 'a/b~c': 1, '': 2 }))).errors).toEqual({
      '/a~1b~0c': 'unknown',
      '/': 'unknown',
    })
  })

  test.each([33, 40, 10_000, 150_000])('nested %i deep is refused', async (depth) => {
    expectProblem(await raw('['.repeat(depth) + ']'.repeat(depth)), 400, 'json.depth')
    expectProblem(await raw('{"a":'.repeat(depth / 2) + '1' + '}'.repeat(depth / 2)), 400)
  })

  test('10 MB is refused, plain and packed, and so is what unpacks to more than 1 MiB', async () => {
    const large = JSON.stringify({ ...newUser(), displayName: 'x'.repeat(10_000_000) })
    expectProblem(await raw(large), 413, 'body_too_large')
    const packed = { 'content-encoding': 'gzip' }
    expectProblem(await raw(gzipSync(large), packed), 413, 'body_too_large')
    const bomb = gzipSync(Buffer.alloc(200_000_000, 0x20))
    expect(bomb.length).toBeLessThan(300_000)
    expectProblem(await raw(bomb, packed), 413, 'body_too_large')
    expect((await server.call('GET', '/healthz')).status).toBe(200)
  })

  test('bulk takes 8 MiB', async () => {
    const item = (size: number) => ({ op: 'create', body: { ...newUser(), displayName: 'x'.repeat(size) } })
    const some = await admin('POST', '/users/bulk', { body: { items: [item(4_000_000), item(3_000_000)] } })
    expect(some).toMatchObject({ status: 200, body: { results: [{ status: 422 }, { status: 422 }] } })
    expectProblem(await admin('POST', '/users/bulk', { body: { items: [item(9_000_000)] } }), 413)
  })

  test('gzip is taken, what is not gzip is refused', async () => {
    const packed = gzipSync(JSON.stringify(newUser()))
    expect((await raw(packed, { 'content-encoding': 'gzip' })).status).toBe(201)
    expectProblem(await raw(JSON.stringify(newUser()), { 'content-encoding': 'gzip' }), 400)
    expectProblem(await raw(packed.subarray(0, 20), { 'content-encoding': 'gzip' }), 400)
    expectProblem(await raw(packed, { 'content-encoding': 'br' }), 415)
  })

  test.each(['text/plain', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    '%s is refused',
    async (type) => expectProblem(await raw('userName=a', { 'content-type': type }), 415, 'media_type'),
  )
})

describe('addresses', () => {
  test.each([
    ['GET', '/users?unknown=1'],
    ['GET', '/users?limit=5&limit=6'],
    ['GET', '/users?q=a%00b'],
    ['GET', `/users?q=${'x'.repeat(201)}`],
    ['GET', '/users?count=yes'],
    ['GET', '/users?organizationId='],
    ['GET', '/meta?x'],
    ['GET', '/healthz?x=1'],
    ['GET', '/me?fields=id'],
    ['GET', '/stats?by=role'],
    ['GET', '/organizations?sort=name'],
    ['POST', '/sessions?next=1'],
    ['GET', '/users/delta?token='],
    ['GET', '/users/abcdef?fields=id'],
  ])('%s %s is refused', async (method, path) => {
    const body = method === 'POST' ? { body: { login: 'x', password: 'x' } } : {}
    expectProblem(await admin(method, path, body), 400, 'malformed')
  })

  test.each([
    ['GET', '/nothing'],
    ['GET', '/users/a/b/c'],
    ['PUT', '/users'],
    ['DELETE', '/users'],
    ['GET', '/sessions'],
    ['GET', '/../etc/passwd'],
  ])('%s %s is not found', async (method, path) => expectProblem(await admin(method, path), 404, 'not_found'))

  test('broken encodings and endless headers are refused', async () => {
    expectProblem(await admin('GET', '/users/%E0%A4%A'), 400)
    const endless = await admin('GET', `/users?q=${'x'.repeat(20_000)}`)
    expectProblem(endless, 431, 'headers_too_large')
  })
})

/** Says something to the server that is no request, and reads what comes back until it hangs up. */
function say(text: string): Promise<string> {
  const { port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
    let heard = ''
    socket.on('data', (chunk) => (heard += chunk.toString()))
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })
}

test('what is no HTTP is answered with a problem and hung up on', async () => {
  for (const text of [
    'hello\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET / HTTP/1.1\r\nbroken header\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001',
  ])
    expect(await say(text)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\ncontent-type: application\/problem\+json/)
})

test('whatever is sent to whatever endpoint, the answer is never 5xx', async () => {
  const user = await create(admin)
  const paths = [
    '/users',
    `/users/${user.id}`,
    '/users/bulk',
    '/me',
    '/sessions',
    '/sessions/refresh',
    '/password-resets',
    `/users/${user.id}/restore`,
  ]
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', "'", '"', '\\', '%', 'null'),
  )
  const names = fc.constantFrom(
    'userName',
    'email',
    'displayName',
    'role',
    'projectIds',
    'items',
    'op',
    'login',
    'password',
    'refreshToken',
  )
  const value = fc.oneof(text, fc.jsonValue({ maxDepth: 3 }), fc.constant([{ op: 'delete', id: 'x', ifMatch: 'y' }]))
  const body = fc.oneof(
    fc.dictionary(fc.oneof({ weight: 4, arbitrary: names }, text), value, { maxKeys: 6 }),
    fc.jsonValue(),
  )
  const search = fc.dictionary(
    fc.oneof(fc.constantFrom('limit', 'sort', 'filter', 'q', 'cursor', 'fields', 'organizationId'), text),
    text,
    { maxKeys: 4 },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('POST', 'PATCH', 'DELETE'),
      fc.constantFrom(...paths),
      body,
      async (method, path, content) => {
        const answer = await admin(method, path, { body: content, headers: { 'if-match': user.etag } })
        expect(answer.status).toBeLessThan(500)
      },
    ),
    { numRuns: 250 },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('/users', '/audit', '/projects', '/users/delta', '/stats'),
      search,
      async (path, asked) => {
        const answer = await admin('GET', `${path}?${new URLSearchParams(asked)}`)
        expect(answer.status).toBeLessThan(500)
      },
    ),
    { numRuns: 250 },
  )
  expect(server.log.filter(({ message }) => message === 'request failed')).toEqual([])
})

test('a hundred clients at once, reading and writing, are all answered', async () => {
  const clients = Array.from({ length: 100 }, async (_, at) => {
    const call = at % 3 === 0 ? admin : at % 3 === 1 ? await server.as('manager') : await server.as('partner')
    const answers = [
      await call('GET', '/users?limit=50&sort=-email'),
      await call('POST', '/users', { body: newUser() }),
      await call('GET', '/users?q=made&limit=10'),
    ]
    return answers.map(({ status }) => status)
  })
  for (const statuses of await Promise.all(clients)) expect(statuses).toEqual([200, 201, 200])
})

test('a defect is answered as one, and noted with the id of the request', async () => {
  const broken = await startServer({ users: 10 })
  const call = await broken.as('admin')
  await broken.context.db.schema.alterTable('failures').renameTo('elsewhere').execute()
  const answer = await broken.signIn('nobody', 'x')
  expectProblem(answer, 500, 'internal')
  const noted = broken.log.find(({ message }) => message === 'request failed')
  expect(noted?.facts).toMatchObject({
    requestId: answer.headers.get('x-request-id'),
    method: 'POST',
    path: '/v1/sessions',
  })
  expect((await call('GET', '/users?limit=1')).status).toBe(200)
  await broken.stop()
})
