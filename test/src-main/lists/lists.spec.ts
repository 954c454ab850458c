import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { inMemory } from '../../../src-main/lists/in-memory.ts'
import { createLists, type Lists } from '../../../src-main/lists/lists.ts'
import type { Mark } from '../../../src-main/lists/rows.ts'
import type { Filter } from '../../../src-shared/domain/filter-schema.ts'
import { everyUser, sortKey } from '../../../src-shared/domain/query.ts'
import { sortColumns } from '../../../src-shared/domain/query-words.ts'
import { compareText, fold } from '../../../src-shared/domain/text.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import type { OpenedList } from '../../../src-shared/ipc/shapes.ts'
import { aUser } from '../../support/a-user.ts'

const everything = everyUser
const mark: Mark = { token: null, at: '2026-01-01T00:00:00.000Z', isComplete: true }
let changed: OpenedList[]
let now: number // milliseconds
let lists: Lists

beforeEach(() => {
  changed = []
  now = 1000
  lists = createLists({ ...inMemory, onChanged: (list) => changed.push(list), now: () => new Date(now) })
})

function fill(users: User[]): void {
  lists.begin('c')
  lists.add('c', users)
  lists.finish('c', null, mark, true)
}

/** Ids of all rows, read as the page reads them. */
function idsOf({ list, revision, total }: OpenedList): string[] {
  const window = lists.window(list, revision, 0, Math.max(total, 1))
  if (window.stale) throw new Error('stale')
  return window.columns.id
}

describe('an opened list', () => {
  const users = [
    aUser('1', { userName: 'Berta', organization: { id: 'o2', name: 'Älder' } }),
    aUser('2', { userName: 'anna', displayName: 'Ørsted', projects: [{ id: 'x', name: 'Atlas' }] }),
    aUser('3', { userName: 'carl', email: 'c@x.org' }),
  ]

  test('is sorted without case, and the other way round', () => {
    fill(users)
    expect(idsOf(lists.open('c', everything))).toEqual(['2', '1', '3'])
    expect(idsOf(lists.open('c', { ...everything, sort: [{ column: 'userName', descending: true }] }))).toEqual([
      '3',
      '1',
      '2',
    ])
  })

  test('ties go by id, in both directions', () => {
    fill([aUser('b'), aUser('a'), aUser('c')].map((user) => ({ ...user, userName: 'same' })))
    for (const descending of [false, true]) {
      expect(idsOf(lists.open('c', { ...everything, sort: [{ column: 'userName', descending }] }))).toEqual([
        'a',
        'b',
        'c',
      ])
    }
  })

  test.each([
    ['orsted', ['2']],
    ['alder', ['1']],
    ['ATLAS', ['2']],
    ['x.org', ['3']],
    ['nothing', []],
    ['', ['2', '1', '3']],
  ])('search %j finds %j', (search, ids) => {
    fill(users)
    expect(idsOf(lists.open('c', { ...everything, search }))).toEqual(ids)
  })

  test('shows one organization, and one server', () => {
    fill(users)
    lists.begin('other')
    lists.add('other', [aUser('9')])
    lists.finish('other', null, mark, true)
    expect(idsOf(lists.open('c', { ...everything, organizationId: 'o2' }))).toEqual(['1'])
    expect(idsOf(lists.open('other', everything))).toEqual(['9'])
  })

  test('a window has columns of one length, and knows its end', () => {
    fill(users)
    const { list, revision } = lists.open('c', everything)
    const window = lists.window(list, revision, 2, 200)
    expect(window).toMatchObject({ stale: false, first: 2, columns: { id: ['3'], projectNames: [[]] } })
    if (!window.stale) expect(new Set(Object.values(window.columns).map(({ length }) => length))).toEqual(new Set([1]))
    expect(lists.window(list, revision, 3, 10)).toMatchObject({ columns: { id: [] } })
  })

  test('locates a user, and forgets a closed list', () => {
    fill(users)
    const { list, revision } = lists.open('c', everything)
    expect([lists.locate(list, '1'), lists.locate(list, 'none')]).toEqual([1, null])
    lists.close(list)
    expect(lists.window(list, revision, 0, 10)).toEqual({ stale: true, revision: 0, total: 0 })
  })
})

describe('changes', () => {
  test('of a row keep its place until the list is asked anew', () => {
    fill([aUser('1', { userName: 'a' }), aUser('2', { userName: 'b' })])
    const opened = lists.open('c', everything)
    lists.change('c', [aUser('1', { userName: 'z' })], [], 'keep')
    expect(changed).toEqual([{ ...opened, revision: 2 }])
    expect(lists.window(opened.list, 1, 0, 10)).toEqual({ stale: true, revision: 2, total: 2 })
    expect(idsOf({ ...opened, revision: 2 })).toEqual(['1', '2'])
    expect(idsOf(lists.open('c', everything))).toEqual(['2', '1'])
  })

  test('a deleted row goes at once', () => {
    fill([aUser('1'), aUser('2')])
    const opened = lists.open('c', everything)
    lists.change('c', [], ['1'], 'keep')
    expect(changed).toMatchObject([{ list: opened.list, revision: 2, total: 1 }])
    expect(lists.locate(opened.list, '2')).toBe(0)
  })

  test('a new row is found in its order', () => {
    fill([aUser('1', { userName: 'b' })])
    const opened = lists.open('c', everything)
    lists.change('c', [aUser('2', { userName: 'a' })], [], 'again')
    expect(lists.locate(opened.list, '2')).toBe(0)
  })
})

describe('a full read', () => {
  test('shows rows as they come the first time, not more often than four times a second', () => {
    const opened = lists.open('c', everything)
    lists.begin('c')
    for (let at = 0; at < 10; at++) {
      lists.add('c', [aUser(String(at))])
      now += 100
    }
    expect(changed.map(({ total }) => total)).toEqual([1, 4, 7, 10])
    lists.finish('c', null, mark, true)
    expect(changed.at(-1)).toMatchObject({ list: opened.list, total: 10 })
  })

  test('moves nothing while it runs the second time, and drops what is gone at its end', () => {
    fill([aUser('1'), aUser('2')])
    lists.open('c', everything)
    lists.begin('c')
    lists.add('c', [aUser('2', { email: 'new@example.org' })])
    expect(changed).toEqual([])
    lists.finish('c', null, mark, true)
    expect(changed.at(-1)?.total).toBe(1)
  })

  test('dropping a server empties its lists', () => {
    fill([aUser('1')])
    lists.open('c', everything)
    lists.drop('c')
    expect(changed.at(-1)?.total).toBe(0)
  })
})

test('every query gives what a plain filter and sort of the users gives', () => {
  const name = fc.constantFrom('Anna', 'anna', 'Änne', 'Ørsted', 'b', 'B-2', '李', 'ﬁ', '', '😀')
  const user = fc.record({
    id: fc.uuid(),
    userName: name,
    displayName: fc.option(name),
    org: fc.constantFrom('o1', 'o2'),
  })
  const sort = fc.array(fc.record({ column: fc.constantFrom(...sortColumns), descending: fc.boolean() }), {
    maxLength: 2,
  })
  fc.assert(
    fc.property(
      fc.array(user, { maxLength: 30 }),
      sort,
      name,
      fc.option(fc.constantFrom('o1', 'o2')),
      (made, by, search, org) => {
        const users = made.map(({ org: id, ...one }) =>
          aUser(one.id, { ...one, organization: { id, name: `Org ${id}` } }),
        )
        const all = createLists({ ...inMemory, onChanged: () => undefined, now: () => new Date(0) })
        all.begin('c')
        all.add('c', users)
        all.finish('c', null, mark, true)
        const { list, revision } = all.open('c', { ...everyUser, organizationId: org, search, sort: by })
        const window = all.window(list, revision, 0, 200)
        const unique = [...new Map(users.map((one) => [one.id, one])).values()]
        const expected = unique
          .filter((one) => org === null || one.organization.id === org)
          .filter((one) => {
            const texts = [one.userName, one.displayName ?? '', one.email]
            if (fold(search).length >= 3) texts.push(one.organization.name)
            return texts.some((text) => fold(text).includes(fold(search)))
          })
          .sort((a, b) => {
            for (const { column, descending } of by) {
              const order = compareText(sortKey(a, column), sortKey(b, column))
              if (order !== 0) return descending ? -order : order
            }
            return compareText(a.id, b.id)
          })
        expect(window.stale ? [] : window.columns.id).toEqual(expected.map(({ id }) => id))
      },
    ),
    { numRuns: 200 },
  )
})

describe('what a query asks beside order and search', () => {
  const atlas = { id: 'p1', name: 'Atlas' }
  const users = [
    aUser('1', { userName: 'atlas-bot', email: 'bot@x.org', role: 'manager' }),
    aUser('2', { userName: 'anna', email: 'anna@x.org', organization: { id: 'o2', name: 'Atlas Clinic' } }),
    aUser('3', { userName: 'carl', email: 'carl@x.org', projects: [atlas], disabled: true }),
  ]

  test('hits are counted by where they are, and can be narrowed to one of these', () => {
    fill(users)
    const opened = lists.open('c', { ...everyUser, search: 'atlas' })
    expect(opened).toMatchObject({ total: 3, hits: { name: 1, organization: 1, project: 1 } })
    const narrowed = lists.open('c', { ...everyUser, search: 'atlas', searchIn: 'project' })
    expect(narrowed.hits).toEqual(opened.hits)
    expect(idsOf(narrowed)).toEqual(['3'])
    expect(lists.open('c', everyUser).hits).toBeNull()
  })

  test('a pasted list finds users by id, user name or address, and says what it does not find', () => {
    fill(users)
    const oneOf = ['ANNA', 'bot@X.org', '3', 'nobody', 'ann']
    const opened = lists.open('c', { ...everyUser, oneOf })
    expect(idsOf(opened)).toEqual(['2', '1', '3'])
    expect(opened.missing).toEqual(['nobody', 'ann'])
    expect(lists.open('c', { ...everyUser, oneOf, organizationId: 'o2' }).missing).toEqual([
      'bot@X.org',
      '3',
      'nobody',
      'ann',
    ])
  })

  test('every filter must hold', () => {
    fill(users)
    const filters: Filter[] = [
      { is: { field: 'role', values: ['manager'] }, isNot: true },
      { is: { field: 'disabled' }, isNot: true },
    ]
    expect(idsOf(lists.open('c', { ...everyUser, filters }))).toEqual(['2'])
  })

  test('deleted users are a list of their own', () => {
    fill(users)
    lists.setDeleted('c', [aUser('9')])
    expect(idsOf(lists.open('c', { ...everyUser, deleted: true }))).toEqual(['9'])
    expect(lists.open('c', everyUser).total).toBe(3)
  })
})
