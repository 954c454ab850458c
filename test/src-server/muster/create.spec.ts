import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, newUser, page, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call
let partner: Call
let manager: Call
/** Names of places, by name. */
let organizations: Map<string, string>
let projects: { id: string; name: string; organization: { id: string; name: string } }[]

beforeAll(async () => {
  server = await startServer({ users: 20 })
  admin = await server.as('admin')
  partner = await server.as('partner')
  manager = await server.as('manager')
  const listed = await admin<{ items: { id: string; name: string }[] }>('GET', '/organizations')
  organizations = new Map(listed.body.items.map(({ id, name }) => [name, id]))
  projects = (await admin<{ items: typeof projects }>('GET', '/projects?limit=1000')).body.items
})
afterAll(() => server.stop())

const post = (call: Call, body: object) => call<UserBody>('POST', '/users', { body })

describe('defaults', () => {
  test('only name and address are needed; the rest is own organization, role user, approved, invited for 3 hours', async () => {
    const body = newUser()
    const answer = await post(admin, body)
    expect(answer.status).toBe(201)
    expect(answer.headers.get('location')).toBe(`/v1/users/${answer.body.id}`)
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(answer.body).toMatchObject({
      ...body,
      displayName: null,
      emailConfirmed: false,
      role: 'user',
      approved: true,
      disabled: false,
      mustChangePassword: false,
      protection: null,
      organization: { name: 'Alder Clinic' },
      partner: { name: 'Kestrel IT' },
      projects: [],
      creationName: 'mira-novak',
      lastSignInAt: null,
      deletedAt: null,
      etag: '"1"',
    })
    const { createdAt, updatedAt, invitationExpiresAt } = answer.body
    expect(updatedAt).toBe(createdAt)
    expect(Date.parse(invitationExpiresAt ?? '') - Date.parse(createdAt)).toBe(3 * 60 * 60 * 1000)
    expect((await admin('GET', `/users/${answer.body.id}`)).body).toEqual(answer.body)
  })

  test('a user that a partner adds is approved, one that a manager adds waits', async () => {
    expect(await create(partner)).toMatchObject({ approved: true, creationName: 'kestrel-admin' })
    expect(await create(manager)).toMatchObject({ approved: false, creationName: 'henrik-brandt' })
    expect(await create(admin, { approved: false })).toMatchObject({ approved: false })
    expect(trouble(await post(manager, newUser({ approved: true })))).toMatchObject({
      status: 403,
      code: 'approve_denied',
    })
    expect((await post(manager, newUser({ approved: false }))).status).toBe(201)
  })

  test('surrounding space goes, an empty display name is none, composed and decomposed letters are one', async () => {
    const { userName } = newUser()
    const body = { userName: ` ${userName} `, email: ` ${userName}@x.example `, displayName: '  ' }
    expect((await post(admin, body)).body).toMatchObject({
      userName,
      email: `${userName}@x.example`,
      displayName: null,
    })
    expect((await create(admin, { displayName: 'Zoe\u0308' })).displayName).toBe('Zoë')
  })
})

describe('values', () => {
  test.each([
    [{ userName: '' }, 'userName.required'],
    [{ userName: 'no spaces' }, 'userName.charset'],
    [{ userName: 'nö' }, 'userName.charset'],
    [{ userName: 'under_score' }, 'userName.charset'],
    [{ userName: 'a'.repeat(65) }, 'userName.length'],
    [{ displayName: 'a\u202eb' }, 'displayName.charset'],
    [{ displayName: 'a\nb' }, 'displayName.charset'],
    [{ displayName: 'a'.repeat(129) }, 'displayName.length'],
    [{ email: '' }, 'email.required'],
    [{ email: 'nobody' }, 'email.format'],
    [{ email: 'a b@x.example' }, 'email.format'],
    [{ email: 'a@x.example, b@x.example' }, 'email.format'],
    [{ email: `a@${'x'.repeat(260)}.example` }, 'email.length'],
    [{ role: 'partner' }, 'role.unknown'],
    [{ role: 'admin' }, 'role.unknown'],
    [{ role: 'Manager' }, 'role.unknown'],
    [{ organizationId: 'zzzzzz' }, 'organizationId.unknown'],
    [{ organizationId: 'no id' }, 'organizationId.unknown'],
    [{ projectIds: ['zzzzzz'] }, 'projects.unknown'],
  ])('%j is refused', async (values, code) => {
    const pointer = `/${Object.keys(values)[0]}`
    expect(trouble(await post(admin, { ...newUser(), ...values }))).toEqual({
      status: 422,
      code,
      errors: { [pointer]: code },
    })
  })

  test('all wrong fields are told at once', async () => {
    expect(trouble(await post(admin, { userName: 'ö', email: 'x', role: 'king' }))).toEqual({
      status: 422,
      code: 'userName.charset',
      errors: { '/userName': 'userName.charset', '/email': 'email.format', '/role': 'role.unknown' },
    })
  })

  test.each(['a', 'A-1', '-', '0'.repeat(64), 'CON', 'x--y'])('%s is a user name', async (userName) => {
    expect((await post(admin, { ...newUser(), userName })).status).toBe(201)
  })

  test.each(['ليلى حداد', 'Nguyễn Thị Minh Khai', '髙橋', '👩‍💻', "O'Neill-Šćepanović", '𠮷'.repeat(128)])(
    '%s is a display name',
    async (displayName) => {
      expect((await create(admin, { displayName })).displayName).toBe(displayName)
    },
  )
})

describe('taken', () => {
  test('a name or an address is taken whatever its case, and both are told', async () => {
    const user = await create(admin)
    const again = { userName: user.userName.toUpperCase(), email: user.email.toUpperCase() }
    expect(trouble(await post(admin, again))).toEqual({
      status: 409,
      code: 'userName.taken',
      errors: { '/userName': 'userName.taken', '/email': 'email.taken' },
    })
    expect(trouble(await post(admin, { ...newUser(), email: user.email }))).toEqual({
      status: 409,
      code: 'email.taken',
      errors: { '/email': 'email.taken' },
    })
  })

  test('accents tell apart, and what a deleted user had is free', async () => {
    const { userName } = newUser()
    const first = await post(admin, { userName, email: `${userName}-ö@x.example` })
    expect(first.status).toBe(201)
    expect((await post(admin, { ...newUser(), email: `${userName}-o@x.example` })).status).toBe(201)
    await admin('DELETE', `/users/${first.body.id}`, { headers: { 'if-match': first.body.etag } })
    expect((await post(admin, { userName, email: first.body.email })).status).toBe(201)
  })

  test('of a hundred at once for one name, one gets it', async () => {
    const body = newUser()
    const answers = await Promise.all(Array.from({ length: 100 }, () => post(admin, body)))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([201, ...Array.from({ length: 99 }, () => 409)])
  })
})

describe('places', () => {
  test('an admin creates anywhere; a partner in its organizations; a manager in its own', async () => {
    const organizationId = organizations.get('Elbe Shipping') ?? ''
    expect(await create(admin, { organizationId })).toMatchObject({
      organization: { name: 'Elbe Shipping' },
      partner: { name: 'Ostrava Cloud' },
    })
    const own = organizations.get('Granite Works') ?? ''
    expect(await create(partner, { organizationId: own })).toMatchObject({ organization: { name: 'Granite Works' } })
    const foreign = { status: 422, errors: { '/organizationId': 'organizationId.unknown' } }
    expect(trouble(await post(partner, newUser({ organizationId })))).toMatchObject(foreign)
    expect(trouble(await post(manager, newUser({ organizationId: own })))).toMatchObject(foreign)
  })

  test('projects come along, of the own organization and for role user only', async () => {
    const [one, two] = projects.filter(({ organization }) => organization.name === 'Alder Clinic')
    const other = projects.find(({ organization }) => organization.name === 'Elbe Shipping')
    const projectIds = [two?.id ?? '', one?.id ?? '', two?.id ?? '']
    const user = await create(admin, { projectIds })
    expect(new Set(user.projects.map(({ id }) => id))).toEqual(new Set(projectIds))
    expect(trouble(await post(admin, newUser({ projectIds: [other?.id] })))).toMatchObject({
      status: 422,
      errors: { '/projectIds': 'projects.organization' },
    })
    expect(trouble(await post(manager, newUser({ projectIds: [other?.id] })))).toMatchObject({
      errors: { '/projectIds': 'projects.unknown' },
    })
    expect(trouble(await post(admin, newUser({ projectIds, role: 'manager' })))).toMatchObject({
      status: 422,
      errors: { '/projectIds': 'projects.role' },
    })
  })
})

test('the invitation is mailed, and a refused creation mails nothing', async () => {
  const user = await create(admin, { displayName: 'Ada Lima' })
  const mail = await server.mails.next(user.email)
  expect(mail.text).toContain('Ada Lima')
  expect(mail.text).toContain(user.userName)
  expect(mail.link).toMatch(new RegExp(`^${server.url}/set-password\\?token=[\\w-]{43}$`))
  const refused = newUser({ role: 'admin' })
  await post(admin, refused)
  await create(admin).then(({ email }) => server.mails.next(email))
  expect(server.mails.mails.map(({ to }) => to)).not.toContain(refused.email)
})

test('a user role account creates nobody', async () => {
  const user = await server.as('user')
  expect(trouble(await post(user, newUser()))).toMatchObject({ status: 403, code: 'not_by_role' })
  expect((await page(admin, { filter: 'creationName eq "greta-byrne"' })).items).toEqual([])
})
