import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createIdentify } from '../../../src-main/browser-sign-in/identify.ts'
import { createMemoryVault } from '../../../src-main/connections/vault.ts'
import { createHttp } from '../../../src-main/providers/http.ts'
import { createMusterApi } from '../../../src-main/providers/muster-api/index.ts'
import type { Identify } from '../../../src-main/providers/provider.ts'
import { Failed, settle } from '../../../src-shared/failure.ts'
import { serve } from '../../support/http-server.ts'
import { startProvider, type TestProvider } from '../../support/oidc-provider.ts'
import { startServer, type TestServer } from '../../support/server.ts'

let provider: TestProvider
let server: TestServer
const opened: string[] = []
const pages: { status: number; body: string }[] = []

beforeAll(async () => {
  provider = await startProvider()
  server = await startServer({ users: 20, oidc: { issuer: provider.issuer, clientId: provider.clientId } })
  const { email } = await server.find('userName eq "henrik-brandt"')
  provider.identities.set('henrik', { email, email_verified: true })
  provider.identities.set('unconfirmed', { email, email_verified: false })
  provider.identities.set('stranger', { email: 'stranger@nowhere.example', email_verified: true })
})
afterAll(async () => {
  await server.stop()
  await provider.stop()
})
beforeEach(() => {
  opened.length = 0
  pages.length = 0
})

/** A browser in which somebody does what `answers` says, such as `account=henrik`. */
const browse = (answers: string) => (url: string) => {
  opened.push(url)
  void visit(url, answers)
  return Promise.resolve()
}

async function visit(first: string, answers: string): Promise<void> {
  const cookies = new Map<string, string>()
  for (let url = new URL(first), step = 0; step < 12; step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location !== null) url = new URL(location, url)
    else if (url.pathname.startsWith('/interaction/')) url = new URL(`${url.pathname}?${answers}`, url)
    else return void pages.push({ status: answer.status, body: await answer.text() })
  }
}

const identifyBy = (openOutside: (url: string) => Promise<void>, timeLimit = 10_000): Identify =>
  createIdentify({ fetch, openOutside, onReturn: () => undefined, timeLimit })

async function signIn(identify: Identify, signal = new AbortController().signal) {
  const connect = (address: string) => createHttp({ address, fetch, userAgent: 'test' })
  const kind = createMusterApi({ connect, newKey: () => 'key', identify })
  const description = await kind.probe(server.url, AbortSignal.timeout(10_000))
  if ('seen' in description) throw new Error(description.seen)
  expect(description.signInMethods).toEqual(['password', 'oidc'])
  const directory = kind.open(server.url, description, createMemoryVault())
  return settle(async () => {
    if (!directory.signInByBrowser) throw new Error('it has no such way')
    return directory.signInByBrowser(signal)
  })
}
const refused = (code: string) => ({ ok: false, failure: { kind: 'unauthorized', code } })

test('a person whom the provider vouches for is signed in, and the browser says so', async () => {
  const answer = await signIn(identifyBy(browse('account=henrik')))
  expect(answer).toMatchObject({ ok: true, value: { userName: 'henrik-brandt' } })
  await expect.poll(() => pages).toHaveLength(1)
  expect(pages[0]).toMatchObject({ status: 200 })
  const asked = new URL(opened[0] ?? '').searchParams
  expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256' })
  expect(asked.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
})

for (const [who, answers, code] of [
  ['refuses', 'refuse=yes', 'oidc_denied'],
  ['has no account here', 'account=stranger', 'oidc_no_account'],
  ['has no confirmed address', 'account=unconfirmed', 'oidc_email'],
] as const) {
  test(`a person who ${who} is told so, here and in the browser`, async () => {
    expect(await signIn(identifyBy(browse(answers)))).toMatchObject(refused(code))
    await expect.poll(() => pages).toHaveLength(1)
    expect(pages[0]).toMatchObject({ status: 400 })
  })
}

test('an id token that the server does not accept, such as one for another client, is told', async () => {
  const identify: Identify = async ({ nonce }, accept) => accept(await provider.signIn('henrik', nonce, 'another'))
  expect(await signIn(identify)).toMatchObject(refused('oidc_token'))
})

test('waiting ends by the time limit, by cancelling, and where no browser opens', async () => {
  const nobody = () => Promise.resolve()
  expect(await signIn(identifyBy(nobody, 200))).toMatchObject(refused('oidc_timeout'))
  const stopping = new AbortController()
  const cancelled = signIn(
    identifyBy(() => {
      setTimeout(() => {
        stopping.abort()
      }, 50)
      return Promise.resolve()
    }),
    stopping.signal,
  )
  expect(await cancelled).toMatchObject(refused('oidc_cancelled'))
  const none = () => Promise.reject(new Error('no program for https'))
  expect(await signIn(identifyBy(none))).toMatchObject(refused('oidc_browser'))
})

/** Asks a provider that is made up, on behalf of a server on loopback unless another is named. */
async function ask(issuer: string, of = 'http://127.0.0.1:1') {
  const request = { issuer, clientId: 'muster', nonce: 'n', server: of, signal: new AbortController().signal }
  const answer = await settle(() => identifyBy(browse(''), 500)(request, () => Promise.resolve('accepted')))
  return answer.ok ? answer.value : answer.failure.kind === 'unauthorized' ? answer.failure.code : answer.failure.kind
}

test('only https is gone to, and loopback on behalf of a server on loopback', async () => {
  for (const [issuer, of] of [
    ['http://id.example.org', undefined],
    ['ftp://id.example.org', undefined],
    ['https://me:secret@id.example.org', undefined],
    [provider.issuer, 'https://users.example.org'],
    ['https://localhost:1', 'https://users.example.org'],
  ] as const)
    expect([issuer, await ask(issuer, of)]).toEqual([issuer, 'oidc_untrusted'])
  expect(opened).toEqual([])
})

test('a provider that does not answer, or answers what it should not, is told; nothing that it names is opened', async () => {
  expect(await ask('http://127.0.0.1:1')).toBe('oidc_unreachable')
  let body: object = {}
  const strange = await serve((_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  )
  const right = {
    issuer: strange.address,
    token_endpoint: `${strange.address}/token`,
    response_types_supported: ['code'],
  }
  for (const [found, code] of [
    [{}, 'oidc_answer'],
    [{ ...right, issuer: 'https://elsewhere.example' }, 'oidc_answer'],
    [{ ...right }, 'oidc_answer'],
    [{ ...right, authorization_endpoint: 'no address' }, 'oidc_untrusted'],
    [{ ...right, authorization_endpoint: 'file:///usr/bin/true' }, 'oidc_untrusted'],
    [{ ...right, authorization_endpoint: 'smb://elsewhere.example/x' }, 'oidc_untrusted'],
    [{ ...right, authorization_endpoint: 'http://elsewhere.example/' }, 'oidc_untrusted'],
    [{ ...right, much: 'x'.repeat(2_000_000) }, 'oidc_answer'],
  ] as const) {
    body = found
    expect([Object.keys(found), await ask(strange.address)]).toEqual([Object.keys(found), code])
  }
  expect(opened).toEqual([])
  await strange.stop()
})

test('a failure of anything else is a defect, not a sentence', async () => {
  const request = {
    issuer: provider.issuer,
    clientId: provider.clientId,
    nonce: 'n',
    server: server.url,
    signal: new AbortController().signal,
  }
  const broken = identifyBy(browse('account=henrik'))(request, () => Promise.reject(new RangeError('a defect')))
  await expect(broken).rejects.not.toBeInstanceOf(Failed)
})
