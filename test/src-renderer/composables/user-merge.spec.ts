import { describe, expect, test } from 'vitest'
import { editOf, valuesOf } from '../../../src-renderer/composables/user-form.ts'
import { changedByOthers, conflictsOf, mergeValues, valuesFrom } from '../../../src-renderer/composables/user-merge.ts'
import { aUser } from '../../support/a-user.ts'

const [atlas, beacon, cedar] = ['Atlas', 'Beacon', 'Cedar'].map((name) => ({ id: name, name })) as [
  { id: string; name: string },
  { id: string; name: string },
  { id: string; name: string },
]
const base = aUser('u1', { displayName: 'Noa', projects: [atlas, beacon] })
const mine = { ...valuesOf(base), displayName: 'Noa Mine', disabled: true, isReset: true }
const theirs = aUser('u1', { displayName: 'Noa Theirs', email: 'new@example.org', projects: [atlas], etag: '"2"' })

describe('two versions', () => {
  test('conflict where both changed the same field to different values', () => {
    expect(conflictsOf(base, mine, theirs)).toEqual(['displayName'])
    expect(conflictsOf(base, { ...mine, displayName: 'Noa Theirs' }, theirs)).toEqual([])
  })
  test('merge: each side keeps the fields that only it changed, and the chosen ones are as chosen', () => {
    const kept = mergeValues(base, mine, theirs, { displayName: 'mine' })
    expect(kept).toMatchObject({ displayName: 'Noa Mine', email: 'new@example.org', disabled: true, isReset: true })
    expect(mergeValues(base, mine, theirs, { displayName: 'theirs' })).toMatchObject({
      displayName: 'Noa Theirs',
      disabled: true,
    })
  })
  test('a role that takes projects takes those that are there now', () => {
    const manager = { ...valuesOf(base), role: 'manager' }
    const now = { ...theirs, projects: [atlas, cedar] }
    expect(editOf(now, mergeValues(base, manager, now))).toMatchObject({
      baseVersion: '"2"',
      projects: { add: [], remove: ['Atlas', 'Cedar'] },
    })
    expect(editOf(now, mergeValues(base, manager, now, { role: 'theirs' })).projects).toBeUndefined()
  })
})

describe('what others changed', () => {
  test('is all that the own change does not explain', () => {
    const change = editOf(base, { ...valuesOf(base), displayName: 'Noa Mine' })
    const now = { ...theirs, displayName: 'Noa Mine' }
    expect(changedByOthers(base, now, change)).toEqual(['email', 'projects'])
    expect(changedByOthers(base, base)).toEqual([])
  })
  test('is not the projects that go with the own change of role', () => {
    const change = editOf(base, { ...valuesOf(base), role: 'manager' })
    expect(changedByOthers(base, { ...base, role: 'manager', projects: [] }, change)).toEqual([])
  })
})

test('kept values come back; those of another kind or unknown do not', () => {
  expect(valuesFrom({ ...mine }, base)).toEqual(mine)
  expect(valuesFrom({ displayName: null, disabled: 'yes', more: 'x' }, base)).toEqual(valuesOf(base))
})
