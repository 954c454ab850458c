import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import { type Answer, type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, newUser, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call
let manager: Call
let projectIds: string[]

beforeAll(async () => {
  server = await startServer({ users: 20 })
  admin = await server.as('admin')
  manager = await server.as('manager')
  const listed = await admin<{ items: { id: string; organization: { name: string } }[] }>('GET', '/projects')
  projectIds = listed.body.items.filter(({ organization }) => organization.name === 'Alder Clinic').map(({ id }) => id)
})
afterAll(() => server.stop())

const read = async (id: string) => (await admin<UserBody>('GET', `/users/${id}`)).body
const patch = (call: Call, user: UserBody, body: object, headers: Record<string, string> = {}) =>
  call<UserBody>('PATCH', `/users/${user.id}`, { body, headers: { 'if-match': user.etag, ...headers } })

async function patched(user: UserBody, body: object): Promise<UserBody> {
  const answer: Answer<UserBody> = await patch(admin, user, body)
  expect(answer.status).toBe(200)
  return answer.body
}

describe('a patch', () => {
  test('changes what it names and nothing else, and moves the version', async () => {
    const user = await create(admin, { displayName: 'Before', projectIds: projectIds.slice(0, 2) })
    const changed = await patched(user, { displayName: 'After' })
    expect(changed).toEqual({ ...user, displayName: 'After', etag: '"2"', updatedAt: changed.updatedAt })
    expect(await read(user.id)).toEqual(changed)
    expect(await patched(changed, { displayName: null })).toMatchObject({ displayName: null, etag: '"3"' })
  })

  test('that changes nothing answers 200 with the same version', async () => {
    const user = await create(admin, { displayName: 'Same', projectIds: projectIds.slice(0, 2) })
    const { userName, displayName, email, role, approved, disabled } = user
    const body = {
      userName,
      displayName,
      email,
      role,
      approved,
      disabled,
      projectIds: projectIds.slice(0, 2).reverse(),
    }
    expect(await patched(user, body)).toEqual(user)
    expect(await patched(user, {})).toEqual(user)
    expect(await patched(user, { displayName: '  Same ' })).toEqual(user)
  })

  test.each(['application/json', 'application/merge-patch+json', 'application/json; charset=utf-8'])(
    'comes as %s',
    async (type) => {
      const user = await create(admin)
      const answer = await patch(admin, user, { displayName: 'Typed' }, { 'content-type': type })
      expect(answer.status).toBe(200)
    },
  )
})

describe('versions', () => {
  test('without If-Match, or with any, it is refused', async () => {
    const user = await create(admin)
    for (const headers of [{}, { 'if-match': '*' }])
      expect(trouble(await admin('PATCH', `/users/${user.id}`, { body: { displayName: 'x' }, headers }))).toMatchObject(
        {
          status: 428,
          code: 'precondition_required',
        },
      )
  })

  test('another version is refused, with the user as it is now', async () => {
    const user = await create(admin)
    const changed = await patched(user, { displayName: 'Theirs' })
    const answer = await patch(manager, user, { displayName: 'Mine' })
    expect(trouble(answer)).toMatchObject({ status: 412, code: 'version_mismatch' })
    expect((answer.body as unknown as { current: UserBody }).current).toEqual(changed)
    expect(await read(user.id)).toEqual(changed)
  })

  test.each(['"0"', '"99"', 'W/"1"', '"x"', '"1 "'])('If-Match: %s is another version', async (tag) => {
    const user = await create(admin)
    const { status } = trouble(await patch(admin, user, { displayName: 'x' }, { 'if-match': tag }))
    expect(status).toBe(tag === '"1 "' ? 400 : 412)
  })

  test('one of several will do; what is no etag is malformed', async () => {
    const user = await create(admin)
    expect((await patch(admin, user, { displayName: 'y' }, { 'if-match': '"7", "1"' })).status).toBe(200)
    expect(trouble(await patch(admin, user, { displayName: 'z' }, { 'if-match': '1' }))).toMatchObject({ status: 400 })
  })

  test('of a hundred changes made on one version, one is taken', async () => {
    const user = await create(admin)
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, at) => patch(admin, user, { displayName: `Writer ${at}` })),
    )
    const taken = answers.filter(({ status }) => status === 200)
    expect(taken).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(99)
    expect((await read(user.id)).displayName).toBe(taken[0]?.body.displayName)
  })

  test('a read with the present etag is answered with 304 and nothing', async () => {
    const user = await create(admin)
    const again = await admin('GET', `/users/${user.id}`, { headers: { 'if-none-match': user.etag } })
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', user.etag])
    expect((await admin('GET', `/users/${user.id}`, { headers: { 'if-none-match': '"77"' } })).status).toBe(200)
  })
})

describe('values', () => {
  test.each([
    [{ userName: 'ü' }, 422, 'userName.charset'],
    [{ displayName: '\u2066x' }, 422, 'displayName.charset'],
    [{ email: 'x' }, 422, 'email.format'],
    [{ role: 'admin' }, 422, 'role.unknown'],
    [{ role: 'partner' }, 422, 'role.unknown'],
  ])('%j is refused', async (body, status, code) => {
    const user = await create(admin)
    const pointer = `/${Object.keys(body)[0]}`
    expect(trouble(await patch(admin, user, body))).toEqual({ status, code, errors: { [pointer]: code } })
    expect(await read(user.id)).toEqual(user)
  })

  test('a name or address that another has is refused; the own one in other letters is not', async () => {
    const [user, other] = [await create(admin), await create(admin)]
    expect(trouble(await patch(admin, user, { userName: other.userName.toUpperCase() }))).toEqual({
      status: 409,
      code: 'userName.taken',
      errors: { '/userName': 'userName.taken' },
    })
    expect(trouble(await patch(admin, user, { email: other.email }))).toMatchObject({
      status: 409,
      code: 'email.taken',
    })
    const louder = await patched(user, { userName: user.userName.toUpperCase() })
    expect(louder.userName).toBe(user.userName.toUpperCase())
  })
})

describe('role and projects', () => {
  test('projects are set as a whole, in the order of their names', async () => {
    const user = await create(admin, { projectIds: projectIds.slice(0, 3) })
    const changed = await patched(user, { projectIds: projectIds.slice(1, 5).reverse() })
    expect(changed.projects.map(({ id }) => id)).toEqual(projectIds.slice(1, 5))
    expect((await patched(changed, { projectIds: [] })).projects).toEqual([])
  })

  test('a user with projects becomes a manager only if the same patch clears them', async () => {
    const user = await create(admin, { projectIds: projectIds.slice(0, 2) })
    expect(trouble(await patch(admin, user, { role: 'manager' }))).toMatchObject({
      status: 409,
      code: 'projects_assigned',
    })
    expect(trouble(await patch(admin, user, { role: 'manager', projectIds: projectIds.slice(0, 1) }))).toEqual({
      status: 422,
      code: 'projects.role',
      errors: { '/projectIds': 'projects.role' },
    })
    expect(await read(user.id)).toEqual(user)
    const promoted = await patched(user, { role: 'manager', projectIds: [] })
    expect(promoted).toMatchObject({ role: 'manager', projects: [] })
    expect(trouble(await patch(admin, promoted, { projectIds }))).toMatchObject({ code: 'projects.role' })
    expect(await patched(promoted, { role: 'user', projectIds: projectIds.slice(0, 1) })).toMatchObject({
      role: 'user',
      projects: [{ id: projectIds[0] }],
    })
  })
})

describe('what follows', () => {
  /** A user who has accepted the invitation and signed in. */
  async function signedIn() {
    const user = await create(admin)
    const { link } = await server.mails.next(user.email)
    const token = new URL(link ?? '').searchParams.get('token') ?? ''
    const password = 'correct horse battery'
    const form = new URLSearchParams({ token, password, again: password })
    expect((await fetch(`${server.url}/set-password`, { method: 'POST', body: form })).status).toBe(200)
    const session = await server.signIn(user.userName, password)
    expect(session.status).toBe(201)
    return { user: await read(user.id), own: server.withToken(session.body.accessToken), password }
  }

  test.each([{ disabled: true }, { approved: false }, { role: 'manager' }])(
    '%j ends all sessions at once',
    async (body) => {
      const { user, own } = await signedIn()
      expect((await own('GET', '/me')).status).toBe(200)
      await patched(user, body)
      expect(trouble(await own('GET', '/me'))).toMatchObject({ status: 401 })
    },
  )

  test('a new display name or address ends nothing', async () => {
    const { user, own } = await signedIn()
    await patched(user, { displayName: 'Other', email: newUser().email, userName: newUser().userName })
    expect((await own('GET', '/me')).status).toBe(200)
  })

  test.each([
    [{ disabled: true }, 'disabled'],
    [{ approved: false }, 'not_approved'],
  ])('after %j nobody signs in, which is told only to the right password', async (body, code) => {
    const { user, password } = await signedIn()
    const changed = await patched(user, body)
    expect(trouble(await server.signIn(user.userName, password))).toMatchObject({ status: 403, code })
    expect(trouble(await server.signIn(user.userName, 'wrong password'))).toMatchObject({ code: 'bad_credentials' })
    await patched(changed, { disabled: false, approved: true })
    expect((await server.signIn(user.userName, password)).status).toBe(201)
  })

  test('a new address signs in at once and is not confirmed; the old one is free', async () => {
    const { user, password } = await signedIn()
    expect(user.emailConfirmed).toBe(true)
    const { email } = newUser()
    expect(await patched(user, { email })).toMatchObject({ email, emailConfirmed: false })
    expect((await server.signIn(email, password)).status).toBe(201)
    expect(trouble(await server.signIn(user.email, password))).toMatchObject({ status: 401 })
    expect(await create(admin, { email: user.email })).toMatchObject({ email: user.email })
  })

  test('with the address goes the link that was mailed to it', async () => {
    const user = await create(admin)
    const { link } = await server.mails.next(user.email)
    const changed = await patched(user, { email: newUser().email })
    expect((await fetch(link ?? '')).status).toBe(404)
    expect(Date.parse(changed.invitationExpiresAt ?? '')).toBeLessThanOrEqual(Date.now())
    expect((await admin('POST', `/users/${user.id}/invitation`)).status).toBe(202)
    expect((await server.mails.next(changed.email)).link).toContain('/set-password')
  })
})

test('what does not exist is not found', async () => {
  const headers = { 'if-match': '"1"' }
  for (const id of ['zzzzzz', 'x', '......', '%00', 'a'.repeat(64)]) {
    expect(trouble(await admin('PATCH', `/users/${id}`, { headers, body: {} }))).toMatchObject({ status: 404 })
    expect(trouble(await admin('GET', `/users/${id}`))).toMatchObject({ status: 404, code: 'not_found' })
  }
})
