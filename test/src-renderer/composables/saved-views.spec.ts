import { expect, test } from 'vitest'
import { findView, isSameView, withName, withoutView, withView } from '../../../src-renderer/composables/saved-views.ts'
import { everyUser } from '../../../src-shared/domain/query.ts'
import type { View } from '../../../src-shared/ipc/views-schema.ts'
import { plainView } from '../../../src-shared/ipc/views.ts'

const other: View = { ...plainView, query: { ...everyUser, search: 'x' } }
const saved = withView(withView([], 'Zoë', plainView), 'älter', other)

test('views stand in the order of their names, and a name has one view, whatever its case', () => {
  expect(saved.map(({ name }) => name)).toEqual(['älter', 'Zoë'])
  expect(withView(saved, 'ZOË', other)).toEqual([
    { name: 'älter', view: other },
    { name: 'ZOË', view: other },
  ])
})
test('a view takes another name, but no taken one', () => {
  expect(withName(saved, 'Zoë', 'Abc').map(({ name }) => name)).toEqual(['Abc', 'älter'])
  expect(withName(saved, 'Zoë', 'zoë').map(({ name }) => name)).toEqual(['älter', 'zoë'])
  expect(withName(saved, 'Zoë', 'Älter')).toBe(saved)
  expect(withName(saved, 'nobody', 'Abc')).toBe(saved)
})
test('a view is found and goes by its name', () => {
  expect(findView(saved, 'ZOË')?.view).toBe(plainView)
  expect(findView(saved, null)).toBeUndefined()
  expect(withoutView(saved, 'zoë').map(({ name }) => name)).toEqual(['älter'])
})
test('views are the same when they show the same in the same way, whatever names they remember', () => {
  expect(isSameView(plainView, { ...plainView, names: { o1: 'Alder' } })).toBe(true)
  expect(isSameView(plainView, other)).toBe(false)
  expect(isSameView(plainView, { ...plainView, columns: [] })).toBe(false)
})
