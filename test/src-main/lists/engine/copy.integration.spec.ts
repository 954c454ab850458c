import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { indexFile, openCopyStore, removeCopy } from '../../../../src-main/db/copy/open.ts'
import type { CopyPlace } from '../../../../src-main/db/copy/trouble.ts'
import { openDatabase } from '../../../../src-main/db/open.ts'
import { openCopy } from '../../../../src-main/lists/kept-copies.ts'
import { createLists } from '../../../../src-main/lists/lists.ts'
import { createNaiveRows } from '../../../../src-main/lists/naive-list.ts'
import type { Mark, UserRows } from '../../../../src-main/lists/rows.ts'
import { everyUser, type UserQuery } from '../../../../src-shared/domain/query.ts'
import type { OpenedList } from '../../../../src-shared/ipc/shapes.ts'
import { now, someId, someQuery, someUser } from '../../../support/arbitraries.ts'
import { aUser } from '../../../support/a-user.ts'

const never = () => false
const mark: Mark = { token: 't1', at: '2026-01-01T00:00:00.000Z', isComplete: true }
let folder: string
let place: CopyPlace

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-copy-'))
  place = { file: join(folder, 'copy.db'), key: '11'.repeat(32), owner: 'a', scope: 's' }
})
afterEach(() => rmSync(folder, { recursive: true }))

const shown = (rows: UserRows, query: UserQuery = everyUser) => {
  const selection = rows.select(query, now, never)
  return selection?.window(0, selection.total).map(({ id }) => id)
}

function tidy(rows: UserRows): void {
  while (rows.tidy());
}

/** A copy of some users, closed; with a saved index. */
function leaveCopy(ids: string[]): void {
  const { rows, close } = openCopy(place)
  rows.change(
    ids.map((id) => aUser(id)),
    [],
    mark,
  )
  tidy(rows)
  close()
}

test('what is saved and loaded, with changes before and after, and saves that were cut off, is what it was', () => {
  const steps = fc.array(
    fc.record({
      put: fc.array(someUser, { maxLength: 20 }),
      gone: fc.array(someId, { maxLength: 5 }),
      /** Pieces of idle work before the program ends: few of them cut a save off. */
      pieces: fc.constantFrom(0, 1, 14, 15, 16, 20, 1000),
      isIndexLost: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  )
  fc.assert(
    fc.property(steps, fc.array(someQuery, { minLength: 1, maxLength: 4 }), (all, queries) => {
      const naive = createNaiveRows()
      for (const { put, gone, pieces, isIndexLost } of all) {
        const { rows, close } = openCopy(place)
        for (const query of [everyUser, ...queries]) expect(shown(rows, query)).toEqual(shown(naive, query))
        for (const each of [rows, naive]) each.change(put, gone, mark)
        for (let at = 0; at < pieces && rows.tidy(); at++);
        for (const query of queries) expect(shown(rows, query)).toEqual(shown(naive, query))
        expect(rows.mark()).toEqual(mark)
        close()
        if (isIndexLost) rmSync(indexFile(place.file), { force: true })
      }
      removeCopy(place.file)
    }),
    { numRuns: 40 },
  )
})

test('the first rows are there before the index, and the rest as soon as it is asked for', () => {
  leaveCopy(Array.from({ length: 300 }, (_, at) => String(at).padStart(3, '0')))
  writeFileSync(indexFile(place.file), 'damaged') // found out only when it is needed
  const { rows, close } = openCopy(place)
  const selection = rows.select(everyUser, now, never)
  expect(selection?.total).toBe(300)
  expect(selection?.window(0, 60).map(({ id }) => id)[59]).toBe('059')
  expect(selection?.window(250, 60)).toHaveLength(50)
  expect(selection?.ids(250, 60)).toHaveLength(50)
  expect(selection?.locate('123')).toBe(123)
  close()
})

test('another key, another account or another scope sees nothing of it', () => {
  leaveCopy(['1'])
  for (const other of [{ key: '22'.repeat(32) }, { owner: 'b' }, { scope: 't' }]) {
    leaveCopy(['1'])
    const copy = openCopy({ ...place, ...other })
    expect([copy.rows.size(), copy.rows.mark()]).toEqual([0, null])
    expect(copy.trouble).toBe('key' in other ? 'damaged' : null)
    copy.close()
    removeCopy(place.file)
  }
})

test('a file of a later version is made anew, and says so', () => {
  leaveCopy(['1'])
  const later = [{ number: 99, sql: 'select 1' }]
  openDatabase({ file: place.file, key: place.key, synchronous: 'normal', migrations: later }).close()
  const { store, notice } = openCopyStore(place)
  expect([notice, store.count()]).toEqual(['newer', 0])
  store.close()
})

test('damage that is met while rows are read empties the list, and is told', () => {
  leaveCopy(Array.from({ length: 2000 }, (_, at) => String(at).padStart(4, '0')))
  const bytes = readFileSync(place.file)
  const inRows = Math.floor(bytes.length * 0.6)
  writeFileSync(place.file, bytes.fill(7, inRows, inRows + 1))
  const troubles: string[] = []
  const changed: OpenedList[] = []
  const lists = createLists({
    onChanged: (list) => changed.push(list),
    onTrouble: (_, trouble) => troubles.push(trouble),
    now: () => now,
    openCopy,
    removeCopy,
    isNeedless: never,
  })
  expect(lists.openCopy('c', place)).toMatchObject({ isKept: true, trouble: null, size: 2000, mark })
  const { list, revision } = lists.open('c', everyUser)
  const windows = Array.from({ length: 10 }, (_, at) => lists.window(list, revision, at * 200, 200))
  expect(windows[0]).toMatchObject({ stale: false })
  expect(windows.at(-1)).toEqual({ stale: true, revision: 2, total: 0 })
  expect([troubles, changed.at(-1)?.total]).toEqual([['damaged'], 0])
  lists.drop('c')
})

test('a file that is cut is made anew when it is opened', () => {
  leaveCopy(['1'])
  truncateSync(place.file, 5000)
  const copy = openCopy(place)
  expect([copy.isKept, copy.trouble, copy.rows.size()]).toEqual([true, 'damaged', 0])
  copy.close()
})

test('a folder that nothing can be written to leaves rows in memory, and says why', () => {
  writeFileSync(join(folder, 'file'), '')
  const copy = openCopy({ ...place, file: '/proc/self/copy.db' })
  expect([copy.isKept, copy.trouble]).toEqual([false, 'readOnly'])
  copy.rows.change([aUser('1')], [], mark)
  expect(shown(copy.rows)).toEqual(['1'])
})

test('no address is readable on disk, and nothing is left after it was removed', () => {
  const address = 'canary-address@example.org'
  const { rows, close } = openCopy(place)
  rows.change([aUser('1', { email: address })], [], mark)
  const search = () => readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes('canary-address'))
  expect([search(), existsSync(`${place.file}-wal`)]).toEqual([[], true])
  tidy(rows)
  expect([search(), existsSync(indexFile(place.file))]).toEqual([[], true])
  close()
  removeCopy(place.file)
  expect(readdirSync(folder)).toEqual([])
})
