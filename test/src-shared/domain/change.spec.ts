import { describe, expect, test } from 'vitest'
import { type Change, isEmpty, projectsAfter, rebase } from '../../../src-shared/domain/change.ts'
import type { User } from '../../../src-shared/domain/user.ts'

const user: User = {
  id: 'u1',
  userName: 'anna',
  displayName: 'Anna',
  email: 'anna@example.org',
  emailConfirmed: true,
  role: 'user',
  roleLabel: null,
  approved: true,
  disabled: false,
  mustChangePassword: false,
  twoFactor: null,
  invitationExpiresAt: null,
  protection: null,
  organization: { id: 'o1', name: 'One' },
  partner: { id: 'p1', name: 'P' },
  projects: [{ id: 'a', name: 'A' }],
  creationName: 'system',
  createdAt: null,
  updatedAt: null,
  lastSignInAt: null,
  deletedAt: null,
  etag: '"2"',
}
const change = (more: Partial<Change>): Change => ({ target: { id: 'u1' }, base: {}, baseVersion: '"1"', ...more })

describe('rebase', () => {
  test('disjoint fields go onto the fresh row', () => {
    const mine = change({ base: { email: 'anna@example.org' }, set: { email: 'new@example.org' } })
    expect(rebase(mine, { ...user, displayName: 'Anna B' })).toEqual({
      conflicts: [],
      change: {
        target: { id: 'u1' },
        base: { email: 'anna@example.org', projectIds: ['a'] },
        baseVersion: '"2"',
        set: { email: 'new@example.org' },
      },
    })
  })

  test('the same field with three values is a conflict, and mine is kept', () => {
    const mine = change({ base: { displayName: 'Anna' }, set: { displayName: 'Anna mine' } })
    const { conflicts, change: rest } = rebase(mine, { ...user, displayName: 'Anna theirs' })
    expect(conflicts).toEqual(['displayName'])
    expect(rest.set).toEqual({ displayName: 'Anna mine' })
    expect(rest.base.displayName).toBe('Anna theirs')
  })

  test('what the other side did already, and what was never changed, is dropped', () => {
    const mine = change({ base: { disabled: false, userName: 'anna' }, set: { disabled: true, userName: 'anna' } })
    const { conflicts, change: rest } = rebase(mine, { ...user, disabled: true, userName: 'anna-b' })
    expect(conflicts).toEqual([])
    expect(isEmpty(rest)).toBe(true)
  })

  test('projects merge as additions and removals', () => {
    const mine = change({ base: { projectIds: ['a', 'b'] }, projects: { add: ['c', 'd'], remove: ['a', 'b'] } })
    const { change: rest } = rebase(mine, {
      ...user,
      projects: [
        { id: 'a', name: 'A' },
        { id: 'c', name: 'C' },
      ],
    })
    expect(rest.projects).toEqual({ add: ['d'], remove: ['a'] })
    expect(projectsAfter(rest, ['a', 'c'])).toEqual(['c', 'd'])
  })

  test('an action stays', () => {
    expect(rebase(change({ action: 'reset' }), user).change.action).toBe('reset')
  })
})
