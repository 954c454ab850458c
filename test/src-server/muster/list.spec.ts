import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { foldSearch, findHit, searchText, type SortColumn, sortKey } from '../../../src-shared/domain/query.ts'
import { sortColumns } from '../../../src-shared/domain/query-words.ts'
import { compareText } from '../../../src-shared/domain/text.ts'
import { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { allPages, asListed, page, type PageBody, trouble } from '../../support/users.ts'

let server: TestServer
let admin: Call
let everybody: UserBody[]

beforeAll(async () => {
  server = await startServer({ users: 240 })
  admin = await server.as('admin')
  everybody = await allPages(admin, { limit: 1000 })
})
afterAll(() => server.stop())

const ids = (users: readonly UserBody[]) => users.map(({ id }) => id)

function sorted(users: readonly UserBody[], sort: { column: SortColumn; descending: boolean }[]): UserBody[] {
  const isTurned = sort.at(-1)?.descending ?? false
  return [...users].sort((a, b) => {
    for (const { column, descending } of sort) {
      const order = compareText(sortKey(asListed(a), column), sortKey(asListed(b), column))
      if (order !== 0) return descending ? -order : order
    }
    return isTurned ? compareText(b.id, a.id) : compareText(a.id, b.id)
  })
}

const write = (sort: { column: SortColumn; descending: boolean }[]) =>
  sort.map(({ column, descending }) => (descending ? `-${column}` : column)).join(',')

describe('order', () => {
  test.each(sortColumns)('%s orders as `sortKey` of the domain, and turned it is the exact reverse', async (column) => {
    const up = await allPages(admin, { sort: column, limit: 100 })
    expect(ids(up)).toEqual(ids(sorted(everybody, [{ column, descending: false }])))
    const down = await allPages(admin, { sort: `-${column}`, limit: 1000 })
    expect(ids(down)).toEqual(ids(up).reverse())
  })

  test('any sort in pages of any size shows each user once, in order', async () => {
    const column = fc.constantFrom(...sortColumns)
    const sorts = fc.uniqueArray(fc.record({ column, descending: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
      selector: (sort) => sort.column,
    })
    await fc.assert(
      fc.asyncProperty(
        sorts,
        fc.integer({ min: 7, max: 300 }),
        fc.constantFrom(...everybody),
        async (sort, limit, one) => {
          const found = await allPages(admin, { sort: write(sort), limit })
          expect(ids(found)).toEqual(ids(sorted(everybody, sort)))
          const within = await allPages(admin, { sort: write(sort), limit, organizationId: one.organization.id })
          expect(ids(within)).toEqual(
            ids(found.filter((user) => user.organization.id === one.organization.id).map((user) => user)),
          )
        },
      ),
      { numRuns: 25 },
    )
  })

  test('a partner sees the same order over its organizations as over all', async () => {
    const partner = await server.as('partner')
    for (const sort of ['userName', '-organization', 'projects', '-partner', 'role,-email']) {
      const own = await allPages(partner, { sort, limit: 11 })
      const all = await allPages(admin, { sort, limit: 1000 })
      expect(ids(own)).toEqual(ids(all.filter((user) => user.partner.name === 'Kestrel IT')))
    }
  })

  test.each([
    ['passwordHash', { sort: 'sort.value' }],
    ['userName,', { sort: 'sort.value' }],
    ['--userName', { sort: 'sort.value' }],
    ['userName,-userName', { sort: 'sort.range' }],
    ['id,role,email,userName', { sort: 'sort.range' }],
  ])('sort=%s is refused', async (sort, errors) => {
    expect(trouble(await admin('GET', `/users?sort=${sort}`))).toEqual({ status: 400, code: 'malformed', errors })
  })
})

describe('pages', () => {
  test('while others change and delete, no user that stays the same is skipped or shown twice', async () => {
    const other = await server.as('admin')
    const before = await allPages(admin, { sort: 'displayName', limit: 1000 })
    const [touched, deleted] = before.filter((user) => user.role === 'user' && user.protection === null).slice(20, 22)
    if (!touched || !deleted) throw new Error('the demo data has too few users')
    const first = await page(admin, { sort: 'displayName', limit: 15 })
    const patch = { body: { displayName: 'Aaaa first' }, headers: { 'if-match': touched.etag } }
    expect((await other('PATCH', `/users/${touched.id}`, patch)).status).toBe(200)
    expect((await other('DELETE', `/users/${deleted.id}`, { headers: { 'if-match': deleted.etag } })).status).toBe(204)
    const rest: UserBody[] = []
    for (let { next } = first; next !== null;) {
      const body = await page(admin, { sort: 'displayName', limit: 15, cursor: next })
      rest.push(...body.items)
      next = body.next
    }
    const untouched = (users: readonly UserBody[]) => ids(users).filter((id) => id !== touched.id && id !== deleted.id)
    expect(untouched([...first.items, ...rest])).toEqual(untouched(before))
    await other('POST', `/users/${deleted.id}/restore`)
    everybody = await allPages(admin, { limit: 1000 })
  })

  test('the link of a page leads to the next one', async () => {
    const answer = await admin<PageBody>('GET', '/users?limit=5&sort=email')
    const link = /^<\/v1([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1] ?? ''
    const following = await admin<PageBody>('GET', link)
    expect(ids(following.body.items)).toEqual(
      ids(sorted(everybody, [{ column: 'email', descending: false }])).slice(5, 10),
    )
    expect((await admin('GET', '/users?limit=1000')).headers.get('link')).toBeNull()
  })

  test.each([
    ['another sort', { sort: '-email' }],
    ['another filter', { filter: 'disabled eq true' }],
    ['another search', { q: 'no' }],
    ['another organization', { organizationId: '' }],
  ])('a cursor is refused with %s', async (_, more) => {
    const question = { sort: 'email', limit: 5 }
    const { next, items } = await page(admin, question)
    const organizationId = 'organizationId' in more ? { organizationId: items[0]?.organization.id ?? '' } : {}
    const asked = new URLSearchParams({ sort: 'email', ...more, ...organizationId, cursor: next ?? '' })
    expect(trouble(await admin('GET', `/users?${asked}`))).toEqual({
      status: 400,
      code: 'cursor.invalid',
      errors: { cursor: 'cursor.invalid' },
    })
  })

  test('a cursor is refused by another scope, by another server, and when it is no cursor', async () => {
    const { next } = await page(admin, { limit: 5 })
    const partner = await server.as('partner')
    const foreign = await startServer({ users: 10 })
    const foreignAdmin = await foreign.as('admin')
    const asked = `/users?cursor=${next ?? ''}`
    for (const answer of [
      await partner('GET', asked),
      await foreignAdmin('GET', asked),
      await admin('GET', '/users?cursor=abc'),
    ])
      expect(trouble(answer)).toMatchObject({ status: 400, code: 'cursor.invalid' })
    await foreign.stop()
  })

  test('the limit may change from page to page; count tells how many there are in all', async () => {
    const first = await page(admin, { limit: 3, count: true })
    const second = await page(admin, { limit: 1000, cursor: first.next ?? '', count: true })
    expect(first.items.length + second.items.length).toBe(everybody.length)
    expect([first.total, second.total]).toEqual([everybody.length, everybody.length])
    expect(await page(admin, { limit: 3 })).not.toHaveProperty('total')
  })

  test('fields narrows the answer, id and etag always come', async () => {
    const { items } = await page(admin, { fields: 'userName,projects', limit: 2 })
    for (const item of items) expect(Object.keys(item).sort()).toEqual(['etag', 'id', 'projects', 'userName'])
    expect(trouble(await admin('GET', '/users?fields=userName,passwordHash'))).toMatchObject({
      status: 400,
      errors: { fields: 'fields.value' },
    })
  })

  test.each(['0', '1001', '-1', 'abc', '1.5', '1e2', '', '0x10'])('limit=%s is refused', async (limit) => {
    expect(trouble(await admin('GET', `/users?limit=${limit}`)).status).toBe(400)
  })

  test('what is shown keeps to the schema, and nothing else is in it', () => {
    for (const user of everybody) expect(UserBody.strict().parse(user)).toEqual(user)
  })
})

describe('search', () => {
  test('finds what `findHit` of the domain finds, for any part of any name', async () => {
    const texts = everybody.flatMap((user) => {
      const { name, organization, project } = searchText(asListed(user))
      return [user.displayName ?? user.userName, organization, ...name.split('\u0001'), ...project.split('\u0001')]
    })
    const part = fc
      .tuple(fc.constantFrom(...texts), fc.nat(40), fc.integer({ min: 1, max: 9 }))
      .map(([text, at, length]) =>
        Array.from(text)
          .slice(at % text.length, (at % text.length) + length)
          .join(''),
      )
    const anything = fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' })
    const special = fc.constantFrom(
      '%',
      '_',
      '\\',
      '"',
      "'",
      '*',
      'a"b',
      'no*',
      '-',
      'OR',
      'a AND b',
      '"',
      '^',
      'Çağ',
      'ÐOR',
    )
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 8, arbitrary: part }, anything, special), async (typed) => {
        const found = await admin<PageBody>('GET', `/users?limit=1000&sort=id&${new URLSearchParams({ q: typed })}`)
        if (found.status === 400) {
          expect(trouble(found).errors).toEqual({ q: 'q.charset' })
          return
        }
        const hits = everybody.filter((user) => findHit(searchText(asListed(user)), foldSearch(typed)) !== null)
        expect(ids(found.body.items)).toEqual(ids(sorted(hits, [{ column: 'id', descending: false }])))
      }),
      { numRuns: 150 },
    )
  })

  test('goes with filter, organization, order and count', async () => {
    const [one] = everybody.filter((user) => user.organization.name === 'Alder Clinic')
    const organizationId = one?.organization.id ?? ''
    const found = await page(admin, { q: 'CLINIC', filter: 'role eq "user"', organizationId, count: true, limit: 1000 })
    const expected = everybody.filter((user) => user.organization.id === organizationId && user.role === 'user')
    expect(new Set(ids(found.items))).toEqual(new Set(ids(expected)))
    expect(found.total).toBe(expected.length)
  })

  test('follows a rename at once', async () => {
    const user = await server.find('role eq "user" and protection eq null and disabled eq false')
    const headers = { 'if-match': user.etag }
    await admin('PATCH', `/users/${user.id}`, { headers, body: { displayName: 'Quixótic Wyvern' } })
    expect(ids((await page(admin, { q: 'quixotic wyv' })).items)).toEqual([user.id])
    const { body } = await admin<UserBody>('GET', `/users/${user.id}`)
    const back = { headers: { 'if-match': body.etag }, body: { displayName: user.displayName } }
    expect((await admin('PATCH', `/users/${user.id}`, back)).status).toBe(200)
    expect((await page(admin, { q: 'quixotic wyv' })).items).toEqual([])
    everybody = await allPages(admin, { limit: 1000 })
  })
})
