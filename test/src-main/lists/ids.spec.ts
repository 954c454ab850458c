import { expect, test } from 'vitest'
import { inMemory } from '../../../src-main/lists/in-memory.ts'
import { createLists } from '../../../src-main/lists/lists.ts'
import { everyUser } from '../../../src-shared/domain/query.ts'
import { aUser } from '../../support/a-user.ts'

const users = ['a', 'b', 'c', 'd'].map((id) => aUser(id, { disabled: id === 'b' }))

function open() {
  const lists = createLists({ ...inMemory, onChanged: () => undefined, now: () => new Date() })
  lists.begin('c')
  lists.add('c', users)
  lists.finish('c', null, { token: null, at: new Date().toISOString(), isComplete: true }, true)
  return { lists, ...lists.open('c', everyUser) }
}

test('ids of all rows, or of ranges of them, in the order of the list', () => {
  const { lists, list, revision } = open()
  expect(lists.ids(list, revision, null)).toEqual(['a', 'b', 'c', 'd'])
  const ranges = [
    [2, 2],
    [0, 1],
  ] as const
  expect(lists.ids(list, revision, ranges)).toEqual(['c', 'd', 'a'])
})

test('an older revision has none', () => {
  const { lists, list, revision } = open()
  lists.change('c', [], ['a'], 'again')
  expect(lists.ids(list, revision, null)).toBeNull()
})

test('values come as columns, without users that are not there', () => {
  const { lists } = open()
  expect(lists.values('c', ['b', 'none', 'a'], ['etag', 'disabled'])).toEqual({
    ids: ['b', 'a'],
    columns: { etag: ['"1"', '"1"'], disabled: [true, false] },
  })
})
