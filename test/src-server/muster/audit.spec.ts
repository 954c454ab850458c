import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AuditEntry, pageOf } from '../../../src-shared/wire/muster-api/places.ts'
import { goodPassword, setPassword, welcome } from '../../support/accounts.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, newUser, query, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 30 })
  admin = await server.as('admin')
})
afterAll(() => server.stop())

async function audit(asked: Record<string, string | number | boolean> = {}, path = '/audit', call = admin) {
  const answer = await call('GET', `${path}?${query(asked)}`)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return pageOf(AuditEntry.strict()).parse(answer.body)
}

describe('what is done to a user', () => {
  test('is written down: who, what, whom, when, from where, before and after', async () => {
    const user = await create(admin, { displayName: 'Before' })
    const [entry] = (await audit({ target: user.id })).items
    expect(entry).toMatchObject({
      action: 'user.create',
      outcome: 'done',
      code: null,
      actor: { userName: 'mira-novak' },
      target: { type: 'user', id: user.id, name: user.userName, exists: true },
      organization: { name: 'Alder Clinic' },
      address: '127.0.0.1',
      after: { userName: user.userName, email: user.email, role: 'user' },
    })
    await admin('PATCH', `/users/${user.id}`, {
      body: { displayName: 'After', disabled: true, userName: user.userName },
      headers: { 'if-match': user.etag },
    })
    const [changed] = (await audit({ target: user.id })).items
    expect(changed).toMatchObject({
      action: 'user.update',
      before: { displayName: 'Before', disabled: false },
      after: { displayName: 'After', disabled: true },
    })
    expect(Object.keys(changed?.after ?? {}).sort()).toEqual(['disabled', 'displayName'])
  })

  test('every action has its entry, in order, the latest first', async () => {
    const listed = await admin<{ items: { id: string; organization: { name: string } }[] }>('GET', '/projects')
    const project = listed.body.items.find(({ organization }) => organization.name === 'Alder Clinic')?.id ?? ''
    const user = await create(admin)
    await server.mails.next(user.email)
    await admin('POST', `/users/${user.id}/invitation`)
    await server.mails.next(user.email)
    await admin('PUT', `/projects/${project}/members/${user.id}`)
    await admin('DELETE', `/projects/${project}/members/${user.id}`)
    await admin('DELETE', `/users/${user.id}/sessions`)
    await admin('POST', `/users/${user.id}/password-reset`)
    await setPassword((await server.mails.next(user.email)).link)
    const { headers } = await admin('GET', `/users/${user.id}`)
    await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': headers.get('etag') ?? '' } })
    await admin('POST', `/users/${user.id}/restore`)
    const { items } = await audit({}, `/users/${user.id}/audit`)
    expect(items.map(({ action }) => action)).toEqual([
      'user.restore',
      'user.delete',
      'password.set',
      'user.reset',
      'user.signOut',
      'project.unassign',
      'project.assign',
      'user.invite',
      'user.create',
    ])
    expect(items[6]).toMatchObject({ project: { id: project }, after: { projects: [{ id: project }] } })
    expect(items[2]).toMatchObject({ actor: { id: user.id } })
  })

  test('a change that changes nothing is not written down; a refused one is, without its values', async () => {
    const user = await create(admin)
    const headers = { 'if-match': user.etag }
    await admin('PATCH', `/users/${user.id}`, { body: { userName: user.userName }, headers })
    await admin('PATCH', `/users/${user.id}`, { body: { userName: 'not good' }, headers })
    await admin('PATCH', `/users/${user.id}`, { body: { displayName: 'x' }, headers: { 'if-match': '"9"' } })
    const { items } = await audit({}, `/users/${user.id}/audit`)
    expect(items.map(({ action, outcome, code, after }) => [action, outcome, code, after !== null])).toEqual([
      ['user.update', 'refused', 'version_mismatch', false],
      ['user.update', 'refused', 'userName.charset', false],
      ['user.create', 'done', null, true],
    ])
  })
})

test('signing in, failing to, and signing out is written down', async () => {
  const { user, call } = await welcome(server, admin)
  await call('DELETE', '/sessions/current')
  await server.signIn(user.userName, 'wrong')
  await server.signIn('nobody-at-all', 'wrong')
  const { items } = await audit({ limit: 5 })
  expect(items.map(({ action, outcome, code, actor }) => [action, outcome, code, actor?.userName ?? null])).toEqual([
    ['session.create', 'refused', 'bad_credentials', null],
    ['session.create', 'refused', 'bad_credentials', user.userName],
    ['session.end', 'done', null, user.userName],
    ['session.create', 'done', null, user.userName],
    ['password.set', 'done', null, user.userName],
  ])
})

describe('who sees what', () => {
  test('each sees the entries of the own organizations', async () => {
    const elbe = (await server.find('organization.name eq "Elbe Shipping"')).organization.id
    const granite = (await server.find('organization.name eq "Granite Works"')).organization.id
    const foreign = await create(admin, { organizationId: elbe })
    const near = await create(admin, { organizationId: granite })
    const own = await create(admin)
    const targets = async (call: Call) => {
      const { items } = await audit({ action: 'user.create', limit: 1000 }, '/audit', call)
      return [foreign, near, own].map(({ id }) => items.some(({ target }) => target?.id === id))
    }
    expect(await targets(admin)).toEqual([true, true, true])
    expect(await targets(await server.as('partner'))).toEqual([false, true, true])
    expect(await targets(await server.as('manager'))).toEqual([false, false, true])
    expect(trouble(await (await server.as('manager'))('GET', `/users/${foreign.id}/audit`))).toMatchObject({
      status: 404,
    })
  })
})

describe('asking', () => {
  test('by actor, target, action, outcome, organization, time and whether the target is still there', async () => {
    const manager = await server.as('manager')
    const user = await create(manager)
    const gone = await create(manager)
    await admin('DELETE', `/users/${gone.id}`, { headers: { 'if-match': gone.etag } })
    await manager('POST', '/users', { body: newUser({ role: 'king' }) })
    const me = (await manager<{ id: string }>('GET', '/me')).body.id
    const of = async (asked: Record<string, string | number | boolean>) =>
      (await audit({ actor: me, action: 'user.create', ...asked })).items.map(({ target }) => target?.id)
    expect(await of({})).toEqual([undefined, gone.id, user.id])
    expect(await of({ outcome: 'refused' })).toEqual([undefined])
    expect(await of({ exists: true })).toEqual([user.id])
    expect(await of({ exists: false })).toEqual([gone.id])
    expect(await of({ target: user.id })).toEqual([user.id])
    expect(await of({ organizationId: user.organization.id })).toHaveLength(2)
    expect(await of({ projectId: 'zzzzzz' })).toEqual([])
    const at = (await audit({ target: user.id })).items[0]?.at ?? ''
    expect(await of({ from: at })).toContain(user.id)
    expect(await of({ to: at })).not.toContain(user.id)
    expect(await of({ from: at.replace('Z', '+00:00'), to: '2999-01-01T00:00:00Z' })).toContain(user.id)
  })

  test('pages follow each other without gaps, and a cursor belongs to its question', async () => {
    for (let at = 0; at < 12; at++) await create(admin)
    const all = (await audit({ action: 'user.create', limit: 1000 })).items.map(({ id }) => id)
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const part: { items: { id: string }[]; next: string | null } = await audit({
        action: 'user.create',
        limit: 5,
        ...(cursor && { cursor }),
      })
      found.push(...part.items.map(({ id }) => id))
      cursor = part.next
    }
    expect(found).toEqual(all)
    const { next } = await audit({ limit: 5 })
    expect(trouble(await admin('GET', `/audit?limit=5&action=user.delete&cursor=${next ?? ''}`))).toMatchObject({
      status: 400,
    })
  })

  test.each([
    ['from=yesterday', 'from.format'],
    ['outcome=maybe', 'outcome.value'],
    ['exists=1', 'exists.value'],
    ['user=x', 'unknown'],
    ['count=true', 'unknown'],
  ])('%s is refused', async (asked, code) => {
    const [name = ''] = asked.split('=')
    expect(trouble(await admin('GET', `/audit?${asked}`))).toMatchObject({ status: 400, errors: { [name]: code } })
  })
})

test('no password, token or link is ever written down', async () => {
  const { user, call } = await welcome(server, admin)
  await call('POST', '/me/password', { body: { oldPassword: goodPassword, newPassword: 'a secret of mine' } })
  await server.signIn('a secret of mine', 'a secret of mine')
  const { db } = server.context
  const rows = JSON.stringify([
    await db.selectFrom('audit').selectAll().execute(),
    await db.selectFrom('idempotency').selectAll().execute(),
    await db.selectFrom('failures').selectAll().execute(),
    server.log,
  ])
  expect(rows).toContain(user.userName)
  for (const secret of ['a secret of mine', goodPassword, 'token=', server.admin.password])
    expect(rows).not.toContain(secret)
})

describe('as a table', () => {
  const csv = async (asked: Record<string, string | boolean>, call = admin) =>
    call<string>('GET', `/audit?${query(asked)}`, { headers: { accept: 'text/csv' } })

  test('has all entries of the filter, as the pages have them', async () => {
    const user = await create(admin, { displayName: '=cmd|"/c calc"!A1, or so' })
    for (let at = 0; at < 3; at++) await admin('POST', `/users/${user.id}/invitation`)
    const asked = { target: user.id, action: 'user.invite' }
    const answer = await csv(asked)
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv/)
    expect(answer.headers.get('content-disposition')).toContain('audit.csv')
    const [head, ...lines] = answer.body.trimEnd().split('\r\n')
    expect(head).toMatch(/^at,actor,actorId,action,outcome,code,/)
    const { items } = await audit(asked)
    expect(lines).toHaveLength(3)
    expect(lines.map((line) => line.split(',')[0])).toEqual(items.map(({ at }) => at))
    for (const line of lines) expect(line).toContain(`,mira-novak,`)
    const [created] = (await csv({ target: user.id, action: 'user.create' })).body.trimEnd().split('\r\n').slice(1)
    expect(created).toContain('""displayName"":""=cmd|')
  })

  test('a name that looks like a formula is a text', async () => {
    const user = await create(admin, { userName: '-1-2' })
    const answer = await csv({ target: user.id })
    expect(answer.body).toContain(`,'-1-2,${user.id},true,`)
  })

  test('shows what the account sees, takes no page, and refuses as the list does', async () => {
    const manager = await server.as('manager')
    const lines = (await csv({}, manager)).body.trimEnd().split('\r\n').slice(1)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.filter((line) => line.includes('Elbe'))).toEqual([])
    expect(trouble(await csv({ limit: '5' }))).toMatchObject({ status: 400, errors: { limit: 'not_in_stream' } })
    expect((await csv({ what: 'x' })).status).toBe(400)
    expect((await csv({}, await server.as('user'))).status).toBe(403)
  })
})
