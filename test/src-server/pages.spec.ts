import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { goodPassword, setPassword } from '../support/accounts.ts'
import { type Call, startServer, type TestServer } from '../support/server.ts'
import { create } from '../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 10 })
})
beforeEach(async () => {
  admin = await server.as('admin')
})
afterAll(() => server.stop())

const hour = 60 * 60 * 1000

async function invited(more: object = {}) {
  const user = await create(admin, more)
  const { link } = await server.mails.next(user.email)
  if (link === null) throw new Error('no link')
  return { user, link }
}

test('a page is plain HTML without script, and its address goes nowhere else', async () => {
  const { link } = await invited()
  const response = await fetch(link)
  const page = await response.text()
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page).not.toMatch(/<script|\son\w+=|javascript:/i)
  const policy = response.headers.get('content-security-policy') ?? ''
  for (const part of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
    expect(policy).toContain(part)
  const style = /<style>([^]*)<\/style>/.exec(page)?.[1] ?? ''
  expect(policy).toContain(createHash('sha256').update(style).digest('base64'))
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
})

test('names are shown as text, whatever they are', async () => {
  const { link } = await invited({ displayName: '<img src=x onerror=alert(1)> & "co"' })
  const page = await (await fetch(link)).text()
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;')
  expect(page).not.toContain('<img')
})

describe('setting a password', () => {
  test('by the link of the invitation works once, confirms the address and signs in', async () => {
    const { user, link } = await invited()
    expect((await fetch(link)).status).toBe(200)
    expect((await fetch(link)).status).toBe(200) // looking at it uses nothing up
    const response = await setPassword(link)
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('The password is set') as string,
    ])
    expect((await server.signIn(user.userName, goodPassword)).status).toBe(201)
    expect((await admin<UserBody>('GET', `/users/${user.id}`)).body).toMatchObject({
      emailConfirmed: true,
      invitationExpiresAt: null,
      mustChangePassword: false,
    })
    expect((await setPassword(link, 'another one now')).status).toBe(404)
    expect((await fetch(link)).status).toBe(404)
    expect((await server.signIn(user.userName, 'another one now')).status).toBe(401)
  })

  test('under /v1 as well', async () => {
    const { user, link } = await invited()
    expect((await setPassword(link.replace('/set-password', '/v1/set-password'))).status).toBe(200)
    expect((await server.signIn(user.userName, goodPassword)).status).toBe(201)
  })

  test.each([
    ['', '', 'Choose a password'],
    ['short', 'short', '8 to 128 characters'],
    ['x'.repeat(129), 'x'.repeat(129), '8 to 128 characters'],
    [goodPassword, 'something else', 'The two passwords differ'],
  ])('%.20s, %.20s is refused, and the link stays good', async (password, again, sentence) => {
    const { link } = await invited()
    const refused = await setPassword(link, password, again)
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain(sentence)
    if (password !== '') expect(page).not.toContain(password)
    expect((await setPassword(link)).status).toBe(200)
  })

  test('must not be a name of the account', async () => {
    const { user, link } = await invited({ displayName: 'Long Enough Name' })
    for (const name of [user.email, 'long enough name']) expect((await setPassword(link, name)).status).toBe(422)
  })

  test('of twenty at once one wins', async () => {
    const { link } = await invited()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => setPassword(link, `password number ${at}`)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(19)
  })

  test('after 3 hours the link only offers a new one, which is mailed', async () => {
    const { user, link } = await invited()
    server.advance(3 * hour - 60_000)
    expect((await fetch(link)).status).toBe(200)
    server.advance(2 * 60_000)
    const expired = await fetch(link)
    expect([expired.status, await expired.text()]).toEqual([410, expect.stringContaining('Resend') as string])
    expect((await setPassword(link)).status).toBe(410)
    const token = new URL(link).searchParams.get('token') ?? ''
    const resend = () => fetch(`${server.url}/resend-link`, { method: 'POST', body: new URLSearchParams({ token }) })
    expect((await resend()).status).toBe(202)
    expect((await resend()).status).toBe(409)
    const mail = await server.mails.next(user.email)
    expect((await setPassword(mail.link)).status).toBe(200)
    expect((await server.signIn(user.userName, goodPassword)).status).toBe(201)
  })
})

test.each(['x', 'x'.repeat(43), "' or '1'='1"])('the token %s opens nothing', async (token) => {
  for (const page of ['set-password', 'confirm-email']) {
    expect((await fetch(`${server.url}/${page}?${new URLSearchParams({ token })}`)).status).toBe(404)
    const form = page === 'set-password' ? { token, password: goodPassword, again: goodPassword } : { token }
    expect((await fetch(`${server.url}/${page}`, { method: 'POST', body: new URLSearchParams(form) })).status).toBe(404)
  }
})

test('a link of one kind opens no page of another', async () => {
  const { link } = await invited()
  const other = link.replace('set-password', 'confirm-email')
  expect((await fetch(other)).status).toBe(404)
  const token = new URL(link).searchParams.get('token') ?? ''
  expect(
    (await fetch(new URL('confirm-email', link), { method: 'POST', body: new URLSearchParams({ token }) })).status,
  ).toBe(404)
  expect((await setPassword(link)).status).toBe(200)
})

test.each([
  ['GET', '/set-password', null],
  ['GET', '/set-password?token=x&next=y', null],
  ['POST', '/set-password', { token: 'x', password: 'y' }],
  ['POST', '/set-password', { token: 'x', password: 'y', again: 'y', admin: '1' }],
  ['POST', '/confirm-email', {}],
])('%s %s %j is malformed', async (method, path, form) => {
  const body = form ? { body: new URLSearchParams(form) } : {}
  const answer = await fetch(`${server.url}${path}`, { method, ...body })
  expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
})

test('no link is kept: the database has no token of a mail', async () => {
  const { link } = await invited()
  const token = new URL(link).searchParams.get('token') ?? ''
  const { db } = server.context
  const kept = [await db.selectFrom('links').selectAll().execute(), await db.selectFrom('mails').selectAll().execute()]
  expect(JSON.stringify(kept)).not.toContain(token)
  expect(JSON.stringify(server.log)).not.toContain(token)
})
