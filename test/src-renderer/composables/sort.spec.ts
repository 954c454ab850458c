import { expect, test } from 'vitest'
import { sortBy } from '../../../src-renderer/composables/sort.ts'

const up = (column: 'role' | 'email' | 'id' | 'userName') => ({ column, descending: false })
const down = (column: 'role' | 'email' | 'id' | 'userName') => ({ column, descending: true })

test('a header becomes the only key, and turns round when pressed again', () => {
  expect(sortBy([up('email')], 'role', false)).toEqual([up('role')])
  expect(sortBy([up('role')], 'role', false)).toEqual([down('role')])
  expect(sortBy([down('role')], 'role', false)).toEqual([up('role')])
})
test('one of several keys becomes the only one, ascending', () => {
  expect(sortBy([up('email'), up('role')], 'role', false)).toEqual([up('role')])
})
test('a further key is added, turns round, and goes', () => {
  const two = sortBy([up('email')], 'role', true)
  expect(two).toEqual([up('email'), up('role')])
  const turned = sortBy(two, 'role', true)
  expect(turned).toEqual([up('email'), down('role')])
  expect(sortBy(turned, 'role', true)).toEqual([up('email')])
})
test('there are never more than three keys', () => {
  expect(sortBy([up('email'), up('role'), up('id')], 'userName', true)).toEqual([
    up('email'),
    up('role'),
    up('userName'),
  ])
})
test('the last key never goes', () => {
  expect(sortBy([down('role')], 'role', true)).toEqual([up('role')])
})
