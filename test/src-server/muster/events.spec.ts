import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { UserDelta } from '../../../src-shared/wire/muster-api/users.ts'
import { eventData } from '../../../src-shared/wire/muster-api/events.ts'
import { openEventStream } from '../../../src-server/dialects/muster/event-stream.ts'
import { tidyUp } from '../../../src-server/store/upkeep.ts'
import { welcome } from '../../support/accounts.ts'
import { type Events, openEvents } from '../../support/events.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, page, stream } from '../../support/users.ts'

let server: TestServer
let admin: Call
const opened: Events[] = []

beforeAll(async () => {
  server = await startServer({ users: 80 })
  admin = await server.as('admin')
})
afterEach(() => {
  for (const events of opened.splice(0)) events.close()
})
afterAll(() => server.stop())

async function follow(role: 'admin' | 'partner' | 'manager' | 'user' = 'admin', lastEventId?: string) {
  const login = { admin: 'mira-novak', partner: 'kestrel-admin', manager: 'henrik-brandt', user: 'greta-byrne' }[role]
  const { accessToken } = (await server.signIn(login, server.passwordOf(role))).body
  const events = await openEvents(server.url, accessToken, lastEventId)
  opened.push(events)
  return { ...events, call: server.withToken(accessToken), accessToken }
}
const idsOf = (events: { seen: Events['seen'] }, type = 'users') =>
  events.seen.filter((event) => event.type === type).flatMap(({ data }) => data.ids as string[])
const tokenOf = async (call = admin) => (await call<{ delta: string }>('GET', '/users/delta')).body.delta

describe('what changes', () => {
  test('is told as it changes: created, changed, deleted and restored users', async () => {
    const events = await follow()
    expect(events.headers['content-type']).toBe('text/event-stream')
    const user = await create(admin)
    const told = await events.next('users')
    expect(eventData.users.strict().parse(told.data).ids).toContain(user.id)
    await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })
    expect((await events.next('users')).data.ids).toEqual([user.id])
    await admin('POST', `/users/${user.id}/restore`)
    const last = await events.next('users')
    expect(last.data.ids).toEqual([user.id])
    expect(last.data.seq).toBeGreaterThan(Number(told.data.seq))
  })

  test('the id of an event is a token of the change feed', async () => {
    const events = await follow()
    const user = await create(admin)
    const { id } = await events.next('users')
    const other = await create(admin)
    const { body } = await admin<UserDelta>('GET', `/users/delta?token=${id}`)
    expect(body.items.map((item) => item.id)).toContain(other.id)
    expect(body.items.map((item) => item.id)).not.toContain(user.id)
  })

  test('members of projects come and go', async () => {
    const user = await create(admin)
    const listed = await admin<{ items: { id: string; organization: { id: string } }[] }>('GET', '/projects')
    const project = listed.body.items.find(({ organization }) => organization.id === user.organization.id)?.id ?? ''
    const events = await follow()
    await admin('PUT', `/projects/${project}/members/${user.id}`)
    expect(eventData.projects.strict().parse((await events.next('projects')).data).ids).toEqual([project])
    await admin('PUT', `/projects/${project}/members/${user.id}`)
    const found = (await page(admin, { filter: `id eq "${user.id}"` })).items[0]
    await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': found?.etag ?? '' } })
    expect((await events.next('projects')).data.ids).toEqual([project])
    expect(idsOf(events, 'projects')).toEqual([project, project])
  })

  test('only what the account may see is told', async () => {
    const [partner, manager] = [await follow('partner'), await follow('manager')]
    const foreign = await server.find('organization.name eq "Elbe Shipping"')
    const [theirs, ours] = [await create(admin, { organizationId: foreign.organization.id }), await create(admin)]
    for (const events of [partner, manager]) {
      while (!idsOf(events).includes(ours.id)) await events.next('users')
      expect(idsOf(events)).not.toContain(theirs.id)
    }
  })

  test('who sees no users has no stream, and without a token there is none', async () => {
    expect((await follow('user')).status).toBe(403)
    expect((await server.call('GET', '/events')).status).toBe(401)
    expect((await admin('GET', '/events?since=1')).status).toBe(400)
  })

  test('a copy that pulls only when it is told to is the list in the end', async () => {
    const events = await follow('partner')
    const partner = events.call
    const { users, delta } = await stream(partner)
    const copy = new Map(users.map((user) => [user.id, user]))
    let token = delta
    const pull = async () => {
      const { body } = await partner<UserDelta>('GET', `/users/delta?limit=1000&token=${token}`)
      for (const item of body.items) {
        if ('gone' in item) copy.delete(item.id)
        else copy.set(item.id, item)
      }
      token = body.delta ?? ''
    }
    let last = ''
    for (let at = 0; at < 20; at++) {
      const user = await create(admin)
      last = user.id
      if (at % 3 === 0) await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })
    }
    while (!idsOf(events).includes(last)) await events.next('users')
    await pull()
    const list = (await stream(partner)).users
    expect([...copy.values()].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
      list.sort((a, b) => (a.id < b.id ? -1 : 1)),
    )
  })
})

describe('Last-Event-ID', () => {
  test('goes on where a stream was cut off, or a list was read', async () => {
    const events = await follow()
    await create(admin)
    const { id } = await events.next('users')
    events.close()
    const missed = await create(admin)
    const again = await follow('admin', id)
    while (!idsOf(again).includes(missed.id)) await again.next('users')
    const { delta } = await stream(again.call)
    const later = await create(admin)
    const third = await follow('admin', delta)
    while (!idsOf(third).includes(later.id)) await third.next('users')
    expect(idsOf(third)).not.toContain(missed.id)
  })

  test('that is foreign, of another scope or too old is answered with pull, and the stream goes on', async () => {
    const user = await create(admin)
    const old = await tokenOf()
    await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })
    server.advance(31 * 24 * 60 * 60 * 1000)
    await tidyUp(server.context)
    admin = await server.as('admin')
    const partners = await tokenOf(await server.as('partner'))
    for (const id of ['nonsense', partners, old]) {
      const events = await follow('admin', id)
      expect(events.status).toBe(200)
      const told = await events.next('pull')
      expect(eventData.pull.strict().parse(told.data).seq).toBeGreaterThan(0)
      expect(told.id).not.toBe('')
      const next = await create(admin)
      while (!idsOf(events).includes(next.id)) await events.next('users')
      events.close()
    }
  })

  test('of so long ago that too much has changed is answered with pull', async () => {
    const busy = await startServer({ users: 6000, hasMail: false })
    const { login, password } = busy.admin
    const { accessToken } = (await busy.signIn(login, password)).body
    const token = await tokenOf(busy.withToken(accessToken))
    const feed = 7000
    await busy.context.db
      .updateTable('users')
      .set((eb) => ({ feedSeq: eb('feedSeq', '+', feed) }))
      .execute()
    await busy.context.db
      .updateTable('counters')
      .set((eb) => ({ value: eb('value', '+', feed) }))
      .where('name', '=', 'feed')
      .execute()
    const events = await openEvents(busy.url, accessToken, token)
    await events.next('pull')
    expect(idsOf(events)).toEqual([])
    events.close()
    await busy.stop()
  })
})

describe('a stream ends with its session', () => {
  const ways: [string, (id: string, etag: string, call: Call) => Promise<{ status: number }>][] = [
    ['signing out', (_id, _etag, call) => call('DELETE', '/sessions/current')],
    [
      'being disabled',
      (id, etag) => admin('PATCH', `/users/${id}`, { body: { disabled: true }, headers: { 'if-match': etag } }),
    ],
    ['a forced reset', (id) => admin('POST', `/users/${id}/password-reset`)],
    ['being signed out', (id) => admin('DELETE', `/users/${id}/sessions`)],
  ]
  test.each(ways)('%s', async (_name, end) => {
    const person = await welcome(server, admin, { role: 'manager' })
    const { accessToken } = (await server.signIn(person.user.userName, person.password)).body
    const events = await openEvents(server.url, accessToken)
    const others = await follow('partner')
    const { etag } = (await page(admin, { filter: `id eq "${person.user.id}"` })).items[0] ?? { etag: '' }
    expect((await end(person.user.id, etag, server.withToken(accessToken))).status).toBeLessThan(300)
    expect(eventData.session.strict().parse((await events.next('session')).data)).toEqual({ code: 'session_ended' })
    await events.ended
    const user = await create(admin)
    while (!idsOf(others).includes(user.id)) await others.next('users')
  })
})

describe('limits', () => {
  test('a session has four streams and no more; one that was closed counts no longer', async () => {
    const first = await follow()
    const more = [first]
    for (let at = 0; at < 3; at++) {
      const events = await openEvents(server.url, first.accessToken)
      opened.push(events)
      more.push({ ...first, ...events })
    }
    const refused = await first.call('GET', '/events')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('5')
    const many = await Promise.all(Array.from({ length: 5 }, () => first.call('GET', '/events')))
    expect(many.map(({ status }) => status)).toEqual([429, 429, 429, 429, 429])
    expect((await first.call('HEAD', '/events')).status).toBe(404)
    more[2]?.close()
    await vi.waitFor(async () => {
      const events = await openEvents(server.url, first.accessToken)
      opened.push(events)
      expect(events.status).toBe(200)
    })
  })

  test('a server that stops ends all streams', async () => {
    const own = await startServer({ users: 5, hasMail: false })
    const { accessToken } = (await own.signIn(own.admin.login, own.admin.password)).body
    const events = await openEvents(own.url, accessToken)
    await Promise.all([own.stop(), events.ended])
    expect(events.seen.filter(({ type }) => type === 'session')).toEqual([])
    expect(events.response.complete).toBe(true) // what stays open is cut off in the end
  })
})

describe('one stream', () => {
  afterEach(() => vi.useRealTimers())

  test('has a comment every 15 seconds, so that what stands between does not take it for dead', () => {
    vi.useFakeTimers()
    const { body, end } = openEventStream(() => undefined)
    body.setEncoding('utf8')
    expect(body.read()).toBe('retry: 3000\n\n')
    for (let beats = 0; beats < 3; beats++) {
      vi.advanceTimersByTime(14_999)
      expect(body.read()).toBeNull()
      vi.advanceTimersByTime(1)
      expect(body.read()).toMatch(/^:.*\n\n$/)
    }
    end()
  })

  test('that is not read is dropped, before much waits for it', () => {
    let closed = 0
    const { body, tell } = openEventStream(() => closed++)
    const ids = Array.from({ length: 500 }, () => 'abcdef')
    let most = 0
    for (let seq = 0; seq < 1000 && !body.destroyed; seq++) {
      tell({ type: 'users', seq, ids })
      most = Math.max(most, body.readableLength)
    }
    expect(body.destroyed).toBe(true)
    expect(most).toBeLessThan(300 * 1024)
    tell({ type: 'users', seq: 1, ids })
    return vi.waitFor(() => expect(closed).toBe(1))
  })

  test('on which nothing moves for two beats is dropped', () => {
    vi.useFakeTimers()
    const { body } = openEventStream(() => undefined)
    vi.advanceTimersByTime(15_000)
    expect(body.destroyed).toBe(false)
    vi.advanceTimersByTime(15_000)
    expect(body.destroyed).toBe(true)
  })
})
