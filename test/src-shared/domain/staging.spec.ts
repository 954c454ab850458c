import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, projectsAfter } from '../../../src-shared/domain/change.ts'
import type { Edit } from '../../../src-shared/domain/staging-schema.ts'
import { stageEdit } from '../../../src-shared/domain/staging.ts'
import { aUser } from '../../support/a-user.ts'

const anna = aUser('u1', { userName: 'anna', displayName: 'Anna', projects: [{ id: 'a', name: 'A' }] })
const after = (...edits: Edit[]) =>
  edits.reduce<Change | null>((staged, edit) => stageEdit(staged ?? undefined, 'u1', anna, edit), null)
const name = (displayName: string | null): Edit => ({ kind: 'set', set: { displayName } })

test('the last value counts, over what was seen first', () => {
  expect(after(name('B'), name(' C '))).toMatchObject({ base: { displayName: 'Anna' }, set: { displayName: 'C' } })
  const later = stageEdit(
    after(name('B')) ?? undefined,
    'u1',
    { ...anna, displayName: 'Theirs', etag: '"9"' },
    name('C'),
  )
  expect(later).toMatchObject({ base: { displayName: 'Anna' }, baseVersion: '"1"' })
})

test('back to what it was is nothing', () => {
  expect(after(name('B'), name('Anna'))).toBeNull()
  expect(after({ kind: 'projects', add: ['b'], remove: [] }, { kind: 'projects', add: [], remove: ['b'] })).toBeNull()
  expect(after(name('B'), { kind: 'action', action: 'reset' }, { kind: 'takeBack', fields: null })).toBeNull()
})

test('single fields are taken back', () => {
  const both = after(name('B'), { kind: 'set', set: { disabled: true } }, { kind: 'takeBack', fields: ['displayName'] })
  expect(both).toMatchObject({ set: { disabled: true }, base: { disabled: false } })
  expect(both?.set?.displayName).toBeUndefined()
})

test('patterns and replacements work on what is staged', () => {
  expect(after({ kind: 'pattern', field: 'email', pattern: '{userName}@new.example' })?.set).toEqual({
    email: 'anna@new.example',
  })
  const replace: Edit = {
    ...{ kind: 'replace', field: 'displayName', find: 'b', replace: 'c' },
    ...{ isCaseSensitive: false, isWhole: false },
  }
  expect(after(name('Bob'), replace)?.set?.displayName).toBe('coc')
  expect(after(replace)).toBeNull()
})

test('projects end as they were asked for last', () => {
  const some = fc.subarray(['a', 'b', 'c'])
  const edit = fc.oneof(
    fc.record({ kind: fc.constant('setProjects' as const), projects: some }),
    fc
      .tuple(some, some)
      .map(([add, remove]): Edit => ({ kind: 'projects', add, remove: remove.filter((id) => !add.includes(id)) })),
  )
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
      let wanted = new Set(['a'])
      for (const each of edits as Edit[]) {
        if (each.kind === 'setProjects') wanted = new Set(each.projects)
        else if (each.kind === 'projects') {
          wanted = new Set([...wanted, ...each.add].filter((id) => !each.remove.includes(id)))
        }
      }
      const staged = after(...(edits as Edit[]))
      expect(new Set(staged ? projectsAfter(staged, ['a']) : ['a'])).toEqual(wanted)
    }),
  )
})
