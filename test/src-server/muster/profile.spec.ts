import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Me, OwnSessions } from '../../../src-shared/wire/muster-api/account.ts'
import { goodPassword, setPassword, welcome } from '../../support/accounts.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, newUser, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 12 })
})
beforeEach(async () => {
  admin = await server.as('admin')
})
afterAll(() => server.stop())

const hour = 60 * 60 * 1000
const confirm = async (link: string | null) => {
  const url = new URL(link ?? '')
  const token = url.searchParams.get('token') ?? ''
  return fetch(new URL('confirm-email', url), { method: 'POST', body: new URLSearchParams({ token }) })
}

describe('the own profile', () => {
  test('is read and changed by any role', async () => {
    for (const role of ['admin', 'partner', 'manager', 'user'] as const) {
      const call = await server.as(role)
      const me = await call<Me>('GET', '/me')
      expect(Me.strict().parse(me.body)).toMatchObject({ role, emailConfirmed: true, notices: true })
      expect(me.headers.get('etag')).toBe(me.body.etag)
      const changed = await call<Me>('PATCH', '/me', { body: { displayName: `I, ${role}`, notices: false } })
      expect(changed.status).toBe(200)
      expect(changed.body).toMatchObject({ displayName: `I, ${role}`, notices: false })
      expect((await call('GET', '/me')).body).toEqual(changed.body)
    }
  })

  test('holds to versions where it is asked to, and to the rules of values', async () => {
    const { call, user } = await welcome(server, admin)
    const stale = { body: { displayName: 'x' }, headers: { 'if-match': '"99"' } }
    expect(trouble(await call('PATCH', '/me', stale))).toMatchObject({ status: 412 })
    expect(
      (await call('PATCH', '/me', { body: { displayName: 'x' }, headers: { 'if-match': user.etag } })).status,
    ).toBe(200)
    expect(trouble(await call('PATCH', '/me', { body: { displayName: 'a\u0000' } }))).toMatchObject({ status: 422 })
    expect(trouble(await call('PATCH', '/me', { body: { email: 'x' } })).errors).toEqual({ '/email': 'email.format' })
    expect(trouble(await call('PATCH', '/me', { body: { email: server.admin.email } }))).toMatchObject({
      code: 'email.taken',
    })
    expect(trouble(await call('PATCH', '/me', { body: { role: 'admin' } })).errors).toEqual({ '/role': 'unknown' })
  })
})

describe('the own address', () => {
  test('is used at once, confirmed by the link, and changed again only then', async () => {
    const { call, user } = await welcome(server, admin)
    const { email } = newUser()
    expect((await call<Me>('PATCH', '/me', { body: { email } })).body).toMatchObject({ email, emailConfirmed: false })
    expect((await server.mails.next(user.email)).subject).toBe('Your address was changed')
    const { link } = await server.mails.next(email)
    expect(link).toContain('/confirm-email?token=')
    expect(trouble(await call('PATCH', '/me', { body: { email: newUser().email } }))).toMatchObject({
      status: 409,
      code: 'email_unconfirmed',
    })
    expect((await server.signIn(email, goodPassword)).status).toBe(201)
    expect((await fetch(link ?? '')).status).toBe(200)
    expect((await call<Me>('GET', '/me')).body.emailConfirmed).toBe(false)
    expect((await confirm(link)).status).toBe(200)
    expect((await call<Me>('GET', '/me')).body.emailConfirmed).toBe(true)
    expect((await confirm(link)).status).toBe(404)
    expect((await call('PATCH', '/me', { body: { email: newUser().email } })).status).toBe(200)
  })

  test('is mailed its link again; the older one is dead, and it is good for an hour', async () => {
    const { call } = await welcome(server, admin)
    expect(trouble(await call('POST', '/me/email/confirmations'))).toMatchObject({
      status: 409,
      code: 'email_confirmed',
    })
    const { email } = newUser()
    await call('PATCH', '/me', { body: { email } })
    const first = await server.mails.next(email)
    expect((await call('POST', '/me/email/confirmations')).status).toBe(202)
    const second = await server.mails.next(email)
    expect((await confirm(first.link)).status).toBe(404)
    server.advance(hour + 1000)
    expect((await confirm(second.link)).status).toBe(410)
  })

  test('the one that an admin gave is confirmed in the same way', async () => {
    const { user, call } = await welcome(server, admin)
    const { email } = newUser()
    await admin('PATCH', `/users/${user.id}`, { body: { email }, headers: { 'if-match': user.etag } })
    expect((await call('POST', '/me/email/confirmations')).status).toBe(202)
    expect((await confirm((await server.mails.next(email)).link)).status).toBe(200)
    expect((await call<Me>('GET', '/me')).body).toMatchObject({ email, emailConfirmed: true })
  })
})

describe('the own password', () => {
  const change = (call: Call, oldPassword: string, newPassword: string) =>
    call('POST', '/me/password', { body: { oldPassword, newPassword } })

  test('changes with the old one; all sessions end, and a notice is mailed where it is wanted', async () => {
    const { call, user } = await welcome(server, admin)
    const other = server.withToken((await server.signIn(user.userName, goodPassword)).body.accessToken)
    expect((await change(call, goodPassword, 'a new good one')).status).toBe(204)
    for (const session of [call, other]) expect((await session('GET', '/me')).status).toBe(401)
    expect((await server.signIn(user.userName, goodPassword)).status).toBe(401)
    const again = server.withToken((await server.signIn(user.userName, 'a new good one')).body.accessToken)
    expect((await server.mails.next(user.email)).subject).toBe('Your password was changed')
    await again('PATCH', '/me', { body: { notices: false } })
    await change(again, 'a new good one', 'a third good one')
    await create(admin).then(({ email }) => server.mails.next(email))
    expect(server.mails.mails.filter(({ to }) => to === user.email)).toHaveLength(2)
  })

  test.each([
    ['wrong', 'a new good one', '/oldPassword', 'oldPassword.wrong'],
    [goodPassword, '', '/newPassword', 'password.required'],
    [goodPassword, 'short', '/newPassword', 'password.length'],
    [goodPassword, 'x'.repeat(129), '/newPassword', 'password.length'],
  ])('%s -> %s is refused', async (oldPassword, newPassword, pointer, code) => {
    const { call } = await welcome(server, admin)
    expect(trouble(await change(call, oldPassword, newPassword))).toEqual({
      status: 422,
      code,
      errors: { [pointer]: code },
    })
    expect((await call('GET', '/me')).status).toBe(200)
  })

  test('must not be a name or the address', async () => {
    const { call, user } = await welcome(server, admin)
    for (const known of [user.userName, user.email.toUpperCase()])
      expect(trouble(await change(call, goodPassword, known))).toMatchObject({ status: 422, code: 'password.known' })
  })

  test('guessing the old one is counted like guessing at the door', async () => {
    const { call, user } = await welcome(server, admin)
    for (let at = 0; at < 10; at++) expect((await change(call, `wrong ${at}`, 'a new good one')).status).toBe(422)
    expect(trouble(await change(call, goodPassword, 'a new good one'))).toMatchObject({
      status: 429,
      code: 'locked_out',
    })
    expect(trouble(await server.signIn(user.userName, goodPassword))).toMatchObject({ status: 429 })
  })

  test('thirty guesses at once are not more than ten', async () => {
    const { call } = await welcome(server, admin)
    const guesses = Array.from({ length: 30 }, (_, at) => change(call, `wrong ${at}`, 'a new good one'))
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect([
      statuses.filter((status) => status === 422).length,
      statuses.filter((status) => status === 429).length,
    ]).toEqual([10, 20])
  })
})

describe('own sessions', () => {
  test('are listed, and ended one by one or all but this one', async () => {
    const { call, user } = await welcome(server, admin)
    const others = [await server.signIn(user.userName, goodPassword), await server.signIn(user.userName, goodPassword)]
    const list = async () => OwnSessions.parse((await call('GET', '/me/sessions')).body).items
    const sessions = await list()
    expect(sessions).toHaveLength(3)
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
    expect(sessions[0]).toMatchObject({ clientName: 'test', address: '127.0.0.1' })
    const one = sessions.find(({ current }) => !current)
    expect((await call('DELETE', `/me/sessions/${one?.id ?? ''}`)).status).toBe(204)
    expect(trouble(await call('DELETE', `/me/sessions/${one?.id ?? ''}`))).toMatchObject({ status: 404 })
    expect(await list()).toHaveLength(2)
    const foreign = OwnSessions.parse((await admin('GET', '/me/sessions')).body).items[0]
    expect(trouble(await call('DELETE', `/me/sessions/${foreign?.id ?? ''}`))).toMatchObject({ status: 404 })
    expect((await call('DELETE', '/me/sessions')).status).toBe(204)
    expect((await list()).map(({ current }) => current)).toEqual([true])
    for (const { body } of others) expect((await server.withToken(body.accessToken)('GET', '/me')).status).toBe(401)
  })
})

describe('the own account', () => {
  test('can be deleted', async () => {
    const { call, user } = await welcome(server, admin)
    expect((await call('DELETE', '/me')).status).toBe(204)
    expect((await call('GET', '/me')).status).toBe(401)
    expect((await admin(`GET`, `/users/${user.id}`)).body).toMatchObject({
      id: user.id,
      deletedAt: expect.any(String) as string,
    })
    expect((await admin('POST', `/users/${user.id}/restore`)).status).toBe(200)
  })

  test('but not that of the last admin who can sign in, nor an owner or a read-only one', async () => {
    expect(trouble(await admin('DELETE', '/me'))).toMatchObject({ status: 409, code: 'last_admin' })
    const { call, user } = await welcome(server, admin)
    const { db } = server.context
    for (const protection of ['owner', 'readOnly'] as const) {
      await db.updateTable('users').set({ protection }).where('userName', '=', user.userName).execute()
      expect(trouble(await call('DELETE', '/me'))).toMatchObject({ status: 403, code: 'account_protected' })
    }
    await db
      .updateTable('users')
      .set({ role: 'admin', protection: null })
      .where('userName', '=', user.userName)
      .execute()
    expect((await call('DELETE', '/me')).status).toBe(204)
  })
})

describe('forgotten password', () => {
  const forget = (email: string) => server.call('POST', '/password-resets', { body: { email } })

  test('mails a link to who is known; the answer is the same for all', async () => {
    const { user, call } = await welcome(server, admin)
    const answers = [
      await forget(user.email.toUpperCase()),
      await forget('nobody@x.example'),
      await forget('no address'),
    ]
    for (const answer of answers) expect([answer.status, answer.body]).toEqual([202, ''])
    const { link, subject } = await server.mails.next(user.email)
    expect(subject).toBe('Set a new password')
    expect((await call('GET', '/me')).status).toBe(200)
    expect((await server.signIn(user.userName, goodPassword)).status).toBe(201)
    expect((await setPassword(link, 'remembered now')).status).toBe(200)
    expect((await call('GET', '/me')).status).toBe(401)
    expect((await server.signIn(user.userName, 'remembered now')).status).toBe(201)
  })

  test('whoever was invited is invited again, whoever is disabled gets nothing', async () => {
    const invited = await create(admin)
    await server.mails.next(invited.email)
    await forget(invited.email)
    expect((await server.mails.next(invited.email)).subject).toBe('You have been invited')
    const { user } = await welcome(server, admin)
    await admin('PATCH', `/users/${user.id}`, { body: { disabled: true }, headers: { 'if-match': user.etag } })
    await forget(user.email)
    await create(admin).then(({ email }) => server.mails.next(email))
    expect(server.mails.mails.filter(({ to }) => to === user.email)).toHaveLength(1)
  })

  test('nobody is flooded: five in a quarter of an hour', async () => {
    const { user } = await welcome(server, admin)
    for (let at = 0; at < 5; at++) {
      expect((await forget(user.email)).status).toBe(202)
      await server.mails.next(user.email)
    }
    for (let at = 0; at < 3; at++) expect((await forget(user.email)).status).toBe(202)
    await create(admin).then(({ email }) => server.mails.next(email))
    expect(server.mails.mails.filter(({ to }) => to === user.email)).toHaveLength(6)
    server.advance(15 * 60_000 + 1000)
    await forget(user.email)
    expect((await server.mails.next(user.email)).link).toContain('/set-password')
  })
})
