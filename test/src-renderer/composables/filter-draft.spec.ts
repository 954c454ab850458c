import { expect, test } from 'vitest'
import { draftOf, filterFields, filterOf, newDraft } from '../../../src-renderer/composables/filter-draft.ts'
import { Filter } from '../../../src-shared/domain/filter-schema.ts'

const [from, to] = ['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z']
const filters: Filter[] = [
  { is: { field: 'role', values: ['manager', 'other'] }, isNot: true },
  { is: { field: 'approved' }, isNot: true },
  { is: { field: 'invitation', value: 'expired' }, isNot: false },
  { is: { field: 'lastSignIn', before: null }, isNot: false },
  { is: { field: 'lastSignIn', before: to }, isNot: true },
  { is: { field: 'organization', ids: ['o1', 'o2'] }, isNot: false },
  { is: { field: 'creationName', values: ['system'] }, isNot: false },
  { is: { field: 'created', from, to: null }, isNot: false },
  { is: { field: 'created', from, to }, isNot: true },
]

test.each(filters)('$is.field survives being edited', (filter) => {
  expect(filterOf(draftOf(filter))).toEqual(filter)
})

test('a new filter asks for nothing until it has a value, and is understood by main', () => {
  for (const field of filterFields) {
    const filter = filterOf(newDraft(field))
    if (filter) expect(Filter.safeParse(filter).success).toBe(true)
  }
  const asking = filterFields.filter((field) => filterOf(newDraft(field)) !== null)
  expect(asking).toEqual([
    'approved',
    'disabled',
    'invitation',
    'resetPending',
    'emailUnconfirmed',
    'twoFactorOff',
    'noProjects',
  ])
})

test('a span that ends before it begins asks for nothing', () => {
  expect(filterOf({ ...newDraft('created'), from: to, to: from })).toBeNull()
  expect(filterOf({ ...newDraft('created'), from, to: from })).toBeNull()
})
