import { afterEach, expect, test } from 'vitest'
import { pullAll } from '../port/stage.ts'
import { type Asked, type Answer, type Fake, page, pageOf, problem, row, startFake } from './fake.ts'

let fake: Fake
afterEach(() => fake.stop())

const isListing = ({ path, query }: Asked) => path === '/users' && query.get('Limit') === '500'

/** A server whose list is what `answer` makes of each request, counted from 0. */
async function listing(answer: (asked: Asked, at: number) => Answer) {
  let at = 0
  fake = await startFake((asked) => (isListing(asked) ? answer(asked, at++) : undefined))
  return fake.signedIn()
}

const rows = (count: number, first = 0) => Array.from({ length: count }, (_, at) => row(first + at))
const passes = () => fake.seen.filter((asked) => isListing(asked) && asked.query.get('Offset') === '0').length

test('one page that holds all users is one moment, and read once', async () => {
  const provider = await listing((asked) => pageOf(asked, rows(20)))
  const { users, end } = await pullAll(provider)
  expect([users.length, end.isComplete, passes()]).toEqual([20, true, 1])
})

test('a list that stands still is read twice, with at most four requests under way', async () => {
  const all = rows(3210)
  const provider = await listing((asked) => pageOf(asked, all))
  const { users, total, end } = await pullAll(provider)
  expect([users.length, total, passes()]).toEqual([3210, 3210, 2])
  expect(end).toEqual({ delta: null, isComplete: true, gone: [] })
  expect(fake.most()).toBeGreaterThan(1)
  expect(fake.most()).toBeLessThanOrEqual(4)
})

test('users that come and go while the list is read are found, and those that went are told', async () => {
  let all = rows(2000)
  const provider = await listing((asked, at) => {
    // while the first reading is under way, some leave at the front and some arrive behind
    if (at === 2) all = [...all.slice(40), ...rows(30, 5000)]
    return pageOf(asked, all)
  })
  const { users, end } = await pullAll(provider)
  expect(end.isComplete).toBe(true)
  expect(passes()).toBe(3)
  expect(users.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort())
  expect(end.gone).toContain('u3')
})

test('what changed between two readings is as the last one found it', async () => {
  const all = rows(700)
  const provider = await listing((asked, at) => {
    if (at === 2) all[5] = row(5, { displayName: 'Changed' })
    return pageOf(asked, all)
  })
  const { users } = await pullAll(provider)
  expect(users.find(({ id }) => id === 'u5')?.displayName).toBe('Changed')
})

test('a list that never stands still may be incomplete, and says so', async () => {
  const provider = await listing((asked, at) => pageOf(asked, [...rows(600), ...rows(20, 10_000 + at * 20)]))
  const { end } = await pullAll(provider)
  expect([end.isComplete, passes()]).toEqual([false, 4])
})

test('a server that counts more users than it lists is not taken for complete', async () => {
  const provider = await listing((asked) => pageOf(asked, rows(600), 800))
  const { users, end } = await pullAll(provider)
  expect([users.length, end.isComplete]).toEqual([600, false])
})

test('a total that shrinks, and rows that come twice, end the reading all the same', async () => {
  let all = rows(1600)
  const provider = await listing((asked, at) => {
    if (at === 1) all = all.slice(0, 900)
    const { body } = pageOf(asked, all) as { body: { data: object[] } }
    return page([...body.data, ...body.data.slice(0, 3)], all.length)
  })
  const { users, end } = await pullAll(provider)
  expect([users.length, end.isComplete]).toEqual([900, true])
})

test('a server with smaller pages than were asked for is followed at its pace', async () => {
  const all = rows(333)
  const provider = await listing(({ query }) => {
    const offset = Number(query.get('Offset'))
    return page(all.slice(offset, offset + 50), all.length)
  })
  const { users, end } = await pullAll(provider)
  expect([users.length, end.isComplete]).toEqual([333, true])
})

test('an empty list is complete', async () => {
  const provider = await listing(() => page([]))
  expect(await pullAll(provider)).toMatchObject({ users: [], end: { isComplete: true } })
})

test('a pause that the server asks for is kept, and a failing page is asked for again', async () => {
  const all = rows(1100)
  const faults: Answer[] = [
    { ...problem(429, 'slow down'), headers: { 'retry-after': '7' } },
    { status: 500, text: '<h1>oops</h1>' },
  ]
  const provider = await listing((asked, at) =>
    at > 0 && faults.length > 0 ? (faults.shift() ?? {}) : pageOf(asked, all),
  )
  const { users, end } = await pullAll(provider)
  expect([users.length, end.isComplete]).toEqual([1100, true])
  expect(fake.waited.sort((a, b) => a - b)).toEqual([1000, 7000])
})

test('a pause that is too long, and a server that goes on failing, end the reading with their reason', async () => {
  const long = { ...problem(429, 'slow down'), headers: { 'retry-after': '3600' } }
  await expect(pullAll(await listing(() => long))).rejects.toMatchObject({
    failure: { kind: 'rateLimited', retryAfter: 3600 },
  })
  await fake.stop()
  await expect(pullAll(await listing(() => ({ status: 503, text: 'no' })))).rejects.toMatchObject({
    failure: { kind: 'remote', status: 503 },
  })
  expect(fake.waited).toEqual([1000, 3000, 9000])
})

test('strange values cost a value, a row that writes would need costs itself', async () => {
  const provider = await listing(() =>
    page([
      row(1, { createdAt: 'yesterday', lastLoginAt: undefined }),
      row(2, { createdAt: '2026-03-04 05:06:07', lastLoginAt: '2026-03-04T05:06:07.25+02:00' }),
      row(3, { createdAt: '03/04/2026', role: 'Autoscaler', partner: null }),
      row(4, { partner: 'none', boundProjects: null, displayName: '', isReadOnly: true }),
      row(5, { isLocked: 'no' }),
      row(6, { username: null }),
      'not a row',
      row(7, { organizationName: null, owner: true, isEmailConfirmed: undefined }),
    ]),
  )
  const { users, skipped, end } = await pullAll(provider)
  expect([users.map(({ id }) => id), skipped, end.isComplete]).toEqual([['u1', 'u2', 'u3', 'u4', 'u7'], 3, true])
  expect(users).toMatchObject([
    { createdAt: null, lastSignInAt: null },
    { createdAt: '2026-03-04T05:06:07.000Z', lastSignInAt: '2026-03-04T03:06:07.250Z' },
    { createdAt: null, role: 'other', roleLabel: 'Autoscaler', partner: null },
    { partner: null, projects: [], displayName: null, protection: 'readOnly' },
    { organization: { id: '7', name: '' }, protection: 'owner', emailConfirmed: false },
  ])
})
