import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { copyMigrations } from '../../../../src-main/db/copy/migrations.ts'
import { createCopyStore } from '../../../../src-main/db/copy/store.ts'
import { openDatabase } from '../../../../src-main/db/open.ts'
import { createCopiedRows } from '../../../../src-main/lists/engine/copied-rows.ts'
import { createNaiveRows } from '../../../../src-main/lists/naive-list.ts'
import type { Selection, UserRows } from '../../../../src-main/lists/rows.ts'
import { everyUser, type UserQuery } from '../../../../src-shared/domain/query.ts'
import type { User } from '../../../../src-shared/domain/user.ts'
import { now, someId, someQuery, someUser } from '../../../support/arbitraries.ts'
import { aUser } from '../../../support/a-user.ts'

vi.setConfig({ testTimeout: 60_000 }) // on a busy machine
const never = () => false
const folder = mkdtempSync(join(tmpdir(), 'muster-engine-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Over a database in memory; only the index is saved to a file. */
function createRows(): UserRows {
  const database = openDatabase({ file: null, key: null, synchronous: 'normal', migrations: copyMigrations })
  return createCopiedRows(createCopyStore(database), { file: join(folder, 'copy.db'), key: '' })
}

function shown(selection: Selection | null) {
  if (!selection) throw new Error('was stopped')
  const users = selection.window(0, selection.total)
  expect(selection.ids(0, selection.total)).toEqual(users.map(({ id }) => id))
  return { ids: users.map(({ id }) => id), hits: selection.hits, missing: selection.missing, total: selection.total }
}

function expectSame(fast: UserRows, naive: UserRows, query: UserQuery): void {
  expect(shown(fast.select(query, now, never))).toEqual(shown(naive.select(query, now, never)))
}

type Step = { put: User[]; gone: string[] }
const someSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({ put: fc.array(someUser, { maxLength: 25 }), gone: fc.array(someId, { maxLength: 6 }) }),
  { minLength: 1, maxLength: 5 },
)

test('any query after any changes shows what the naive list shows', () => {
  fc.assert(
    fc.property(someSteps, fc.array(someQuery, { minLength: 1, maxLength: 6 }), (steps, queries) => {
      const [fast, naive] = [createRows(), createNaiveRows()]
      for (const { put, gone } of steps) {
        for (const rows of [fast, naive]) rows.change(put, gone, null)
        for (const query of queries) expectSame(fast, naive, query)
      }
      expect(fast.size()).toBe(naive.size())
      fast.close()
    }),
    { numRuns: 150 },
  )
})

test('a row comes back as it was put', () => {
  fc.assert(
    fc.property(fc.array(someUser, { maxLength: 20 }), (users) => {
      const rows = createRows()
      rows.change(users, [], null)
      for (const user of new Map(users.map((each) => [each.id, each])).values()) expect(rows.get(user.id)).toEqual(user)
      rows.close()
    }),
    { numRuns: 100 },
  )
})

test('an open selection keeps its rows through changes, without those that are gone', () => {
  fc.assert(
    fc.property(someSteps, someQuery, (steps, query) => {
      const [fast, naive] = [createRows(), createNaiveRows()]
      const [first, ...rest] = steps
      for (const rows of [fast, naive]) rows.change(first?.put ?? [], [], null)
      const selections = [fast, naive].map((rows) => rows.select(query, now, never))
      for (const { put, gone } of rest) {
        for (const rows of [fast, naive]) rows.change(put, gone, null)
        for (const selection of selections) selection?.dropGone()
        const [ours, theirs] = selections
        expect(shown(ours ?? null).ids).toEqual(shown(theirs ?? null).ids)
        for (const id of gone) expect(ours?.locate(id)).toBe(theirs?.locate(id))
      }
      fast.close()
    }),
    { numRuns: 100 },
  )
})

test('a full read drops what it did not bring, and keeps what changed meanwhile', () => {
  fc.assert(
    fc.property(someSteps, someSteps, fc.array(someUser, { maxLength: 5 }), (before, read, meanwhile) => {
      const [fast, naive] = [createRows(), createNaiveRows()]
      for (const rows of [fast, naive]) {
        for (const { put, gone } of before) rows.change(put, gone, null)
        rows.beginRead()
        for (const [at, { put, gone }] of read.entries()) {
          rows.add(put)
          if (at === 0) rows.change(meanwhile, gone, null)
        }
      }
      expect(fast.countUnread()).toBe(naive.countUnread())
      for (const rows of [fast, naive]) rows.endRead({ token: 't', at: now.toISOString(), isComplete: true })
      expectSame(fast, naive, everyUser)
      expect(fast.mark()).toEqual(naive.mark())
      fast.close()
    }),
    { numRuns: 100 },
  )
})

test('many rows: orders that are merged, dropped and made in idle time stay right', () => {
  const random = fc.sample(someUser, { numRuns: 2000, seed: 7 })
  const users = random.map((user, at) => ({ ...user, id: `n${(at * 7919) % 2500}` }))
  const queries = fc.sample(someQuery, { numRuns: 40, seed: 8 })
  const [fast, naive] = [createRows(), createNaiveRows()]
  for (let at = 0; at < users.length; at += 300) {
    const put = users.slice(at, at + 300)
    const gone = put.slice(0, 20).map(({ id }) => id.replace('1', '2'))
    for (const rows of [fast, naive]) rows.change(put, gone, null)
    for (const query of queries.slice(at / 60, at / 60 + 6)) expectSame(fast, naive, query)
  }
  while (fast.tidy()) expectSame(fast, naive, queries[0] ?? everyUser)
  for (const query of queries) expectSame(fast, naive, query)
  fast.close()
})

test('a search that is not wanted any more is stopped', () => {
  const rows = createRows()
  rows.change([aUser('1')], [], null)
  expect(rows.select({ ...everyUser, search: 'user' }, now, () => true)).toBeNull()
  expect(rows.select({ ...everyUser, search: 'user' }, now, never)?.total).toBe(1)
  rows.close()
})
