import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../../../src-shared/wire/muster-api/account.ts'
import { Meta } from '../../../src-shared/wire/muster-api/meta.ts'
import { startProvider, type TestProvider } from '../../support/oidc-provider.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, trouble } from '../../support/users.ts'

let provider: TestProvider
let server: TestServer
let admin: Call

beforeAll(async () => {
  provider = await startProvider()
  server = await startServer({ users: 20, oidc: { issuer: provider.issuer, clientId: provider.clientId } })
  admin = await server.as('admin')
})
afterAll(async () => {
  await server.stop()
  await provider.stop()
})

async function newNonce(): Promise<string> {
  const { status, body } = await server.call<{ nonce: string; expiresIn: number }>('POST', '/sessions/oidc/nonces')
  expect([status, body.expiresIn]).toEqual([201, 600])
  return body.nonce
}
const exchange = (idToken: string, nonce: string) =>
  server.call<Session>('POST', '/sessions/oidc', { body: { idToken, nonce, clientName: 'desk' } })

/** Somebody of the demo data, known to the provider under the same address. */
async function known(role: 'manager' | 'partner' = 'manager', email_verified = true): Promise<string> {
  const { email } = await server.find(`userName eq "${role === 'manager' ? 'henrik-brandt' : 'kestrel-admin'}"`)
  const id = `${role}-${email_verified}`
  provider.identities.set(id, { email: email.toUpperCase(), email_verified })
  return id
}
async function signIn(id: string) {
  const nonce = await newNonce()
  return exchange(await provider.signIn(id, nonce), nonce)
}

describe('whom the provider vouches for', () => {
  test('is told about by meta', async () => {
    const meta = Meta.parse((await server.call('GET', '/meta')).body)
    expect(meta.signIn).toEqual(['password', 'oidc'])
    expect(meta.oidc).toEqual({ issuer: provider.issuer, clientId: 'muster' })
  })

  test('signs in to the account of the address, whatever its case', async () => {
    const answer = await signIn(await known())
    expect(answer.status).toBe(201)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.body.me.userName).toBe('henrik-brandt')
    const call = server.withToken(answer.body.accessToken)
    const { body } = await call<{ items: { clientName: string; current: boolean }[] }>('GET', '/me/sessions')
    expect(body.items.find(({ current }) => current)?.clientName).toBe('desk')
    const audit = await admin<{ items: { actor: { userName: string } }[] }>(
      'GET',
      '/audit?action=session.create&limit=1',
    )
    expect(audit.body.items[0]?.actor.userName).toBe('henrik-brandt')
  })

  test('but has no account, or one that is kept out, is told so', async () => {
    provider.identities.set('stranger', { email: 'stranger@nowhere.example', email_verified: true })
    expect(trouble(await signIn('stranger'))).toMatchObject({ status: 403, code: 'oidc_no_account' })
    const user = await create(admin, { role: 'manager' })
    provider.identities.set('disabled', { email: user.email, email_verified: true })
    expect((await signIn('disabled')).status).toBe(201)
    const change = { body: { disabled: true }, headers: { 'if-match': (await server.find(`id eq "${user.id}"`)).etag } }
    expect((await admin('PATCH', `/users/${user.id}`, change)).status).toBe(200)
    expect(trouble(await signIn('disabled'))).toMatchObject({ status: 403, code: 'disabled' })
  })

  test('without a verified address is nobody', async () => {
    provider.identities.set('nameless', {})
    for (const id of [await known('partner', false), 'nameless'])
      expect(trouble(await signIn(id))).toMatchObject({ status: 403, code: 'oidc_email' })
  })
})

describe('a token', () => {
  test('is good once: its nonce is used up', async () => {
    const nonce = await newNonce()
    const token = await provider.signIn(await known(), nonce)
    expect((await exchange(token, nonce)).status).toBe(201)
    expect(trouble(await exchange(token, nonce))).toMatchObject({ status: 401, code: 'oidc_nonce' })
    expect(trouble(await exchange(token, await newNonce()))).toMatchObject({ status: 401, code: 'oidc_token' })
  })

  test('of two at the same moment signs in one', async () => {
    const nonce = await newNonce()
    const token = await provider.signIn(await known(), nonce)
    const answers = await Promise.all(Array.from({ length: 5 }, () => exchange(token, nonce)))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401, 401, 401, 401])
  })

  test('for a nonce that this server did not give, or gave too long ago, is refused', async () => {
    const id = await known()
    const own = 'made-up-by-the-client'
    expect(trouble(await exchange(await provider.signIn(id, own), own))).toMatchObject({ code: 'oidc_nonce' })
    const nonce = await newNonce()
    const token = await provider.signIn(id, nonce)
    server.advance(11 * 60 * 1000)
    expect(trouble(await exchange(token, nonce))).toMatchObject({ status: 401, code: 'oidc_nonce' })
  })

  test('made for another client, changed, unsigned, or without a nonce is refused', async () => {
    const id = await known()
    const nonce = await newNonce()
    const right = await provider.signIn(id, nonce)
    const [head = '', payload = '', signature = ''] = right.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const tokens = [
      await provider.signIn(id, nonce, 'another'),
      await provider.signIn(id, null),
      `${head}.${encode({ ...claims, email: 'mira@elsewhere.example' })}.${signature}`,
      `${encode({ alg: 'none' })}.${payload}.`,
      `${head}.${payload}.${signature.slice(0, -4)}AAAA`,
      'not.a.token',
      'x',
    ]
    for (const token of tokens)
      expect(trouble(await exchange(token, nonce))).toMatchObject({ status: 401, code: 'oidc_token' })
    expect((await exchange(right, nonce)).status).toBe(201)
  })

  test('signed by a key of somebody else is refused, also when it names the right one', async () => {
    const nonce = await newNonce()
    const right = await provider.signIn(await known(), nonce)
    const [head = '', payload = ''] = right.split('.')
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg: string; kid: string }
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
    for (const more of [{ kid: header.kid }, { jwk: await exportJWK(publicKey) }]) {
      const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...more }).sign(privateKey)
      expect(trouble(await exchange(forged, nonce))).toMatchObject({ status: 401, code: 'oidc_token' })
    }
  })

  test('that has expired, is of another issuer, or names several clients and not this one is refused', async () => {
    const { email } = await server.find('userName eq "henrik-brandt"')
    const seconds = Math.floor(Date.now() / 1000)
    const right = {
      iss: provider.issuer,
      aud: 'muster',
      sub: 'x',
      iat: seconds,
      exp: seconds + 60,
      email,
      email_verified: true,
    }
    const wrong = [
      { iat: seconds - 900, exp: seconds - 600 },
      { iss: 'https://elsewhere.example' },
      { aud: 'another' },
      { aud: ['muster', 'another'] },
      { aud: ['muster', 'another'], azp: 'another' },
      { azp: 'another' },
      { exp: undefined },
      { nonce: 'another' },
    ]
    for (const change of wrong) {
      const nonce = await newNonce()
      const answer = await exchange(await provider.sign({ ...right, nonce, ...change }), nonce)
      expect([change, trouble(answer).code]).toEqual([change, 'oidc_token'])
    }
    for (const change of [{}, { aud: ['muster', 'another'], azp: 'muster' }]) {
      const nonce = await newNonce()
      expect((await exchange(await provider.sign({ ...right, nonce, ...change }), nonce)).status).toBe(201)
    }
  })
})

test('a provider that cannot be reached is said so, and asked again', async () => {
  const later = await startProvider()
  await later.stop()
  const port = Number(new URL(later.issuer).port)
  const own = await startServer({ users: 5, hasMail: false, oidc: { issuer: later.issuer, clientId: 'muster' } })
  const nonce = (await own.call<{ nonce: string }>('POST', '/sessions/oidc/nonces')).body.nonce
  const answer = await own.call('POST', '/sessions/oidc', { body: { idToken: 'a.b.c', nonce } })
  expect(trouble(answer)).toMatchObject({ status: 503, code: 'oidc_unavailable' })
  expect(answer.headers.get('retry-after')).toBe('30')
  const back = await startProvider(port)
  back.identities.set('x', { email: own.admin.email, email_verified: true })
  const idToken = await back.signIn('x', nonce)
  expect((await own.call('POST', '/sessions/oidc', { body: { idToken, nonce } })).status).toBe(201)
  await back.stop()
  await own.stop()
})

test('without --oidc there is no such sign-in', async () => {
  const own = await startServer({ users: 5, hasMail: false })
  expect(Meta.parse((await own.call('GET', '/meta')).body).signIn).toEqual(['password'])
  expect((await own.call('POST', '/sessions/oidc/nonces')).status).toBe(404)
  expect((await own.call('POST', '/sessions/oidc', { body: { idToken: 'x', nonce: 'y' } })).status).toBe(404)
  await own.stop()
})
