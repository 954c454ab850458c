import { expect, test } from 'vitest'
import { createOwnWrites } from '../../../src-main/connections/own-writes.ts'
import { inMemory } from '../../../src-main/lists/in-memory.ts'
import { createLists } from '../../../src-main/lists/lists.ts'
import { aUser } from '../../support/a-user.ts'

const mark = { token: 't', at: '2026-11-01T12:00:00Z', isComplete: true }
const users = Array.from({ length: 100 }, (_, index) => aUser(`u${index}`))
const ids = users.map(({ id }) => id)

/** Lists of a hundred users, of which this program has deleted the first so many in bulk. */
function afterDeleting(count: number) {
  const lists = createLists({ ...inMemory, onChanged: () => undefined, now: () => new Date() })
  lists.begin('c')
  lists.add('c', users)
  lists.finish('c', null, mark, true)
  const writes = createOwnWrites({
    connection: 'c',
    lists: { change: (...input) => Promise.resolve(lists.change(...input)) },
    freshen: () => undefined,
    freshenDeleted: () => undefined,
    onOthers: () => undefined,
  })
  const applied = ids.slice(0, count).map((id) => ({
    ...{ id, etag: null, user: null },
    change: { target: { id }, base: {}, baseVersion: null, action: 'delete' as const },
  }))
  writes.showMany(applied)
  return lists
}

test('the own deletion of many raises no question', () => {
  expect(afterDeleting(60).finish('c', ids.slice(0, 60), mark, false)).toBeNull()
})

test('a deletion of many by somebody else does, also beside an own one', () => {
  const gone = ids.slice(0, 60)
  expect(afterDeleting(0).finish('c', gone, mark, false)).toEqual({ gone: 60, of: 100 })
  expect(afterDeleting(10).finish('c', ids.slice(0, 70), mark, false)).toEqual({ gone: 60, of: 90 })
})
