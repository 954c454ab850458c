import { expect, test } from 'vitest'
import { foldSearch, isHit, projectsKey } from '../../../src-shared/domain/query.ts'

const text = { names: 'anna-b\u0001anna berg\u0001anna@example.org', places: 'alder clinic\u0001atlas' }

test('a search looks in the names, from three characters on in organization and projects too', () => {
  expect(isHit(text, foldSearch(' BERG '))).toBe(true)
  expect(isHit(text, foldSearch('Älder'))).toBe(true)
  expect(isHit(text, foldSearch('atlas'))).toBe(true)
  expect(isHit(text, foldSearch('tl'))).toBe(false)
  expect(isHit(text, foldSearch(''))).toBe(true)
})

test('a hit does not reach from one field into the next', () => {
  expect(isHit(text, foldSearch('banna'))).toBe(false)
})

test('projects sort by number, then by the first name', () => {
  const keys = [['b'], [], ['Äpfel', 'z'], ['c', 'a'], ['a']].map(projectsKey)
  expect([...keys].sort()).toEqual(['000000 ', '000001 a', '000001 b', '000002 a', '000002 apfel'])
})
