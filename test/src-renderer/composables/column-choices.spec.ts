import { expect, test } from 'vitest'
import {
  hiddenKeys,
  moveColumn,
  plainChoices,
  shownChoices,
  sizeColumn,
  toggleColumn,
} from '../../../src-renderer/composables/column-choices.ts'
import type { ColumnChoice, ColumnKey } from '../../../src-shared/ipc/views-schema.ts'

const choices = (...keys: ColumnKey[]): ColumnChoice[] => keys.map((key) => ({ key, width: null }))
const keysOf = (shown: readonly ColumnChoice[] | null) => shown?.map(({ key }) => key)

test('without a choice the columns of the page are shown', () => {
  expect(shownChoices(null, true)).toEqual(plainChoices)
  expect(hiddenKeys(plainChoices)).toEqual(['lastSignInAt', 'resetPending', 'invitation'])
})
test('the user name is always there, each column once, and what is pinned comes first', () => {
  expect(keysOf(shownChoices(choices('role', 'id', 'role'), false))).toEqual(['id', 'userName', 'role'])
})
test('the organization is there while several are listed', () => {
  expect(keysOf(shownChoices(choices('userName', 'role'), true))).toEqual(['userName', 'role', 'organization'])
})
test('a column is shown after the others, and hidden; the choice of the program is no choice', () => {
  const more = toggleColumn(plainChoices, 'lastSignInAt')
  expect(keysOf(more)?.at(-1)).toBe('lastSignInAt')
  expect(toggleColumn(more ?? [], 'lastSignInAt')).toBeNull()
  expect(keysOf(toggleColumn(choices('userName', 'role'), 'id'))).toEqual(['id', 'userName', 'role'])
})
test('a column moves among those that are not pinned', () => {
  const shown = choices('id', 'userName', 'role', 'email', 'partner')
  expect(keysOf(moveColumn(shown, 'partner', 2))).toEqual(['id', 'userName', 'partner', 'role', 'email'])
  expect(keysOf(moveColumn(shown, 'partner', 0))).toEqual(['id', 'userName', 'partner', 'role', 'email'])
  expect(keysOf(moveColumn(shown, 'role', 99))).toEqual(['id', 'userName', 'email', 'partner', 'role'])
  expect(moveColumn(shown, 'userName', 4)).toEqual(shown)
  expect(moveColumn(moveColumn(plainChoices, 'role', 2) ?? [], 'role', 5)).toBeNull()
})
test('a width has its bounds, and is given back', () => {
  expect(sizeColumn(choices('userName'), 'userName', 12.4)).toEqual([{ key: 'userName', width: 48 }])
  expect(sizeColumn(choices('userName'), 'userName', 5000)).toEqual([{ key: 'userName', width: 1000 }])
  expect(sizeColumn(sizeColumn(plainChoices, 'role', 200) ?? [], 'role', null)).toBeNull()
})
