import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { BulkJob } from '../../../src-shared/wire/muster-api/bulk.ts'
import { AuditEntry, pageOf } from '../../../src-shared/wire/muster-api/places.ts'
import { tidyUp } from '../../../src-server/store/upkeep.ts'
import { welcome } from '../../support/accounts.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, newUser, page, query, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 40 })
  admin = await server.as('admin')
})
afterAll(() => server.stop())

const later = { prefer: 'respond-async' }
const start = (body: object, call = admin, headers: Record<string, string> = {}) =>
  call('POST', '/users/bulk', { body, headers: { ...later, ...headers } })

async function started(body: object, call = admin, headers: Record<string, string> = {}): Promise<BulkJob> {
  const answer = await start(body, call, headers)
  if (answer.status !== 202) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
  return BulkJob.strict().parse(answer.body)
}
const read = async (id: string, call = admin) => BulkJob.strict().parse((await call('GET', `/jobs/${id}`)).body)

const ended = (id: string, call = admin): Promise<BulkJob> =>
  vi.waitFor(
    async () => {
      const job = await read(id, call)
      expect(job.endedAt).not.toBeNull()
      return job
    },
    { timeout: 15_000, interval: 50 },
  )

const creations = (count: number) => Array.from({ length: count }, () => ({ op: 'create', body: newUser() }))

describe('Prefer: respond-async', () => {
  test('answers 202 with a job, which ends with a result per item, in order', async () => {
    const user = await create(admin)
    const update = { op: 'update', id: user.id, body: { displayName: 'Later' } }
    const items = [
      { ...update, ifMatch: user.etag },
      { ...update, ifMatch: '"99"' },
      update,
      { op: 'create', body: newUser({ userName: 'not good' }) },
      ...creations(60),
    ]
    const answer = await start({ items })
    const job = BulkJob.strict().parse(answer.body)
    expect(answer.status).toBe(202)
    expect(answer.headers.get('location')).toBe(`/v1/jobs/${job.id}`)
    expect(answer.headers.get('preference-applied')).toBe('respond-async')
    expect(job).toMatchObject({ total: 64, done: 0, failed: 0, results: [], endedAt: null, expiresAt: null })
    const { results, ...whole } = await ended(job.id)
    expect(whole).toMatchObject({ state: 'done', done: 64, failed: 3 })
    expect(results.map(({ index }) => index)).toEqual(items.map((_, index) => index))
    expect(results.slice(0, 5).map(({ status }) => status)).toEqual([200, 412, 428, 422, 201])
    expect(results[0]).toEqual({ index: 0, status: 200, id: user.id, etag: '"2"' })
    expect(results[1]?.problem).toMatchObject({ code: 'version_mismatch', current: { etag: '"2"' } })
    expect(results[2]).toMatchObject({ id: user.id, etag: null })
    const found = await page(admin, { filter: `id eq "${results[9]?.id ?? ''}"` })
    expect(found.items[0]?.etag).toBe(results[9]?.etag)
  })

  test('takes the same requests as without, and refuses the same', async () => {
    expect((await start({ items: [] })).status).toBe(400)
    expect((await start({ items: creations(1), extra: 1 })).status).toBe(400)
    expect((await start({ items: creations(1) }, await server.as('user'))).status).toBe(403)
    const other = await admin('POST', '/users/bulk', {
      body: { items: creations(1) },
      headers: { prefer: 'return=minimal' },
    })
    expect(other.status).toBe(200)
  })

  test('the same Idempotency-Key is the same job, and an item with a key that was used is not done again', async () => {
    const key = { 'idempotency-key': 'job-1' }
    const items = [...creations(2), { op: 'create', body: newUser(), key: 'item-1' }]
    const [one, two] = [await started({ items }, admin, key), await started({ items }, admin, key)]
    expect(two.id).toBe(one.id)
    const first = await ended(one.id)
    expect(trouble(await start({ items: creations(1) }, admin, key))).toMatchObject({ status: 409 })
    const [, , third] = items
    const again = await ended((await started({ items: [third] })).id)
    expect(again.results[0]).toEqual({ ...first.results[2], index: 0 })
    const atOnce = await admin<{ results: unknown[] }>('POST', '/users/bulk', { body: { items: [third] } })
    expect(atOnce.body.results).toEqual([{ ...first.results[2], index: 0 }])
  })
})

describe('a job', () => {
  test('belongs to its owner: to others it does not exist', async () => {
    const { id } = await started({ items: creations(1) })
    const partner = await server.as('partner')
    for (const call of [partner, await server.as('manager'), await server.as('user')])
      for (const method of ['GET', 'DELETE']) expect((await call(method, `/jobs/${id}`)).status).toBe(404)
    expect((await server.call('GET', `/jobs/${id}`)).status).toBe(401)
    expect((await admin('GET', '/jobs/nobody')).status).toBe(404)
    expect((await ended(id)).state).toBe('done')
    expect((await read(id, await server.as('admin'))).state).toBe('done')
  })

  test('has the rights that its owner has by then, also when nobody is signed in any more', async () => {
    const manager = await welcome(server, admin, { role: 'manager' })
    const foreign = await server.find('organization.name eq "Elbe Shipping" and role eq "user"')
    const items = [...creations(30), { op: 'delete', id: foreign.id, ifMatch: foreign.etag }]
    const { id } = await started({ items }, manager.call)
    await manager.call('DELETE', '/sessions/current')
    const { body } = await server.signIn(manager.user.userName, manager.password)
    const job = await ended(id, server.withToken(body.accessToken))
    expect(job).toMatchObject({ done: 31, failed: 1 })
    expect(job.results.at(-1)).toMatchObject({ status: 404, id: foreign.id })
  })

  test('does no more once its owner is disabled', async () => {
    const manager = await welcome(server, admin, { role: 'manager' })
    const items = creations(400)
    const { id } = await started({ items }, manager.call)
    const { etag } = await server.find(`id eq "${manager.user.id}"`)
    const disabled = await admin('PATCH', `/users/${manager.user.id}`, {
      body: { disabled: true },
      headers: { 'if-match': etag },
    })
    expect(disabled.status).toBe(200)
    const rows = () => server.context.db.selectFrom('bulkJobs').selectAll().where('state', '=', 'done').execute()
    const left = await vi.waitFor(
      async () => {
        const row = (await rows()).find(({ total }) => total === 400)
        expect(row).toBeDefined()
        return row
      },
      { timeout: 15_000 },
    )
    expect(left?.failed).toBeGreaterThan(0)
    const made = await page(admin, { filter: `creationName eq "${manager.user.userName}"`, count: true, limit: 1 })
    expect(made.total).toBe(400 - (left?.failed ?? 0))
    expect(id).not.toBe('')
  })

  test('that is cancelled does no more: what was done and what was not is the whole', async () => {
    const items = creations(600)
    const { id } = await started({ items })
    const cancelled = BulkJob.strict().parse((await admin('DELETE', `/jobs/${id}`)).body)
    expect(cancelled.state).toBe('cancelled')
    expect(cancelled.done).toBeLessThan(600)
    expect(cancelled.results).toHaveLength(cancelled.done)
    await started({ items: creations(1) }).then((next) => ended(next.id))
    expect(await read(id)).toEqual(cancelled)
    const names = items.map(({ body }) => body.userName)
    const { rows } = { rows: await server.context.db.selectFrom('users').select('userName').execute() }
    expect(rows.filter(({ userName }) => names.includes(userName))).toHaveLength(cancelled.done)
    expect(BulkJob.parse((await admin('DELETE', `/jobs/${id}`)).body)).toEqual(cancelled)
  })

  test('is forgotten a day after its end', async () => {
    const { id } = await ended((await started({ items: creations(1) })).id)
    await tidyUp(server.context)
    expect((await admin('GET', `/jobs/${id}`)).status).toBe(200)
    server.advance(25 * 60 * 60 * 1000)
    admin = await server.as('admin')
    await tidyUp(server.context)
    expect((await admin('GET', `/jobs/${id}`)).status).toBe(404)
  })

  test('of an account that has ten unfinished ones is refused: 429', async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, () => start({ items: creations(300) })))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]?.headers.get('retry-after')).toBe('10')
    for (const { body } of answers)
      if (body && typeof body === 'object' && 'id' in body) await admin('DELETE', `/jobs/${String(body.id)}`)
  })
})

test('the reason of a bulk request stands in the audit log, of each change and as it was given', async () => {
  const audit = async (asked: Record<string, string>) =>
    pageOf(AuditEntry.strict()).parse((await admin('GET', `/audit?${query(asked)}`)).body).items
  const users = [await create(admin), await create(admin)]
  const change = (reason: string) => ({
    reason,
    items: users.map(({ id }) => ({ op: 'invite', id })),
  })
  await admin('POST', '/users/bulk', { body: change('  they moved house ') })
  await ended((await started(change('and again'))).id)
  for (const { id } of users) {
    const entries = await audit({ target: id, action: 'user.invite' })
    expect(entries.map(({ reason }) => reason)).toEqual(['and again', 'they moved house'])
    expect((await audit({ target: id, action: 'user.create' })).map(({ reason }) => reason)).toEqual([null])
  }
  expect((await audit({ action: 'user.bulk' }))[0]).toMatchObject({ reason: 'and again', after: { items: 2 } })
  for (const reason of ['', ' ', 'a\nb', 'x'.repeat(501), 7])
    expect((await admin('POST', '/users/bulk', { body: { ...change(''), reason } })).status).toBe(400)
})
