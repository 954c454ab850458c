import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sortKey } from '../../../src-shared/domain/query.ts'
import { compareText } from '../../../src-shared/domain/text.ts'
import { BulkJob } from '../../../src-shared/wire/muster-api/bulk.ts'
import type { UserDelta } from '../../../src-shared/wire/muster-api/users.ts'
import { transact } from '../../../src-server/store/transaction.ts'
import { take } from '../../../src-server/store/ids.ts'
import { createDatabase, type TestDatabase } from '../../support/database.ts'
import { type Events, openEvents } from '../../support/events.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { asListed, create, newUser, page, stream } from '../../support/users.ts'

/** Two servers on one database, each with its own mail server. */
let database: TestDatabase
let servers: [TestServer, TestServer]
let calls: [Call, Call]

beforeAll(async () => {
  database = await createDatabase()
  // both find it empty: one makes the tables and the demo data, the other waits
  const start = () => startServer({ users: 40, database: database.name ?? '' })
  servers = await Promise.all([start(), start()])
  calls = [await servers[0].as('admin'), await servers[1].as('admin')]
})
afterAll(async () => {
  for (const server of servers) await server.stop()
  await database.drop()
})

const idsOf = ({ seen }: Pick<Events, 'seen'>) =>
  seen.filter(({ type }) => type === 'users').flatMap(({ data }) => data.ids as string[])

async function follow(server: TestServer): Promise<Events & { token: string }> {
  const { accessToken } = (await server.signIn(server.admin.login, server.admin.password)).body
  return { ...(await openEvents(server.url, accessToken)), token: accessToken }
}

test('both started on the empty database at once, and show the same', async () => {
  const [one, two] = [await stream(calls[0]), await stream(calls[1])]
  expect(one.users).toHaveLength(40)
  expect(two.users).toEqual(one.users)
})

describe('events', () => {
  test('tell what the other process has written', async () => {
    const events = await follow(servers[1])
    for (let at = 0; at < 5; at++) {
      const user = await create(calls[0])
      while (!idsOf(events).includes(user.id)) await events.next('users')
    }
    events.close()
  })

  test('come by being told, not only by looking now and then', async () => {
    let told = 0
    const stop = await servers[1].context.engine.listen(
      () => told++,
      () => undefined,
    )
    const atOnce = told
    await create(calls[0])
    await vi.waitFor(() => expect(told).toBeGreaterThan(atOnce), { timeout: 10_000 })
    await stop()
  })

  test('tell when the session was ended by the other process', async () => {
    const events = await follow(servers[1])
    expect((await servers[0].withToken(events.token)('DELETE', '/sessions/current')).status).toBe(204)
    await events.next('session')
    await events.ended
  })

  test('are told when the connection that listens was lost meanwhile', async () => {
    const events = await follow(servers[1])
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'muster events'`.execute(
      servers[0].context.db,
    )
    const user = await create(calls[0])
    while (!idsOf(events).includes(user.id)) await events.next('users')
    events.close()
  })
})

test('the change feed has no holes when a transaction commits late', async () => {
  const token = (await calls[0]<{ delta: string }>('GET', '/users/delta')).body.delta
  const late = await create(calls[0])
  const start = (await calls[0]<UserDelta>('GET', `/users/delta?token=${token}`)).body.delta ?? ''
  const { context } = servers[0]
  let isCommitted = false
  const slow = transact(context, async (trx) => {
    await trx
      .updateTable('users')
      .set({ displayName: 'Late', feedSeq: await take(trx, 'feed') })
      .where('userName', '=', late.userName)
      .execute()
    await pause(1500)
    isCommitted = true
  })
  await pause(200)
  const quick = create(calls[1]).then((user) => ({ user, wasCommitted: isCommitted }))
  // somebody pulls the whole time
  const seen = new Set<string>()
  let next = start
  const pull = async () => {
    const { body } = await calls[1]<UserDelta>('GET', `/users/delta?limit=1000&token=${next}`)
    for (const { id } of body.items) seen.add(id)
    next = body.delta ?? next
  }
  for (let isDone = false; !isDone;) {
    await pull()
    isDone = await Promise.race([Promise.all([slow, quick]).then(() => true), pause(50).then(() => false)])
  }
  await pull()
  const { user, wasCommitted } = await quick
  expect(wasCommitted).toBe(true)
  expect(seen).toContain(late.id)
  expect(seen).toContain(user.id)
})

test('mails are sent exactly once, by whichever process', async () => {
  const bodies = Array.from({ length: 60 }, () => newUser())
  await Promise.all(bodies.map((body, at) => calls[at % 2 === 0 ? 0 : 1]('POST', '/users', { body })))
  const sent = () => servers.map(({ mails }) => mails.mails.map(({ to }) => to))
  for (let tries = 0; tries < 200; tries++) {
    const all = sent().flat()
    if (bodies.every(({ email }) => all.includes(email))) break
    await pause(50)
  }
  await pause(1500) // long enough for both to look again
  const all = sent().flat()
  for (const { email } of bodies) expect(all.filter((to) => to === email)).toHaveLength(1)
})

test('a job is worked on by both, and each of its items done once', async () => {
  const items = Array.from({ length: 500 }, () => ({ op: 'create', body: newUser() }))
  const answer = await calls[0]('POST', '/users/bulk', { body: { items }, headers: { prefer: 'respond-async' } })
  const { id } = BulkJob.parse(answer.body)
  let job = BulkJob.parse((await calls[1]('GET', `/jobs/${id}`)).body)
  for (let tries = 0; job.endedAt === null && tries < 400; tries++) {
    await pause(50)
    job = BulkJob.parse((await calls[1]('GET', `/jobs/${id}`)).body)
  }
  expect(job.results.map(({ status }) => status)).toEqual(items.map(() => 201))
  const ids = job.results.map((result) => result.id)
  expect(new Set(ids).size).toBe(500)
})

test('a version is taken by one of two who change it at the same moment', async () => {
  for (let round = 0; round < 10; round++) {
    const user = await create(calls[0])
    const answers = await Promise.all(
      [0, 1, 0, 1].map((at, by) =>
        calls[at === 0 ? 0 : 1]('PATCH', `/users/${user.id}`, {
          body: { displayName: `By ${by}` },
          headers: { 'if-match': user.etag },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  }
})

test('a name is given once, and a key is answered the same, by whichever process', async () => {
  for (let round = 0; round < 10; round++) {
    const body = newUser()
    const answers = await Promise.all([0, 1].map((at) => calls[at === 0 ? 0 : 1]('POST', '/users', { body })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const other = { body: newUser(), headers: { 'idempotency-key': `both-${round}` } }
    const [one, two] = await Promise.all([calls[0]('POST', '/users', other), calls[1]('POST', '/users', other)])
    expect(one.status).toBe(201)
    expect(two.body).toEqual(one.body)
  }
})

test('texts are ordered by code point, whatever the language of the database is', async () => {
  const names = [
    'Zoë',
    'zoe',
    'Ängström',
    'angstrom 2',
    'ÿ',
    '中文',
    '😀',
    'ａ',
    '_x',
    'A-b',
    'A b',
    'a.b',
    'ﬀ',
    'Ωmega',
  ]
  for (const displayName of names) await create(calls[0], { displayName })
  const { rows } = await sql<{ name: string }>`
    select collation_name as name from information_schema.columns
    where table_schema = current_schema() and data_type = 'text'`.execute(servers[0].context.db)
  expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(['C']))
  const { items } = await page(calls[1], { sort: 'displayName', limit: 1000, filter: 'displayName pr' })
  const keys = items.map((user) => sortKey(asListed(user), 'displayName'))
  expect(keys).toEqual([...keys].sort(compareText))
})
