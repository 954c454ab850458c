import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../support/server.ts'
import { trouble } from '../../support/users.ts'

/** One believes the proxy on loopback, one nobody. */
let behind: TestServer
let open: TestServer

beforeAll(async () => {
  behind = await startServer({ users: 5, hasMail: false, trustedProxies: ['127.0.0.1', '10.0.0.0/8'] })
  open = await startServer({ users: 5, hasMail: false })
})
afterAll(async () => {
  await behind.stop()
  await open.stop()
})

const signIn = (server: TestServer, password: string, forwarded: string) =>
  server.call<{ accessToken: string }>('POST', '/sessions', {
    body: { login: server.admin.login, password },
    headers: { 'x-forwarded-for': forwarded, 'x-forwarded-proto': 'https' },
  })

async function addressOf(server: TestServer, forwarded: string): Promise<string | undefined> {
  const { accessToken } = (await signIn(server, server.admin.password, forwarded)).body
  type Sessions = { items: { address: string; current: boolean }[] }
  const { body } = await server.withToken(accessToken)<Sessions>('GET', '/me/sessions')
  return body.items.find(({ current }) => current)?.address
}

test('the address that a trusted proxy names is the one that came first from outside', async () => {
  expect(await addressOf(behind, '203.0.113.7')).toBe('203.0.113.7')
  expect(await addressOf(behind, '203.0.113.7, 10.1.2.3')).toBe('203.0.113.7')
  // what somebody outside has written himself stands before what the proxy saw
  expect(await addressOf(behind, '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7')
})

test('nobody else is believed', async () => {
  expect(await addressOf(open, '203.0.113.7')).toBe('127.0.0.1')
})

test('behind a proxy one address is locked out, and no other', async () => {
  for (let tries = 0; tries < 10; tries++) await signIn(behind, 'wrong', '203.0.113.66')
  expect(trouble(await signIn(behind, behind.admin.password, '203.0.113.66')).status).toBe(429)
  expect((await signIn(behind, behind.admin.password, '203.0.113.67')).status).toBe(201)
})

test('without a trusted proxy a made-up address does not get round the lock', async () => {
  for (let tries = 0; tries < 10; tries++) await signIn(open, 'wrong', `203.0.113.${tries}`)
  expect(trouble(await signIn(open, open.admin.password, '203.0.113.99')).status).toBe(429)
})
