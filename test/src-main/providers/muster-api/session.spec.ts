import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMemoryVault } from '../../../../src-main/connections/vault.ts'
import { createHttp } from '../../../../src-main/providers/http.ts'
import { createSession, type MusterSession } from '../../../../src-main/providers/muster-api/session.ts'
import type { Vault } from '../../../../src-main/providers/provider.ts'
import { Failed } from '../../../../src-shared/failure.ts'
import { serve, type TestServer } from '../../../support/http-server.ts'

interface Seen {
  path: string
  key: string | undefined
  body: string
}

const me = {
  id: 'u1',
  userName: 'anna',
  displayName: null,
  email: 'anna@example.org',
  emailConfirmed: true,
  role: 'admin',
  organization: { id: 'o1', name: 'One' },
  partner: { id: 'p1', name: 'P' },
  notices: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  lastSignInAt: null,
  etag: '"1"',
}

let server: TestServer
let seen: Seen[]
let vault: Vault
let session: MusterSession
/** The access token that the server takes, and what it does with a refresh. */
let valid: string
let refresh: 'works' | 'refused' | 'fails'

beforeEach(async () => {
  seen = []
  valid = 'a0'
  refresh = 'works'
  let pairs = 0
  server = await serve((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const path = request.url ?? ''
      seen.push({ path, key: request.headers['idempotency-key'] as string | undefined, body })
      const answer = (status: number, value: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
      if (path === '/v1/sessions/refresh' && refresh === 'refused') return answer(401, { code: 'token_expired' })
      if (path === '/v1/sessions/refresh' && refresh === 'fails') return response.writeHead(503).end()
      if (path.startsWith('/v1/sessions') && request.method === 'POST') {
        valid = `a${++pairs}`
        return answer(201, { accessToken: valid, expiresIn: 900, refreshToken: `r${pairs}`, refreshExpiresIn: 9, me })
      }
      if (request.headers.authorization !== `Bearer ${valid}`) return answer(401, { code: 'token_expired' })
      return answer(200, { path })
    })
  })
  vault = createMemoryVault()
  let keys = 0
  const http = createHttp({ address: server.address, fetch, userAgent: 'test' })
  session = createSession(http, vault, () => `key${++keys}`)
})
afterEach(() => server.stop())

const get = (path: string) => session.send({ method: 'GET', path })
const refreshes = () => seen.filter(({ path }) => path === '/v1/sessions/refresh')

test('signing in keeps the refresh token, and answers the account', async () => {
  const account = await session.signIn({ login: 'anna', password: 'p' })
  expect(account).toEqual({
    id: 'u1',
    userName: 'anna',
    role: 'admin',
    organization: me.organization,
    partner: me.partner,
  })
  expect(await vault.load()).toBe('{"refreshToken":"r1","key":null}')
  expect((await get('/v1/me')).status).toBe(200)
})

test('an expired access token is renewed exactly once for any number of waiting requests', async () => {
  await session.signIn({ login: 'anna', password: 'p' })
  valid = 'another'
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => get(`/v1/${at}`)))
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(refreshes()).toHaveLength(1)
})

test('the key of a refresh is stored before it is sent, and sent again after a crash', async () => {
  await vault.save('{"refreshToken":"r0","key":null}')
  refresh = 'fails'
  await expect(session.resume()).rejects.toThrow(Failed)
  expect(await vault.load()).toBe('{"refreshToken":"r0","key":"key1"}')
  refresh = 'works'
  await session.resume()
  expect(refreshes().map(({ key, body }) => [key, body])).toEqual([
    ['key1', '{"refreshToken":"r0"}'],
    ['key1', '{"refreshToken":"r0"}'],
  ])
  expect(await vault.load()).toBe('{"refreshToken":"r1","key":null}')
})

test('a refresh that is refused signs out for good', async () => {
  await vault.save('{"refreshToken":"r0","key":null}')
  refresh = 'refused'
  await expect(session.resume()).rejects.toMatchObject({ failure: { kind: 'unauthorized', code: 'expired' } })
  expect(await vault.load()).toBeNull()
  await expect(get('/v1/me')).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
})

test('without a saved sign-in there is nothing to resume', async () => {
  expect(await session.resume()).toBeNull()
  expect(seen).toEqual([])
})

test('an entry that cannot be read is told as corrupt', async () => {
  await vault.save('{"refresh')
  await expect(session.resume()).rejects.toMatchObject({ failure: { kind: 'keychain', state: 'corrupt' } })
})

test('signing out forgets both tokens', async () => {
  await session.signIn({ login: 'anna', password: 'p' })
  await session.signOut()
  expect(await vault.load()).toBeNull()
  expect(seen.at(-1)?.path).toBe('/v1/sessions/current')
  await expect(get('/v1/me')).rejects.toMatchObject({ failure: { kind: 'unauthorized', code: 'expired' } })
})
