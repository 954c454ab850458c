import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Session } from '../../../src-shared/wire/muster-api/account.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { goodPassword, welcome } from '../../support/accounts.ts'
import { create, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 12 })
})
beforeEach(async () => {
  admin = await server.as('admin')
})
afterAll(() => server.stop())

const minute = 60_000
const refresh = (refreshToken: string, key?: string) =>
  server.call<Session>('POST', '/sessions/refresh', {
    body: { refreshToken },
    headers: { ...(key !== undefined && { 'idempotency-key': key }) },
  })

describe('signing in', () => {
  test('by user name or address, whatever the case, gives tokens and the own profile', async () => {
    const { login, email, password } = server.admin
    for (const name of [login, login.toUpperCase(), email, email.toUpperCase(), ` ${email} `]) {
      const answer = await server.signIn(name, password)
      expect(answer.status).toBe(201)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const session = Session.parse(answer.body)
      expect(session).toMatchObject({
        expiresIn: 900,
        refreshExpiresIn: 2_592_000,
        me: { userName: login, role: 'admin' },
      })
      expect(session.accessToken).toMatch(/^[\w-]{43}$/)
      expect((await server.withToken(session.accessToken)('GET', '/me')).body).toEqual(session.me)
    }
  })

  test('is refused in the same words for a wrong password, an unknown name and an account without a password', async () => {
    const invited = await create(admin)
    const answers = [
      await server.signIn(server.admin.login, 'wrong'),
      await server.signIn('nobody', 'wrong'),
      await server.signIn('nobody@x.example', 'wrong'),
      await server.signIn(invited.userName, 'wrong'),
      await server.signIn("' or 1=1 --", 'wrong'),
    ]
    const told = answers.map(({ status, body }) => ({ status, ...(body as object), requestId: '' }))
    expect(new Set(told.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(told[0]).toMatchObject({ status: 401, code: 'bad_credentials' })
    expect(answers[0]?.headers.get('www-authenticate')).toMatch(/^Bearer /)
  })

  test('takes about as long for an unknown name as for a wrong password', async () => {
    const { user } = await welcome(server, admin)
    const time = async (login: string) => {
      const started = performance.now()
      await server.signIn(login, 'wrong')
      return performance.now() - started
    }
    const [known, unknown]: [number[], number[]] = [[], []]
    for (let at = 0; at < 8; at++) {
      known.push(await time(user.userName))
      unknown.push(await time(`nobody-${at}`))
    }
    const median = (times: number[]) => times.sort((a, b) => a - b)[4] ?? 0
    // without the pretended check it is a tenth
    expect(median(unknown)).toBeGreaterThan(median(known) / 2)
  })

  test.each([
    ['disabled', { disabled: true }],
    ['not_approved', { approved: false }],
  ])('%s is told only after the right password', async (code, body) => {
    const { user } = await welcome(server, admin)
    await admin('PATCH', `/users/${user.id}`, { body, headers: { 'if-match': user.etag } })
    expect(trouble(await server.signIn(user.userName, goodPassword))).toMatchObject({ status: 403, code })
    expect(trouble(await server.signIn(user.userName, 'wrong'))).toMatchObject({ status: 401, code: 'bad_credentials' })
  })

  test.each([
    [{}, ['/login', '/password']],
    [{ login: 'x' }, ['/password']],
    [{ login: 'x', password: '' }, ['/password']],
    [{ login: 7, password: 'x' }, ['/login']],
    [{ login: 'x', password: 'x', remember: true }, ['/remember']],
  ])('%j is malformed', async (body, pointers) => {
    const { status, errors } = trouble(await server.call('POST', '/sessions', { body }))
    expect([status, Object.keys(errors)]).toEqual([400, pointers])
  })
})

describe('tokens', () => {
  test('a request needs one, and the answer says what is wrong with it', async () => {
    const without = await server.call('GET', '/me')
    expect(trouble(without)).toMatchObject({ status: 401, code: 'token_missing' })
    expect(without.headers.get('www-authenticate')).toBe('Bearer realm="muster"')
    const unknown = await server.withToken('x'.repeat(43))('GET', '/me')
    expect(trouble(unknown)).toMatchObject({ status: 401, code: 'token_invalid' })
    expect(unknown.headers.get('www-authenticate')).toContain('error="invalid_token"')
    for (const authorization of ['Basic bWlyYTp4', 'Bearer', 'Bearer a b', 'x'])
      expect(trouble(await server.call('GET', '/me', { headers: { authorization } }))).toMatchObject({
        code: 'token_missing',
      })
  })

  test('an access token is good for 15 minutes', async () => {
    server.advance(14 * minute)
    expect((await admin('GET', '/me')).status).toBe(200)
    server.advance(2 * minute)
    expect(trouble(await admin('GET', '/me'))).toMatchObject({ status: 401, code: 'token_expired' })
  })

  test('none is kept in the database', async () => {
    const { accessToken, refreshToken } = (await server.signIn(server.admin.login, server.admin.password)).body
    await refresh(refreshToken, 'kept-nowhere')
    const { db } = server.context
    const kept = JSON.stringify([
      await db.selectFrom('accessTokens').selectAll().execute(),
      await db.selectFrom('refreshTokens').selectAll().execute(),
      await db.selectFrom('sessions').selectAll().execute(),
      await db.selectFrom('audit').selectAll().execute(),
    ])
    expect(kept).not.toContain(accessToken)
    expect(kept).not.toContain(refreshToken)
    expect(kept.length).toBeGreaterThan(500)
  })
})

describe('refreshing', () => {
  const open = async () => (await server.signIn(server.admin.login, server.admin.password)).body

  test('gives a new pair; the access token from before is good until its time is up', async () => {
    const first = await open()
    const answer = await refresh(first.refreshToken)
    expect(answer.status).toBe(200)
    const second = Session.parse(answer.body)
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect(second.accessToken).not.toBe(first.accessToken)
    for (const { accessToken } of [first, second])
      expect((await server.withToken(accessToken)('GET', '/me')).status).toBe(200)
  })

  test('with the same key gives the same pair again for 10 minutes', async () => {
    const first = await open()
    const second = (await refresh(first.refreshToken, 'a')).body
    server.advance(9 * minute)
    const again = (await refresh(first.refreshToken, 'a')).body
    expect([again.accessToken, again.refreshToken]).toEqual([second.accessToken, second.refreshToken])
    expect(again.expiresIn).toBeLessThanOrEqual(6 * 60)
    server.advance(2 * minute)
    expect(trouble(await refresh(first.refreshToken, 'a'))).toMatchObject({ status: 401, code: 'refresh_reused' })
    expect(trouble(await refresh(second.refreshToken, 'b'))).toMatchObject({ status: 401 })
  })

  test.each([
    ['another key', 'b'],
    ['no key', undefined],
  ])('again with %s ends the session', async (_, key) => {
    const first = await open()
    const second = (await refresh(first.refreshToken, 'a')).body
    expect(trouble(await refresh(first.refreshToken, key))).toMatchObject({ status: 401, code: 'refresh_reused' })
    expect(trouble(await refresh(second.refreshToken, 'c'))).toMatchObject({ status: 401 })
    expect((await server.withToken(second.accessToken)('GET', '/me')).status).toBe(401)
    const log = await admin<{ items: object[] }>('GET', '/audit?action=session.refresh')
    expect(log.body.items[0]).toMatchObject({
      outcome: 'refused',
      code: 'refresh_reused',
      actor: { userName: 'mira-novak' },
    })
  })

  test('an old token of the family, long spent, ends it too', async () => {
    const first = await open()
    const second = (await refresh(first.refreshToken, 'a')).body
    const third = (await refresh(second.refreshToken, 'b')).body
    expect(trouble(await refresh(first.refreshToken, 'z'))).toMatchObject({ code: 'refresh_reused' })
    expect((await server.withToken(third.accessToken)('GET', '/me')).status).toBe(401)
  })

  test('a hundred at once with one key get one pair', async () => {
    const { refreshToken } = await open()
    const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(refreshToken, 'storm')))
    expect(new Set(answers.map(({ body }) => body.refreshToken)).size).toBe(1)
  })

  test('is over after 30 days, after signing out, and for whoever may not sign in', async () => {
    const first = await open()
    server.advance(31 * 24 * 60 * minute)
    expect(trouble(await refresh(first.refreshToken))).toMatchObject({ status: 401, code: 'refresh_expired' })
    const second = await open()
    expect((await server.withToken(second.accessToken)('DELETE', '/sessions/current')).status).toBe(204)
    expect(trouble(await refresh(second.refreshToken))).toMatchObject({ status: 401, code: 'refresh_invalid' })
    expect((await server.withToken(second.accessToken)('GET', '/me')).status).toBe(401)
    expect(trouble(await refresh('x'.repeat(43)))).toMatchObject({ status: 401, code: 'refresh_invalid' })
    admin = await server.as('admin')
    const person = await welcome(server, admin)
    const headers = { 'if-match': person.user.etag }
    await admin('PATCH', `/users/${person.user.id}`, { body: { disabled: true }, headers })
    expect(trouble(await refresh(person.refreshToken))).toMatchObject({ status: 401 })
  })
})

describe('guessing', () => {
  test('after 10 wrong passwords the account is locked for this address, also for the right one, for 15 minutes', async () => {
    const { user } = await welcome(server, admin)
    for (let at = 0; at < 10; at++)
      expect(trouble(await server.signIn(at % 2 ? user.userName : user.email, `wrong ${at}`))).toMatchObject({
        status: 401,
      })
    const locked = await server.signIn(user.email, goodPassword)
    expect(trouble(locked)).toMatchObject({ status: 429, code: 'locked_out' })
    const seconds = Number(locked.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(14 * 60)
    expect(seconds).toBeLessThanOrEqual(15 * 60)
    expect((await server.signIn(server.admin.login, server.admin.password)).status).toBe(201)
    server.advance(seconds * 1000)
    expect((await server.signIn(user.email, goodPassword)).status).toBe(201)
  })

  test('a right password clears what was wrong before', async () => {
    const { user } = await welcome(server, admin)
    const nearly = async () => {
      for (let at = 0; at < 9; at++) await server.signIn(user.userName, 'wrong')
      return (await server.signIn(user.userName, goodPassword)).status
    }
    expect([await nearly(), await nearly()]).toEqual([201, 201])
  })

  test('names that nobody has are locked in the same way', async () => {
    for (let at = 0; at < 10; at++) expect((await server.signIn('no-such-name', 'wrong')).status).toBe(401)
    expect(trouble(await server.signIn('NO-SUCH-NAME', 'wrong'))).toMatchObject({ status: 429, code: 'locked_out' })
  })

  test('a hundred guesses at once are not more than ten', async () => {
    const { user } = await welcome(server, admin)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => server.signIn(user.userName, `wrong ${at}`)),
    )
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(10)
    expect(statuses.filter((status) => status === 429)).toHaveLength(90)
  })

  test('a hundred people at once sign in', async () => {
    const { login, password } = server.admin
    const answers = await Promise.all(Array.from({ length: 100 }, () => server.signIn(login, password)))
    expect(answers.every(({ status }) => status === 201)).toBe(true)
  })
})
