import { expect, test } from 'vitest'
import { everyUser } from '../../../src-shared/domain/query.ts'
import { noViews, plainView } from '../../../src-shared/ipc/views.ts'
import { readViews } from '../../../src-shared/ipc/read-views.ts'
import { UserViews } from '../../../src-shared/ipc/views-schema.ts'

const kept: UserViews = {
  present: {
    query: {
      ...everyUser,
      organizationId: 'o1',
      search: 'novak',
      searchIn: 'name',
      filters: [
        { is: { field: 'disabled' }, isNot: true },
        { is: { field: 'project', ids: ['j1'] }, isNot: false },
      ],
      sort: [{ column: 'role', descending: true }],
    },
    columns: [
      { key: 'userName', width: null },
      { key: 'role', width: 90 },
    ],
    names: { j1: 'Atlas' },
  },
  place: { id: 'u1', column: 3, lift: 64 },
  chosen: 'Clean-up round',
  saved: [{ name: 'Clean-up round', view: plainView }],
}
const changed = (change: object): unknown => ({ ...kept, ...change })

test('what was kept is read as it was', () => {
  expect(readViews(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
})

test.each([null, 1, 'x', [], {}])('%j is read as nothing kept', (value) => {
  expect(readViews(value)).toEqual(noViews)
})

test('a broken part is dropped alone', () => {
  const { present } = kept
  const [filter] = present.query.filters
  const query = { ...present.query, search: 7, filters: [{ is: { field: 'moonPhase' } }, filter], sort: [{}] }
  const columns = [{ key: 'shoeSize', width: null }, { key: 'role', width: 5 }, present.columns?.[1]]
  const saved = [{ name: '', view: plainView }, 3, ...kept.saved, { name: 'Other', view: { query: 1 } }]
  const read = readViews(changed({ present: { query, columns, names: 4 }, place: { id: 1 }, saved }))
  expect(read).toEqual({
    present: {
      query: { ...present.query, search: '', filters: [filter], sort: everyUser.sort },
      columns: [{ key: 'role', width: 90 }],
      names: {},
    },
    place: null,
    chosen: 'Clean-up round',
    saved: [...kept.saved, { name: 'Other', view: plainView }],
  })
  expect(UserViews.safeParse(read).success).toBe(true)
})
