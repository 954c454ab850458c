import { expect, test } from 'vitest'
import { findHit, foldSearch, projectsKey, searchText } from '../../../src-shared/domain/query.ts'
import { aUser } from '../../support/a-user.ts'

const text = searchText(
  aUser('1', {
    userName: 'anna-b',
    displayName: 'Anna Berg',
    email: 'anna@example.org',
    organization: { id: 'o1', name: 'Alder Clinic' },
    projects: [
      { id: 'p1', name: 'Atlas' },
      { id: 'p2', name: 'Berg' },
    ],
  }),
)
const where = (search: string) => findHit(text, foldSearch(search))

test('a search looks in the names, from three characters on in organization and projects too', () => {
  expect(where(' BERG ')).toBe('name')
  expect(where('Älder')).toBe('organization')
  expect(where('atlas')).toBe('project')
  expect(where('tl')).toBeNull()
  expect(where('')).toBe('name')
})

test('a hit does not reach from one field into the next', () => {
  expect(where('banna')).toBeNull()
  expect(where('asber')).toBeNull()
})

test('projects sort by number, then by the first name', () => {
  const keys = [['b'], [], ['Äpfel', 'z'], ['c', 'a'], ['a']].map(projectsKey)
  expect([...keys].sort()).toEqual(['000000 ', '000001 a', '000001 b', '000002 a', '000002 apfel'])
})
