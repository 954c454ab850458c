import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GetToken } from '../../../src-shared/wire/cloudworks/auth.ts'
import { goodPassword } from '../../support/accounts.ts'
import { callCloudworks, type CloudworksCall, cloudworksAs, createCloudworksUser } from '../../support/cloudworks.ts'
import { startServer, type TestServer } from '../../support/server.ts'

const minute = 60_000
let server: TestServer
let nobody: CloudworksCall

beforeAll(async () => {
  server = await startServer()
  nobody = callCloudworks(server)
})
afterAll(() => server.stop())

const login = (email = server.emailOf('admin'), password = server.passwordOf('admin')) =>
  nobody<GetToken>('POST', '/auth/login', { email, password })

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}

test('the token is a JWT whose claims tell who it is and until when', async () => {
  const { status, body } = await login()
  expect(status).toBe(200)
  expect(body).toMatchObject({ twoFaEnabled: false, isForcedToEnabled2Fa: false })
  const claims = claimsOf(body.token)
  expect(claims).toMatchObject({ unique_name: 'mira-novak', role: 'Admin', email: server.emailOf('admin') })
  expect(claims.nameid).toMatch(/^[\da-f]{8}-[\da-f]{4}-8000-8000-[\da-f]{12}$/)
  expect(Number(claims.exp) - Number(claims.iat)).toBe(900)
})

test('a wrong password, and what is missing, are told apart', async () => {
  expect((await login(server.emailOf('partner'), 'wrong')).status).toBe(401)
  expect((await nobody('POST', '/auth/login', { email: 'a@b.example' })).status).toBe(400)
  expect((await nobody('POST', '/auth/login', { mode: 'keycloak' })).status).toBe(400)
})

test('without a token, or with one that was not made here, nothing is told', async () => {
  const { body } = await login()
  const [head = '', claims = '', signature = ''] = body.token.split('.')
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
  const tampered = Buffer.from(JSON.stringify({ ...claimsOf(body.token), exp: 9_999_999_999 })).toString('base64url')
  const forged = [
    undefined,
    'a.b.c',
    `${none}.${claims}.`,
    `${head}.${tampered}.${signature}`,
    `${head}.${claims}.`,
    `${body.token}.x`,
  ]
  for (const token of forged) expect((await callCloudworks(server, token)('GET', '/users')).status).toBe(401)
})

test('an expired token is refused, and renewed by the pair; the pair is good once more while the answer may be lost', async () => {
  const { body } = await login()
  server.advance(16 * minute)
  expect((await callCloudworks(server, body.token)('GET', '/users?Limit=1')).status).toBe(401)
  const pair = { token: body.token, refreshToken: body.refreshToken }
  const renewed = await nobody<GetToken>('POST', '/auth/refresh', pair)
  expect((await callCloudworks(server, renewed.body.token)('GET', '/users?Limit=1')).status).toBe(200)
  expect((await nobody<GetToken>('POST', '/auth/refresh', pair)).body).toEqual(renewed.body)
  const stolen = { token: renewed.body.token, refreshToken: body.refreshToken }
  expect((await nobody('POST', '/auth/refresh', stolen)).status).toBe(401)
  expect((await nobody('POST', '/auth/refresh', { ...pair, token: 'x' })).status).toBe(401)
})

describe('access keys', () => {
  test('sign in without a password until they are deleted', async () => {
    const admin = await cloudworksAs(server, 'admin')
    const made = await admin<{ accessKey: string; secretKey: string }>('POST', '/usertoken/create', {
      name: 'for a program',
      bindALL: true,
    })
    const { accessKey, secretKey } = made.body
    const enter = (secret: string) =>
      nobody<GetToken>('POST', '/auth/login', { accessKey, secretKey: secret, mode: 'token' })
    const { status, body } = await enter(secretKey)
    expect([status, claimsOf(body.token).unique_name]).toEqual([200, 'mira-novak'])
    expect((await enter('wrong')).status).toBe(401)

    const listed = await admin<{ id: string; name: string; accessKey: string }[]>('GET', '/usertoken/list')
    expect(listed.body).toEqual([expect.objectContaining({ name: 'for a program', accessKey })])
    expect(JSON.stringify(listed.body)).not.toContain(secretKey)
    await admin('DELETE', `/usertoken/delete/${listed.body[0]?.id ?? ''}`)
    expect((await enter(secretKey)).status).toBe(401)
    expect((await admin('DELETE', `/usertoken/delete/${listed.body[0]?.id ?? ''}`)).status).toBe(404)
  })

  test('end with their time, and are not made with limits that would not be kept', async () => {
    const admin = await cloudworksAs(server, 'admin')
    const create = (more: object) =>
      admin<{ accessKey: string; secretKey: string }>('POST', '/usertoken/create', { name: 'k', ...more })
    const expireDate = new Date(server.now().getTime() + minute).toISOString()
    const { body } = await create({ expireDate })
    server.advance(2 * minute)
    expect((await nobody('POST', '/auth/login', { ...body, mode: 'token' })).status).toBe(401)
    expect((await create({ isReadonly: true })).status).toBe(400)
    expect((await create({ endpoints: [{ id: 1 }] })).status).toBe(400)
    expect((await create({ expireDate: '2020-01-01T00:00:00Z' })).status).toBe(400)
    expect((await create({ name: '' })).status).toBe(400)
  })

  test('do not help who is disabled, and guesses of their secret are counted', async () => {
    const admin = await cloudworksAs(server, 'admin')
    const manager = await cloudworksAs(server, 'manager')
    const { body } = await manager<{ accessKey: string }>('POST', '/usertoken/create', { name: 'k' })
    const me = await manager<{ data: { id: string } }>('GET', '/users/userinfo')
    await admin('POST', '/users/disable', { id: me.body.data.id, disable: true })
    const enter = (more: object) => nobody('POST', '/auth/login', { ...body, mode: 'token', ...more })
    expect((await enter({})).status).toBe(403)
    await admin('POST', '/users/disable', { id: me.body.data.id, disable: false })
    const guesses = []
    for (let guess = 0; guess < 11; guess++) guesses.push((await enter({ secretKey: `guess ${guess}` })).status)
    expect(guesses.slice(-1)).toEqual([429])
  })
})

test('a forgotten password is set anew by the token of the mail', async () => {
  const admin = await cloudworksAs(server, 'admin')
  const user = await createCloudworksUser(admin, { role: 'Manager' })
  const tokenOf = async () => new URL((await server.mails.next(user.email)).link ?? '').searchParams.get('token')
  const first = { token: await tokenOf(), email: user.email, newPassword: goodPassword }
  expect((await nobody('POST', '/auth/resetpassword', { ...first, email: 'other@made.example' })).status).toBe(400)
  expect((await nobody('POST', '/auth/resetpassword', { ...first, newPassword: 'short' })).status).toBe(400)
  expect((await nobody('POST', '/auth/resetpassword', first)).status).toBe(200)
  expect((await login(user.email, goodPassword)).status).toBe(200)

  expect((await nobody('POST', '/auth/forgotpassword', { email: 'nobody@made.example' })).status).toBe(200)
  expect((await nobody('POST', '/auth/forgotpassword', { email: user.email })).status).toBe(200)
  const again = { token: await tokenOf(), email: user.email, newPassword: 'another good password' }
  expect((await nobody('POST', '/auth/resetpassword', again)).status).toBe(200)
  expect((await nobody('POST', '/auth/resetpassword', again)).status).toBe(400)
  expect((await login(user.email, 'another good password')).status).toBe(200)
})
