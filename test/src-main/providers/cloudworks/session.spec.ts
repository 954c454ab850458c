import { afterEach, describe, expect, test } from 'vitest'
import { createMemoryVault } from '../../../../src-main/connections/vault.ts'
import { createRegistry } from '../../../../src-main/providers/registry.ts'
import { type Answer, type Asked, type Fake, jwt, page, problem, row, startFake } from './fake.ts'

let fake: Fake
afterEach(() => fake.stop())

describe('what answers at an address', () => {
  const cases: [name: string, users: Answer, accounts: Answer, expected: object][] = [
    ['generation 1', { status: 401 }, { status: 404 }, { server: 'CloudWorks, generation 1' }],
    ['generation 1 that forbids', { status: 403 }, { status: 404 }, { signInMethods: ['password', 'accessKey'] }],
    ['neither', { status: 404 }, { status: 404 }, { seen: 'GET /api/v1/users: 404, GET /api/v1/accounts: 404' }],
    ['a web site that answers anything', { text: 'hi' }, { text: 'hi' }, { seen: expect.any(String) as string }],
    ['a server that fails', { status: 500 }, { status: 500 }, { seen: expect.stringContaining('500') as string }],
  ]
  test.each(cases)('%s', async (_name, users, accounts, expected) => {
    fake = await startFake(({ path }) => (path === '/users' ? users : accounts))
    expect(await fake.kind.probe(fake.address, AbortSignal.timeout(5000))).toMatchObject(expected)
  })

  test('generation 2 is refused, and the reason is told', async () => {
    fake = await startFake(({ path }) => ({ status: path === '/users' ? 404 : 401 }))
    await expect(fake.kind.probe(fake.address, AbortSignal.timeout(5000))).rejects.toMatchObject({
      failure: { kind: 'unsupported', code: 'cloudworks_generation_2' },
    })
  })

  test('what was seen is told when no kind knows it', async () => {
    fake = await startFake(() => ({ status: 404 }))
    const registry = createRegistry([fake.kind])
    await expect(registry.find(fake.address, AbortSignal.timeout(5000))).rejects.toMatchObject({
      failure: { reason: 'notADirectory', detail: expect.stringContaining('/api/v1/users: 404') as string },
    })
  })
})

describe('signing in', () => {
  const signIn = async (answer: (asked: Asked) => Answer | undefined, credentials?: object) => {
    fake = await startFake(answer)
    const provider = await fake.open()
    return provider.signIn({ login: 'a@b.example', password: 'secret', ...credentials })
  }
  const onLogin = (answer: Answer) => (asked: Asked) => (asked.path === '/auth/login' ? answer : undefined)

  const refusals: [message: Answer, code: string][] = [
    [problem(401, 'Wrong credentials.'), 'bad_credentials'],
    [problem(400, 'Email or password is incorrect'), 'bad_credentials'],
    [problem(404, 'There is no such person'), 'bad_credentials'],
    [problem(403, 'The account is not approved by the partner yet.'), 'not_approved'],
    [problem(400, 'This account is locked'), 'disabled'],
    [problem(403, 'You have to reset your password'), 'must_change_password'],
    [problem(400, 'Two factor code is needed'), 'two_factor'],
  ]
  test.each(refusals)('%j is %s', async (answer, code) => {
    await expect(signIn(onLogin(answer))).rejects.toMatchObject({ failure: { kind: 'unauthorized', code } })
  })

  test('an account with two factors is sent to its access keys', async () => {
    const half = { body: { token: jwt({}), refreshToken: 'r', twoFaEnabled: true } }
    const answer = (asked: Asked) =>
      asked.path === '/auth/login' ? half : asked.path === '/users/userinfo' ? { status: 401 } : undefined
    await expect(signIn(answer)).rejects.toMatchObject({ failure: { kind: 'unauthorized', code: 'two_factor' } })
  })

  test('an access key is sent as such', async () => {
    fake = await startFake(() => undefined)
    const provider = await fake.open()
    const account = await provider.signIn({ accessKey: 'key', secretKey: 'secret' })
    expect(account).toMatchObject({ id: 'u0', role: 'admin', organization: { id: '7', name: 'Seven' } })
    const login = fake.seen.find(({ path }) => path === '/auth/login')
    expect(login?.body).toEqual({ accessKey: 'key', secretKey: 'secret', mode: 'token' })
  })

  test('an account of a role that nobody knows has the rights of the least', async () => {
    const answer = ({ path }: Asked) =>
      path === '/users/userinfo' ? { body: { data: row(9, { role: 'Autoscaler', partner: null }) } } : undefined
    expect(await signIn(answer)).toMatchObject({ role: 'user', partner: null })
  })
})

describe('a token', () => {
  const refreshes = () => fake.seen.filter(({ path }) => path === '/auth/refresh').length
  const withToken = async (token: string, answer?: (asked: Asked) => Answer | undefined) => {
    fake = await startFake((asked) =>
      asked.path === '/auth/login' ? { body: { token, refreshToken: 'first' } } : answer?.(asked),
    )
    return fake.signedIn()
  }
  const soon = Date.now() / 1000

  test('that is about to end is renewed before it is sent', async () => {
    const provider = await withToken(jwt({ iat: soon, exp: soon + 2 }))
    await Promise.all([provider.read('u1'), provider.read('u1'), provider.read('u1')])
    expect(refreshes()).toBe(1)
    const refresh = fake.seen.find(({ path }) => path === '/auth/refresh')
    expect(refresh?.body).toMatchObject({ refreshToken: 'first' })
  })

  test('of a server whose clock is behind by hours is used all the same', async () => {
    const provider = await withToken(jwt({ iat: soon - 7200, exp: soon - 6300 }))
    await provider.read('u1')
    expect(refreshes()).toBe(0)
  })

  test.each([jwt({}), 'no JWT at all', jwt({ exp: 'never' })])(
    'without an end is used until it is refused: %s',
    async (token) => {
      let isRefused = false
      const provider = await withToken(token, (asked) =>
        isRefused && asked.token === token ? { status: 401 } : undefined,
      )
      await provider.read('u1')
      expect(refreshes()).toBe(0)
      isRefused = true
      const users = await Promise.all(Array.from({ length: 10 }, () => provider.read('u1')))
      expect([users.length, refreshes()]).toEqual([10, 1])
    },
  )

  test('whose renewal fails for a while is kept; one that is refused is forgotten', async () => {
    const vault = createMemoryVault()
    let refresh: Answer = { status: 502, text: 'no' }
    fake = await startFake(({ path }) => (path === '/auth/refresh' ? refresh : undefined))
    await (await fake.open(vault)).signIn({ login: 'a', password: 'p' })
    const later = await fake.open(vault)
    await expect(later.resume()).rejects.toMatchObject({ failure: { kind: 'remote', status: 502 } })
    refresh = { status: 403, text: '<h1>Blocked by the network</h1>' }
    await expect(later.resume()).rejects.toMatchObject({ failure: { kind: 'remote', reason: 'notJson' } })
    expect(await vault.load()).not.toBeNull()
    refresh = problem(400, 'Refresh token is not valid')
    await expect(later.resume()).rejects.toMatchObject({ failure: { kind: 'unauthorized', code: 'expired' } })
    expect(await vault.load()).toBeNull()
  })

  test('that is refused again after its renewal is no endless loop', async () => {
    const provider = await withToken(jwt({}), ({ path, query }) =>
      path === '/users' && query.has('Id') ? { status: 401 } : undefined,
    )
    await expect(provider.read('u1')).rejects.toMatchObject({ failure: { kind: 'unauthorized', code: 'expired' } })
    expect(refreshes()).toBe(1)
  })

  test('that arrives after signing out is dropped', async () => {
    const vault = createMemoryVault()
    let goOn: () => void = () => undefined
    fake = await startFake(() => undefined)
    const provider = await fake.open(vault)
    await provider.signIn({ login: 'a', password: 'p' })
    const slow: typeof vault = {
      ...vault,
      load: () => new Promise((resolve) => (goOn = () => void vault.load().then(resolve))),
    }
    const resumed = await fake.open(slow)
    const resuming = resumed.resume()
    await resumed.signOut()
    await vault.save('{"token":"t","refreshToken":"r"}')
    goOn()
    await expect(resuming).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
  })
})

test('a server that answers somebody else than was asked for has not found anybody', async () => {
  fake = await startFake(({ path, query }) => (path === '/users' && query.has('Id') ? page([row(2)]) : undefined))
  await expect((await fake.signedIn()).read('u1')).rejects.toMatchObject({ failure: { kind: 'notFound' } })
})
