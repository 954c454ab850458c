import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/db/open.ts'
import { workMigrations } from '../../../src-main/db/work/migrations.ts'
import { type Desk, openDesk } from '../../../src-main/work/desk.ts'
import { newFileKey } from '../../../src-main/work/open.ts'
import type { Change } from '../../../src-shared/domain/change.ts'
import type { Edit } from '../../../src-shared/domain/staging-schema.ts'

const now = '2026-11-01T12:00:00.000Z'
const key = newFileKey()
const ids = ['u1', 'u2', 'u3']
const seen = { etag: ['"1"', '"1"', '"1"'], displayName: ['A', 'B', 'C'], disabled: [false, false, true] }
const name = (displayName: string): Edit => ({ kind: 'set', set: { displayName } })

let folder: string
let desk: Desk
let set: number
const open = () => openDesk(join(folder, 'work.db'), key)
const restart = () => {
  desk.close()
  desk = open()
}
/** What is staged, by id: undo may change the order in which users are found. */
const staged = () => desk.stagedRows(set, 'all', 0, 100).toSorted((a, b) => (a.id < b.id ? -1 : 1))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-sets-'))
  desk = open()
  set = desk.createSet('Spring', now).set
})
afterEach(() => {
  desk.close()
  rmSync(folder, { recursive: true })
})

test('staged edits outlive the program, with undo and redo', () => {
  desk.stage(set, name('X'), ids, seen)
  desk.stage(set, { kind: 'set', set: { disabled: true } }, ids, seen)
  // the third is disabled already
  expect(staged().map((row) => row.set)).toEqual([
    { displayName: 'X', disabled: true },
    { displayName: 'X', disabled: true },
    { displayName: 'X' },
  ])
  expect(desk.undo(set)).toMatchObject({ count: 3, undo: name('X'), redo: { kind: 'set', set: { disabled: true } } })
  restart()
  expect(desk.sets()).toMatchObject([{ set, name: 'Spring', count: 3, redo: { set: { disabled: true } } }])
  desk.redo(set)
  expect(staged()[0]).toMatchObject({ set: { disabled: true }, was: { displayName: 'A', disabled: false } })
  desk.undo(set)
  desk.undo(set)
  restart()
  expect(staged()).toEqual([])
  expect(desk.redo(set).count).toBe(3)
})

test('an edit after an undo takes the place of what was undone', () => {
  desk.stage(set, name('X'), ids, seen)
  desk.undo(set)
  expect(desk.stage(set, name('Y'), ids, seen)).toMatchObject({ redo: null })
  restart()
  expect(staged().map((row) => row.set.displayName)).toEqual(['Y', 'Y', 'Y'])
})

test('what is invalid is counted with its rule, and a value as before is no edit', () => {
  const edit: Edit = { kind: 'set', set: { userName: 'no spaces' } }
  expect(desk.stage(set, edit, ['u1'], { etag: ['"1"'], userName: ['anna'] })).toMatchObject({ count: 1, invalid: 1 })
  expect(desk.stagedRows(set, 'invalid', 0, 10)).toMatchObject([{ issues: [{ code: 'userName.charset' }] }])
  const back: Edit = { kind: 'set', set: { userName: 'anna' } }
  expect(desk.stage(set, back, ['u1'], { etag: ['"1"'], userName: ['anna'] })).toMatchObject({ count: 0, invalid: 0 })
})

test('however one stages, undoes and redoes, a restart finds the same', () => {
  const step = fc.oneof(
    fc.record({ edit: fc.constantFrom(name('A'), name('X'), { kind: 'takeBack', fields: null } as Edit) }),
    fc.constantFrom('undo' as const, 'redo' as const),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      set = desk.createSet('any', now).set
      for (const each of steps) {
        if (typeof each === 'string') desk[each](set)
        else desk.stage(set, each.edit, ids, seen)
      }
      const before = staged()
      const view = desk.sets().find((one) => one.set === set)
      restart()
      expect(staged()).toEqual(before)
      expect(desk.sets().find((one) => one.set === set)).toEqual(view)
    }),
    { numRuns: 15 },
  )
})

test('a job takes its part out of the set; undo does not go back behind it', () => {
  desk.stage(set, name('X'), ids, seen)
  desk.takeOut(set, ['u1'])
  expect(desk.undo(set)).toMatchObject({ count: 2, undo: null })
  restart()
  expect(desk.sets()).toMatchObject([{ count: 2, undo: null }])
  desk.stage(set, name('Y'), ids, seen)
  restart()
  expect(desk.undo(set).count).toBe(2)
})

test('sets are renamed and dropped, new users are staged', () => {
  const change: Change = {
    target: { newKey: 'n' },
    base: {},
    baseVersion: null,
    action: 'create',
    set: { userName: 'new' },
  }
  desk.stageChanges(set, [change])
  desk.stage(set, name('New'), ['n'], { etag: [null] })
  expect(staged()).toMatchObject([{ id: 'n', isNew: true, set: { userName: 'new', displayName: 'New' } }])
  expect(desk.renameSet(set, 'Autumn').name).toBe('Autumn')
  desk.dropSet(set)
  restart()
  expect(desk.sets()).toEqual([])
})

test('a file of the first version keeps its jobs', () => {
  const file = join(folder, 'old.db')
  const old = openDatabase({ file, key, synchronous: 'full', migrations: workMigrations.slice(0, 1) })
  old.exec(`insert into job (id, created_at) values ('j', '${now}')`)
  const change: Change = { target: { id: 'u1' }, base: {}, baseVersion: null, set: { displayName: 'X' } }
  old
    .prepare("insert into item (job, position, change, state, key, sent_at) values ('j', 0, ?, 'sent', 'k', ?)")
    .run(JSON.stringify(change), now)
  old.close()
  const opened = openDesk(file, key)
  expect(opened.open()).toMatchObject([{ job: 'j', change, state: 'sent', key: 'k', sentAt: now }])
  expect(opened.bulkJobs()).toEqual([])
  opened.close()
})
