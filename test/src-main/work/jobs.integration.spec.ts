import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DirectoryServer } from '../../../src-main/providers/provider.ts'
import type { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import { type FaultyProxy, startFaultyProxy } from '../../support/faulty-proxy.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { allPages } from '../../support/users.ts'
import { openWorkHost, type WorkHost } from '../../support/work-host.ts'

let server: TestServer
let admin: Call
let proxy: FaultyProxy
let host: WorkHost
let users: UserBody[]

const plain = 'role eq "user" and protection eq null and disabled eq false and approved eq true'
const open = (more: Partial<Parameters<typeof openWorkHost>[0]> = {}) =>
  openWorkHost({ address: proxy.url, login: server.admin.login, password: server.admin.password, ...more })

beforeAll(async () => {
  server = await startServer({ users: 400 })
  admin = await server.as('admin')
  proxy = await startFaultyProxy(server.url)
})
afterAll(async () => {
  await proxy.stop()
  await server.stop()
})
beforeEach(async () => {
  proxy.fault = () => null
  users = await allPages(admin, { limit: 1000, filter: plain, sort: 'id' })
  host = await open()
  await host.pull()
})
afterEach(() => host.close())

const idsOf = (count: number) => users.slice(0, count).map(({ id }) => id)
const now = async (id: string) => (await admin<UserBody>('GET', `/users/${id}`)).body
let made = 0
const rename = () => ({ kind: 'pattern' as const, field: 'displayName' as const, pattern: `Name ${++made} {userName}` })

async function sendAll(ids: readonly string[], edit = rename()) {
  const set = await host.stage(edit, ids)
  const plan = await host.plan({ kind: 'set', set, ids: null })
  return { set, plan, job: await host.send(plan) }
}

/** A server that takes one change per request, and answers one user. */
function withoutBulk(server: DirectoryServer): DirectoryServer {
  const slow = { ...server }
  delete slow.sendMany
  delete slow.readMany
  return slow
}

describe.each([
  { how: 'by bulk', alter: (server: DirectoryServer) => server },
  { how: 'one by one', alter: withoutBulk },
])('a job of many, $how', ({ alter }) => {
  beforeEach(async () => {
    await host.close()
    host = await open({ alter })
    await host.pull()
  })

  test('is applied, counted and told; nothing is left staged', async () => {
    const { set, plan, job } = await sendAll(idsOf(150))
    expect(plan.summary?.tabs).toMatchObject({ all: 150, name: 150, refused: 0, conflict: 0 })
    const view = await host.until(job, 'ended')
    expect(view.counts).toMatchObject({ applied: 150, planned: 0, sent: 0 })
    expect((await host.work.desk.sets()).find((each) => each.set === set)?.count).toBe(0)
    const [first] = idsOf(1)
    expect((await now(first ?? '')).displayName).toMatch(new RegExp(`^Name ${made} `))
  })

  test('of which somebody changed the same meanwhile is a conflict, with theirs; another field is no matter', async () => {
    const [mine = '', other = ''] = idsOf(2)
    const set = await host.stage(rename(), [mine, other])
    const plan = await host.plan({ kind: 'set', set, ids: null })
    const edit = async (id: string, body: object) =>
      admin('PATCH', `/users/${id}`, { body, headers: { 'if-match': (await now(id)).etag } })
    await edit(mine, { displayName: 'Theirs' })
    await edit(other, { email: `other-${++made}@made.example` })
    const job = await host.send(plan)
    expect((await host.until(job, 'ended')).counts).toMatchObject({ conflict: 1, applied: 1 })
    expect((await now(mine)).displayName).toBe('Theirs')
    const [item] = await host.work.desk.reportItems(job, ['conflict'], 0, 1)
    expect(item?.outcome).toMatchObject({
      state: 'conflict',
      theirs: { displayName: 'Theirs' },
      fields: ['displayName'],
    })
  })

  test('is undone, but for what others changed since', async () => {
    const before = await Promise.all(idsOf(30).map(now))
    const { job } = await sendAll(idsOf(30))
    await host.until(job, 'ended')
    const [touched] = before
    if (!touched) throw new Error('no user')
    const headers = { 'if-match': (await now(touched.id)).etag }
    await admin('PATCH', `/users/${touched.id}`, { body: { displayName: 'Since then' }, headers })
    const plan = await host.plan({ kind: 'undo', job, restore: 'yes' })
    expect(plan.summary?.tabs).toMatchObject({ all: 29, conflict: 1 })
    await host.until(await host.send(plan), 'ended')
    for (const user of before) {
      const name = user.id === touched.id ? 'Since then' : user.displayName
      expect((await now(user.id)).displayName).toBe(name)
    }
  })

  test('with a refused item says why, for which field', async () => {
    const [first = '', second = ''] = idsOf(2)
    const taken = (await now(second)).email
    const set = await host.stage({ kind: 'set', set: { email: `new-${++made}@made.example` } }, [first])
    const plan = await host.plan({ kind: 'set', set, ids: null })
    // taken after the plan was made
    const wanted = `new-${made}@made.example`
    await admin('PATCH', `/users/${second}`, {
      body: { email: wanted },
      headers: { 'if-match': (await now(second)).etag },
    })
    const job = await host.send(plan)
    expect((await host.until(job, 'ended')).counts.refused).toBe(1)
    const [item] = await host.work.desk.reportItems(job, ['refused'], 0, 1)
    expect(item?.outcome).toMatchObject({
      failure: { kind: 'invalid', issues: [{ field: 'email', code: 'email.taken' }] },
    })
    await admin('PATCH', `/users/${second}`, {
      body: { email: taken },
      headers: { 'if-match': (await now(second)).etag },
    })
    const retry = await host.plan({ kind: 'retry', job, states: ['refused'] })
    expect((await host.until(await host.send(retry), 'ended')).counts.applied).toBe(1)
  })

  test('pauses after ten, goes on, and is cancelled', async () => {
    const set = await host.stage(rename(), idsOf(120))
    const plan = await host.plan({ kind: 'set', set, ids: null })
    const job = await host.send(plan, { pauseAfter: 10 })
    const paused = await host.until(job, 'paused')
    expect(paused).toMatchObject({ stop: 'pauseAfter', counts: { applied: 10, planned: 110 } })
    await host.work.runner.cancel(job)
    expect((await host.until(job, 'ended')).counts).toMatchObject({ applied: 10, notSent: 110, planned: 0, sent: 0 })
    const retry = await host.plan({ kind: 'retry', job, states: ['notSent'] })
    expect(retry.summary?.tabs.all).toBe(110)
  })
})

describe('a job stops by itself', () => {
  test('at five refusals of the first hundred, and goes on when told to', async () => {
    const set = await host.stage(rename(), idsOf(200))
    const plan = await host.plan({ kind: 'set', set, ids: null })
    for (const { id, etag } of await Promise.all(idsOf(5).map(now))) {
      await admin('DELETE', `/users/${id}`, { headers: { 'if-match': etag } })
    }
    const job = await host.send(plan)
    const stopped = await host.until(job, 'paused')
    expect(stopped).toMatchObject({ stop: 'refusals', counts: { refused: 5 } })
    expect(stopped.counts.planned).toBeGreaterThanOrEqual(100)
    await host.work.runner.resume(job)
    expect((await host.until(job, 'ended')).counts).toMatchObject({ refused: 5, applied: 195 })
  })

  test.each([
    ['unauthorized', 401],
    ['forbidden', 403],
  ])('when the server says %s', async (stop, status) => {
    proxy.fault = (_, path) =>
      path.includes('/bulk') || path.includes('/refresh')
        ? { answer: status, type: 'application/problem+json', body: '{"code":"no"}' }
        : null
    const { job } = await sendAll(idsOf(120))
    expect(await host.until(job, 'paused')).toMatchObject({ stop, counts: { applied: 0 } })
    proxy.fault = () => null
    await host.work.runner.resume(job)
    await host.until(job, 'ended', 'paused')
  })

  test('when there is no network it waits, and goes on by itself', async () => {
    await proxy.stop()
    const set = await host.stage(rename(), idsOf(60))
    await proxy.start()
    const plan = await host.plan({ kind: 'set', set, ids: null })
    await proxy.stop()
    const job = await host.send(plan)
    await host.until(job, 'waiting')
    await proxy.start()
    expect((await host.until(job, 'ended')).counts.applied).toBe(60)
  })
})

test('a second job queues behind the first', async () => {
  const set = await host.stage(rename(), idsOf(200))
  const second = await host.stage(rename(), idsOf(1))
  const plans = [
    await host.plan({ kind: 'set', set, ids: null }),
    await host.plan({ kind: 'set', set: second, ids: null }),
  ] as const
  const [first, last] = [await host.send(plans[0]), await host.send(plans[1])]
  await host.until(last, 'ended')
  expect((await host.work.runner.view(first)).state).toBe('ended')
})

test('a job of more than the limit is not made, and its edits stay staged', async () => {
  const set = await host.stage(rename(), idsOf(20))
  const plan = await host.plan({ kind: 'set', set, ids: null })
  await expect(host.send(plan, { limit: 19 })).rejects.toMatchObject({ failure: { code: 'plan.limit' } })
  expect((await host.work.desk.sets()).find((each) => each.set === set)?.count).toBe(20)
})

test('one whose answer was lost is sent again as in doubt, and no other', async () => {
  await host.close()
  const sent: { key: string; isInDoubt: boolean }[] = []
  const alter = (real: DirectoryServer): DirectoryServer => ({
    ...withoutBulk(real),
    send(change, key, isInDoubt, options) {
      sent.push({ key, isInDoubt })
      return real.send(change, key, isInDoubt, options)
    },
  })
  host = await open({ alter })
  await host.pull()
  const set = await host.stage(rename(), idsOf(12))
  const plan = await host.plan({ kind: 'set', set, ids: null })
  const [first = ''] = idsOf(1)
  let isLost = false
  proxy.fault = (method, path) => {
    if (isLost || method !== 'PATCH' || !path.endsWith(first)) return null
    isLost = true
    return 'lose the answer'
  }
  const job = await host.send(plan)
  expect((await host.until(job, 'ended')).counts.applied).toBe(12)
  expect(sent.slice(0, 6).every(({ isInDoubt }) => !isInDoubt)).toBe(true)
  const again = sent.filter(({ isInDoubt }) => isInDoubt)
  expect(again.length).toBeGreaterThan(0)
  for (const { key } of again) expect(sent.some((each) => each.key === key && !each.isInDoubt)).toBe(true)
})

test('nothing starts while the server is locked, and waiting jobs start once it is not', async () => {
  await host.close()
  let isLocked = true
  host = await open({ mayStart: () => !isLocked })
  await host.pull()
  const { job } = await sendAll(idsOf(10))
  await host.work.runner.idle()
  expect(await host.work.runner.view(job)).toMatchObject({ state: 'queued', counts: { planned: 10 } })
  isLocked = false
  host.work.runner.start()
  expect((await host.until(job, 'ended')).counts.applied).toBe(10)
})

test('protected names are refused before anything is sent', async () => {
  await host.close()
  const [first] = users
  host = await open({ protectedAccounts: [first?.userName ?? ''] })
  await host.pull()
  const set = await host.stage(rename(), idsOf(3))
  const plan = await host.plan({ kind: 'set', set, ids: null })
  expect(plan.summary).toMatchObject({
    tabs: { all: 2, refused: 1 },
    reasons: [{ code: 'pattern_protected', count: 1 }],
  })
})
