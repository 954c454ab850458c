import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../src-shared/domain/audit.ts'
import { auditCells, auditColumns, differencesOf } from '../../../src-shared/domain/audit-entry.ts'
import { csvLine } from '../../../src-shared/domain/csv.ts'

const entry: AuditEntry = {
  id: '1',
  at: '2026-11-24T12:00:00.000Z',
  actor: { id: 'a', userName: 'anna' },
  action: 'user.update',
  message: null,
  outcome: 'done',
  code: null,
  target: { type: 'user', id: 'u', name: 'ben', exists: false },
  organization: { id: 'o', name: 'One, Two' },
  project: null,
  address: '203.0.113.7',
  before: { displayName: null, projects: [{ id: 'p', name: 'P' }], role: 'user' },
  after: { displayName: 'Ben', projects: [], role: 'user', disabled: true },
}

test('differences are the fields that changed, in their order, with what was missing before', () => {
  expect(differencesOf(entry)).toEqual([
    { field: 'displayName', before: null, after: 'Ben' },
    { field: 'projects', before: [{ id: 'p', name: 'P' }], after: [] },
    { field: 'disabled', before: undefined, after: true },
  ])
  expect(differencesOf({ before: null, after: null })).toEqual([])
})

test('an entry has a cell for every column', () => {
  const cells = auditCells(entry)
  expect(cells).toHaveLength(auditColumns.length)
  expect(cells[auditColumns.indexOf('Still exists')]).toBe('no')
  expect(cells[auditColumns.indexOf('Category')]).toBe('user')
  expect(auditCells({ ...entry, actor: null, target: null, organization: null, address: null })[1]).toBe('')
})

test.each([
  [['a', 'b'], 'a,b\r\n'],
  [['One, Two', 'say "x"', 'two\nlines'], '"One, Two","say ""x""","two\nlines"\r\n'],
  [['=1+1', '+1', '-1', '@x'], "'=1+1,'+1,'-1,'@x\r\n"],
  [['\t=1', ' =1', '\r=1'], `'\t=1,' =1,"'\r=1"\r\n`],
  [['a=b', '2026-11-24', ''], 'a=b,2026-11-24,\r\n'],
])('a line of CSV of %j', (cells, expected) => {
  expect(csvLine(cells)).toBe(expected)
})
