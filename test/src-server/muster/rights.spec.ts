import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Action, type Actor, actions, can, type Denial } from '../../../src-shared/domain/can.ts'
import type { Role } from '../../../src-shared/domain/role.ts'
import type { Me } from '../../../src-shared/wire/muster-api/account.ts'
import type { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import { type Answer, type Call, startServer, type TestServer } from '../../support/server.ts'
import { allPages, create, newUser, trouble } from '../../support/users.ts'

let server: TestServer
const calls = new Map<Role, Call>()
const mes = new Map<Role, Me>()
const as = (role: Role): Call => calls.get(role) ?? server.call

beforeAll(async () => {
  server = await startServer({ users: 400 })
  for (const role of ['admin', 'partner', 'manager', 'user'] as const) {
    const call = await server.as(role)
    calls.set(role, call)
    mes.set(role, (await call<Me>('GET', '/me')).body)
  }
})
afterAll(() => server.stop())

const actorOf = (role: Role): Actor => {
  const me = mes.get(role)
  if (!me) throw new Error('not signed in')
  return { id: me.id, role, organization: me.organization, partner: me.partner }
}

/** Tries an action on a user that is fresh for it, as far as that goes. */
async function attempt(call: Call, action: Action, user: UserBody): Promise<Answer> {
  const change = (body: object) => call('PATCH', `/users/${user.id}`, { body, headers: { 'if-match': user.etag } })
  switch (action) {
    case 'create':
      return call('POST', '/users', { body: newUser({ organizationId: user.organization.id, role: user.role }) })
    case 'edit':
      return change({ displayName: `Edited ${Math.random()}` })
    case 'approve':
      return change({ approved: !user.approved })
    case 'disable':
      return change({ disabled: !user.disabled })
    case 'reset':
      return call('POST', `/users/${user.id}/password-reset`)
    case 'invite':
      return call('POST', `/users/${user.id}/invitation`)
    case 'signOut':
      return call('DELETE', `/users/${user.id}/sessions`)
    case 'projects': {
      const listed = await as('admin')<{ items: { id: string; organization: { id: string } }[] }>('GET', '/projects')
      const project = listed.body.items.find(({ organization }) => organization.id === user.organization.id)
      const method = user.projects.some(({ id }) => id === project?.id) ? 'DELETE' : 'PUT'
      return call(method, `/projects/${project?.id ?? ''}/members/${user.id}`)
    }
    case 'promote':
      return change({ role: 'manager', projectIds: [] })
    case 'demote':
      return change({ role: 'user' })
    case 'delete':
      return call('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })
    case 'restore':
      return call('POST', `/users/${user.id}/restore`)
  }
}

/** What an action on a kind of user makes no sense for. */
const isMeant = (action: Action, user: UserBody): boolean =>
  (action !== 'promote' || user.role === 'user') &&
  (action !== 'demote' || user.role === 'manager') &&
  (action !== 'projects' || user.role === 'user')

function expected(denial: Denial | null): { status: number; code?: string } {
  if (denial === 'scope') return { status: 404, code: 'not_found' }
  return denial === null ? { status: 200 } : { status: 403, code: denial }
}

describe.each(['admin', 'partner', 'manager'] as const)('%s', (role) => {
  const targets = [
    ['a user of its organization', 'Alder Clinic', 'user', null],
    ['a manager of its organization', 'Alder Clinic', 'manager', null],
    ['a user of another organization of its partner', 'Brightwater Energy', 'user', null],
    ['a user of another partner', 'Elbe Shipping', 'user', null],
    ['an owner', null, null, 'owner'],
    ['a read-only account', null, null, 'readOnly'],
  ] as const

  test.each(targets)('on %s: what `can` of the domain says', async (_, organization, targetRole, protection) => {
    const admin = as('admin')
    const listed = await allPages(admin, { limit: 1000 })
    const actor = actorOf(role)
    for (const action of actions) {
      const isMatch = (user: UserBody) =>
        protection === null
          ? user.organization.name === organization && user.role === targetRole && user.protection === null
          : user.protection === protection
      const kind = listed.find(isMatch)
      if (!kind) throw new Error('the demo data has no such user')
      let user = kind
      if (protection === null) {
        user = await create(admin, { organizationId: kind.organization.id, role: kind.role })
        if (action === 'restore') {
          await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })
          user = (await admin<UserBody>('GET', `/users/${user.id}`)).body
        }
      }
      if (!isMeant(action, user) || (protection !== null && (action === 'create' || action === 'restore'))) continue
      const answer = await attempt(as(role), action, user)
      let { status, code } = expected(can(actor, action, user))
      // an organization that is not seen is named in a body, where it is a wrong value
      if (action === 'create' && status === 404) [status, code] = [422, 'organizationId.unknown']
      const got = answer.status < 300 ? { status: 200 } : { status: answer.status, code: trouble(answer).code }
      expect({ action, ...got }).toEqual({ action, status, ...(code !== undefined && { code }) })
    }
  })

  test('on partners and admins: nothing', async () => {
    const listed = await allPages(as('admin'), { limit: 1000, filter: 'role eq "partner" or role eq "admin"' })
    const seen = listed.filter(({ id }) => id !== mes.get(role)?.id)
    expect(seen.length).toBeGreaterThan(0)
    for (const user of seen) {
      const { status, code } = expected(can(actorOf(role), 'edit', user))
      for (const action of ['edit', 'disable', 'reset', 'signOut', 'delete'] as const)
        expect(trouble(await attempt(as(role), action, user))).toMatchObject({ status, code })
    }
  })

  test('nobody deletes, disables or switches oneself', async () => {
    const own = mes.get(role)
    const self = (await as('admin')<UserBody>('GET', `/users/${own?.id ?? ''}`)).body
    const switching = role === 'manager' ? (['demote'] as const) : []
    for (const action of ['delete', 'disable', ...switching] as const) {
      const denial = can(actorOf(role), action, self)
      expect(trouble(await attempt(as(role), action, self))).toMatchObject({ status: 403, code: denial })
    }
  })
})

test('what is not seen is answered as what does not exist, and the audit log knows', async () => {
  const foreign = await create(as('admin'), {
    organizationId: (await server.find('organization.name eq "Elbe Shipping"')).organization.id,
  })
  const manager = as('manager')
  const [hidden, missing] = [await manager('GET', `/users/${foreign.id}`), await manager('GET', '/users/zzzzzz')]
  const strip = ({ body }: Answer) => ({ ...(body as object), requestId: '', instance: '' })
  expect(strip(hidden)).toEqual(strip(missing))
  await manager('POST', `/users/${foreign.id}/password-reset`)
  const log = await as('admin')<{ items: object[] }>('GET', `/users/${foreign.id}/audit?outcome=refused`)
  expect(log.body.items).toMatchObject([{ action: 'user.reset', code: 'scope', actor: { userName: 'henrik-brandt' } }])
})

test('a user sees only the own profile', async () => {
  const user = as('user')
  const other = await server.find('role eq "user" and userName ne "greta-byrne"')
  const tried = [
    await user('GET', '/users'),
    await user('GET', '/users', { headers: { accept: 'application/x-ndjson' } }),
    await user('GET', '/users/delta'),
    await user('GET', `/users/${other.id}`),
    await user('GET', `/users/${mes.get('user')?.id ?? ''}`),
    await user('PATCH', `/users/${other.id}`, { body: {}, headers: { 'if-match': '"1"' } }),
    await user('DELETE', `/users/${other.id}`, { headers: { 'if-match': '"1"' } }),
    await user('POST', `/users/${other.id}/restore`),
    await user('GET', `/users/${other.id}/audit`),
    await user('GET', '/audit'),
    await user('GET', '/organizations'),
    await user('GET', '/projects'),
    await user('GET', '/partners'),
    await user('GET', '/roles'),
    await user('GET', '/stats'),
  ]
  for (const answer of tried) expect(trouble(answer)).toMatchObject({ status: 403, code: 'not_by_role' })
  expect((await user('GET', '/me')).status).toBe(200)
})

test('whoever is disabled, demoted or moved out of sight loses access at once', async () => {
  const admin = as('admin')
  const boss = await create(admin, { role: 'manager' })
  const { link } = await server.mails.next(boss.email)
  const token = new URL(link ?? '').searchParams.get('token') ?? ''
  const form = new URLSearchParams({ token, password: 'correct horse', again: 'correct horse' })
  await fetch(`${server.url}/set-password`, { method: 'POST', body: form })
  const session = await server.signIn(boss.userName, 'correct horse')
  const call = server.withToken(session.body.accessToken)
  expect((await call('GET', '/users?limit=1')).status).toBe(200)
  // straight in the database, where no rule ends the session
  await server.context.db.updateTable('users').set({ role: 'user' }).where('userName', '=', boss.userName).execute()
  expect(trouble(await call('GET', '/users?limit=1'))).toMatchObject({ status: 403, code: 'not_by_role' })
  expect(trouble(await call('POST', '/users', { body: newUser() }))).toMatchObject({ status: 403 })
  await server.context.db.updateTable('users').set({ disabled: 1 }).where('userName', '=', boss.userName).execute()
  expect(trouble(await call('GET', '/me'))).toMatchObject({ status: 401, code: 'session_ended' })
})
