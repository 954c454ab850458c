import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, rebase } from '../../../src-shared/domain/change.ts'
import { inverseOf } from '../../../src-shared/domain/inverse.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { aUser } from '../../support/a-user.ts'

const restores = { restore: 'yes' } as const
const anna = aUser('u1', { projects: [{ id: 'a', name: 'A' }] })
const change = (more: Partial<Change>): Change => ({ target: { id: 'u1' }, base: {}, baseVersion: '"1"', ...more })

/** The row after a change, as a server applies it. */
function apply(user: User, { set, projects }: Change): User {
  const kept = user.projects.filter(({ id }) => !projects?.remove.includes(id))
  const added = (projects?.add ?? []).map((id) => ({ id, name: id.toUpperCase() }))
  return { ...user, ...(set as Partial<User>), projects: [...kept, ...added] } // a parsed set leaves absent fields out
}

test('applied after its change, an inverse gives back what was there', () => {
  const sets = fc.record(
    {
      displayName: fc.option(fc.string()),
      email: fc.string(),
      disabled: fc.boolean(),
      approved: fc.boolean(),
      role: fc.constantFrom('user' as const, 'manager' as const),
    },
    { requiredKeys: [] },
  )
  const moves = fc.record({ add: fc.uniqueArray(fc.constantFrom('b', 'c')), remove: fc.subarray(['a']) })
  fc.assert(
    fc.property(sets, moves, (set, projects) => {
      const { change: sent } = rebase(change({ set, projects }), anna)
      const after = apply(anna, sent)
      const { change: back } = inverseOf(sent, 'u1', '"2"', restores)
      const restored = back ? apply(after, rebase(back, after).change) : after
      expect({ ...restored, projects: restored.projects.map(({ id }) => id) }).toEqual({ ...anna, projects: ['a'] })
    }),
  )
})

test('what another changed since is a conflict, and not taken back', () => {
  const sent = change({ base: { displayName: 'Anna' }, set: { displayName: 'B' } })
  const { change: back } = inverseOf(sent, 'u1', '"2"', restores)
  if (!back) throw new Error('nothing to take back')
  expect(rebase(back, { ...anna, displayName: 'C' }).conflicts).toEqual(['displayName'])
})

test('deletion and creation turn into each other, where the server can restore', () => {
  expect(inverseOf(change({ action: 'delete' }), 'u1', null, restores).change?.action).toBe('restore')
  expect(inverseOf(change({ action: 'delete' }), 'u1', null, { restore: 'not_in_this_api' })).toEqual({
    change: null,
    irrevocable: ['delete'],
  })
  const created: Change = { target: { newKey: 'n' }, base: {}, baseVersion: null, action: 'create' }
  expect(inverseOf(created, 'u9', '"1"', restores)).toEqual({
    change: { target: { id: 'u9' }, base: {}, baseVersion: '"1"', action: 'delete' },
    irrevocable: ['mail'],
  })
})

test('what cannot be taken back is said', () => {
  expect(inverseOf(change({ action: 'reset' }), 'u1', null, restores)).toEqual({ change: null, irrevocable: ['reset'] })
})
