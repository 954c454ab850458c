import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import { tidyUp } from '../../../src-server/store/upkeep.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, newUser, page, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 20 })
  admin = await server.as('admin')
})
afterAll(() => server.stop())

const hour = 60 * 60 * 1000
const read = async (id: string) => (await admin<UserBody>('GET', `/users/${id}`)).body
const remove = (user: UserBody, call = admin) =>
  call('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })

async function setPassword(link: string | null, password = 'correct horse battery'): Promise<Response> {
  const token = new URL(link ?? '').searchParams.get('token') ?? ''
  return fetch(`${server.url}/set-password`, {
    method: 'POST',
    body: new URLSearchParams({ token, password, again: password }),
  })
}

describe('deletion', () => {
  test('needs the version, hides the user from lists, and can be taken back as it was', async () => {
    const user = await create(admin, { displayName: 'Short Stay' })
    expect(trouble(await admin('DELETE', `/users/${user.id}`))).toMatchObject({ status: 428 })
    const stale = { headers: { 'if-match': '"9"' } }
    expect(trouble(await admin('DELETE', `/users/${user.id}`, stale))).toMatchObject({ status: 412 })
    const answer = await remove(user)
    expect([answer.status, answer.body]).toEqual([204, ''])
    expect((await page(admin, { q: 'Short Stay' })).items).toEqual([])
    const [listed] = (await page(admin, { q: 'Short Stay', filter: 'deletedAt pr' })).items
    expect(listed?.id).toBe(user.id)
    const deleted = await read(user.id)
    expect(deleted.deletedAt).not.toBeNull()

    const restored = await admin<UserBody>('POST', `/users/${user.id}/restore`)
    expect(restored.status).toBe(200)
    expect(restored.headers.get('etag')).toBe(restored.body.etag)
    expect({ ...restored.body, invitationExpiresAt: null }).toEqual({
      ...user,
      etag: '"3"',
      updatedAt: restored.body.updatedAt,
      invitationExpiresAt: null,
    })
  })

  test('the count of a list follows every write', async () => {
    const counted = async () => [
      (await page(admin, { count: true, limit: 1 })).total,
      (await page(admin, { count: true, limit: 1, filter: 'displayName eq "Counted Once"' })).total,
    ]
    const [all = 0, named = 0] = await counted()
    expect(await counted()).toEqual([all, named])
    const user = await create(admin, { displayName: 'Counted Once' })
    expect(await counted()).toEqual([all + 1, named + 1])
    await remove(user)
    expect(await counted()).toEqual([all, named])
    await admin('POST', `/users/${user.id}/restore`)
    expect(await counted()).toEqual([all + 1, named + 1])
    const headers = { 'if-match': (await read(user.id)).etag }
    await admin('PATCH', `/users/${user.id}`, { headers, body: { displayName: 'Counted Twice' } })
    expect(await counted()).toEqual([all + 1, named])
  })

  test('a deleted user is not found by any change but restore', async () => {
    const user = await create(admin)
    await remove(user)
    const { etag } = await read(user.id)
    const headers = { 'if-match': etag }
    const tried = [
      await admin('PATCH', `/users/${user.id}`, { headers, body: { displayName: 'x' } }),
      await admin('DELETE', `/users/${user.id}`, { headers }),
      await admin('POST', `/users/${user.id}/password-reset`),
      await admin('POST', `/users/${user.id}/invitation`),
      await admin('DELETE', `/users/${user.id}/sessions`),
    ]
    for (const answer of tried) expect(trouble(answer)).toMatchObject({ status: 404, code: 'not_found' })
  })

  test('ends sessions and the link of the invitation', async () => {
    const user = await create(admin)
    const { link } = await server.mails.next(user.email)
    await setPassword(link)
    const { body } = await server.signIn(user.userName, 'correct horse battery')
    await remove(await read(user.id))
    expect((await server.withToken(body.accessToken)('GET', '/me')).status).toBe(401)
    expect(trouble(await server.signIn(user.userName, 'correct horse battery'))).toMatchObject({
      code: 'bad_credentials',
    })
    const invited = await create(admin)
    const mail = await server.mails.next(invited.email)
    await remove(invited)
    expect((await fetch(mail.link ?? '')).status).toBe(404)
  })

  test('restoring is refused where the name or the address was given away, and answers again when done already', async () => {
    const user = await create(admin)
    await remove(user)
    const heir = await create(admin, { userName: user.userName })
    expect(trouble(await admin('POST', `/users/${user.id}/restore`))).toEqual({
      status: 409,
      code: 'userName.taken',
      errors: { '/userName': 'userName.taken' },
    })
    await remove(heir)
    const restored = await admin<UserBody>('POST', `/users/${user.id}/restore`)
    expect(restored.status).toBe(200)
    expect((await admin<UserBody>('POST', `/users/${user.id}/restore`)).body).toEqual(restored.body)
  })
})

describe('password reset', () => {
  test('signs out, mails a link for 3 hours, and lets nobody in before it was used', async () => {
    const user = await create(admin)
    await setPassword((await server.mails.next(user.email)).link)
    const session = await server.signIn(user.userName, 'correct horse battery')
    const before = await read(user.id)
    const answer = await admin<UserBody>('POST', `/users/${user.id}/password-reset`)
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({ mustChangePassword: true })
    expect(answer.body.etag).not.toBe(before.etag)
    expect((await server.withToken(session.body.accessToken)('GET', '/me')).status).toBe(401)
    expect(trouble(await server.signIn(user.userName, 'correct horse battery'))).toMatchObject({
      status: 403,
      code: 'must_change_password',
    })
    const { link, subject } = await server.mails.next(user.email)
    expect(subject).toBe('Set a new password')
    expect((await setPassword(link, 'another good one')).status).toBe(200)
    expect(await read(user.id)).toMatchObject({ mustChangePassword: false })
    expect(trouble(await server.signIn(user.userName, 'correct horse battery'))).toMatchObject({ status: 401 })
    expect((await server.signIn(user.userName, 'another good one')).status).toBe(201)
  })

  test('asked again, the older link is dead', async () => {
    const user = await create(admin)
    await server.mails.next(user.email)
    await admin('POST', `/users/${user.id}/password-reset`)
    const first = await server.mails.next(user.email)
    await admin('POST', `/users/${user.id}/password-reset`)
    const second = await server.mails.next(user.email)
    expect((await setPassword(first.link)).status).toBe(404)
    expect((await setPassword(second.link)).status).toBe(200)
  })
})

describe('invitation', () => {
  test('sent again, the older link is dead and the time begins anew', async () => {
    const user = await create(admin)
    const first = await server.mails.next(user.email)
    server.advance(hour)
    const again = await server.as('admin')
    const answer = await again<UserBody>('POST', `/users/${user.id}/invitation`)
    expect(answer.status).toBe(202)
    expect(Date.parse(answer.body.invitationExpiresAt ?? '')).toBeGreaterThan(
      Date.parse(user.invitationExpiresAt ?? ''),
    )
    const second = await server.mails.next(user.email)
    expect((await fetch(first.link ?? '')).status).toBe(404)
    expect((await setPassword(second.link)).status).toBe(200)
    expect(await again('GET', `/users/${user.id}`)).toMatchObject({
      body: { invitationExpiresAt: null, emailConfirmed: true, mustChangePassword: false },
    })
    admin = again
  })

  test('is refused to whoever has accepted it', async () => {
    const user = await create(admin)
    await setPassword((await server.mails.next(user.email)).link)
    expect(trouble(await admin('POST', `/users/${user.id}/invitation`))).toMatchObject({
      status: 409,
      code: 'invitation_accepted',
    })
  })

  test('may ask for a version, but need not', async () => {
    const user = await create(admin)
    const stale = { headers: { 'if-match': '"5"' } }
    expect(trouble(await admin('POST', `/users/${user.id}/invitation`, stale))).toMatchObject({ status: 412 })
    const present = { headers: { 'if-match': user.etag } }
    expect((await admin('POST', `/users/${user.id}/invitation`, present)).status).toBe(202)
  })
})

test('signing somebody out ends the sessions and nothing else', async () => {
  const user = await create(admin)
  await setPassword((await server.mails.next(user.email)).link)
  const session = await server.signIn(user.userName, 'correct horse battery')
  const before = await read(user.id)
  expect((await admin('DELETE', `/users/${user.id}/sessions`)).status).toBe(204)
  expect((await server.withToken(session.body.accessToken)('GET', '/me')).status).toBe(401)
  const { refreshToken } = session.body
  expect((await server.call('POST', '/sessions/refresh', { body: { refreshToken } })).status).toBe(401)
  expect(await read(user.id)).toEqual(before)
})

test('after 30 days a deleted user is gone for good', async () => {
  const [kept, gone] = [await create(admin), await create(admin, newUser())]
  await remove(gone)
  server.advance(20 * 24 * hour)
  admin = await server.as('admin')
  await remove(kept)
  server.advance(10 * 24 * hour + hour)
  await tidyUp(server.context)
  admin = await server.as('admin')
  expect((await admin('GET', `/users/${gone.id}`)).status).toBe(404)
  expect((await admin('POST', `/users/${gone.id}/restore`)).status).toBe(404)
  expect((await admin('POST', `/users/${kept.id}/restore`)).status).toBe(200)
})
