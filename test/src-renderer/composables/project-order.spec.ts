import { expect, test } from 'vitest'
import { findProjects } from '../../../src-renderer/composables/project-order.ts'
import type { Project } from '../../../src-shared/domain/place.ts'

const project = (id: string, name: string, organization: string, memberCount: number | null): Project => ({
  id,
  name,
  organization: { id: organization, name: organization },
  memberCount,
})
const all = [
  project('1', 'Zebra', 'Alder', 5),
  project('2', 'Åtlas', 'Birch', 12),
  project('3', 'atlas', 'Cedar', null),
  project('4', 'Atlas', 'Alder', 12),
]
const ids = (search: string, column: 'name' | 'organization' | 'members', descending = false) =>
  findProjects(all, search, { column, descending }).map(({ id }) => id)

test('case and accents count in no search and no order; ties go by name, then id', () => {
  expect(ids('', 'name')).toEqual(['2', '3', '4', '1'])
  expect(ids('atlas', 'name')).toEqual(['2', '3', '4'])
  expect(ids('', 'organization')).toEqual(['4', '1', '2', '3'])
})

test('by number of users, what is not told comes last from the top', () => {
  expect(ids('', 'members', true)).toEqual(['2', '4', '1', '3'])
})

test('an organization is found as well', () => {
  expect(ids('ald', 'name')).toEqual(['4', '1'])
})
