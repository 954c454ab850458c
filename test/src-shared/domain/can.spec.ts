import { describe, expect, test } from 'vitest'
import { type Action, actions, type Actor, can, type Denial, type Target } from '../../../src-shared/domain/can.ts'
import type { ListedRole, Role } from '../../../src-shared/domain/role.ts'

const actor = (role: Role): Actor => ({ id: 'me', role, organization: { id: 'o1' }, partner: { id: 'p1' } })
const target = (role: ListedRole, more: Partial<Target> = {}): Target => ({
  id: 'other',
  role,
  protection: null,
  organization: { id: 'o1' },
  partner: { id: 'p1' },
  ...more,
})
function denials(who: Actor, on: Target): Partial<Record<Action, Denial>> {
  const found: Partial<Record<Action, Denial>> = {}
  for (const action of actions) {
    const denial = can(who, action, on)
    if (denial) found[action] = denial
  }
  return found
}

describe('admin and partner', () => {
  test.each(['admin', 'partner'] as const)('%s may do everything to users and managers', (role) => {
    expect(denials(actor(role), target('user'))).toEqual({})
    expect(denials(actor(role), target('manager'))).toEqual({})
  })
  test('a partner stays in its organizations, an admin goes everywhere', () => {
    const elsewhere = target('user', { organization: { id: 'o9' }, partner: { id: 'p9' } })
    expect(can(actor('partner'), 'edit', elsewhere)).toBe('scope')
    expect(can(actor('admin'), 'edit', elsewhere)).toBeNull()
    expect(can({ ...actor('partner'), partner: null }, 'edit', target('user', { partner: null }))).toBe('scope')
  })
})

describe('manager', () => {
  test('edits users, and promotes, but never approves nor demotes', () => {
    expect(denials(actor('manager'), target('user'))).toEqual({ approve: 'approve_denied', demote: 'demote_denied' })
  })
  test('deletes and restores users only', () => {
    expect(denials(actor('manager'), target('manager'))).toEqual({
      approve: 'approve_denied',
      demote: 'demote_denied',
      delete: 'delete_manager_denied',
      restore: 'delete_manager_denied',
    })
  })
  test('stays in its organization', () => {
    expect(can(actor('manager'), 'edit', target('user', { organization: { id: 'o2' } }))).toBe('scope')
  })
})

test('a user may do nothing to anybody', () => {
  expect(Object.values(denials(actor('user'), target('user')))).toEqual(actions.map(() => 'scope'))
})

test.each(['partner', 'admin', 'other'] as const)('nobody changes the role %s here', (role) => {
  expect(Object.values(denials(actor('admin'), target(role)))).toEqual(actions.map(() => 'role_protected'))
})

test.each(['owner', 'readOnly'] as const)('nobody changes an account that is %s', (protection) => {
  expect(Object.values(denials(actor('admin'), target('user', { protection })))).toEqual(
    actions.map(() => 'account_protected'),
  )
})

test('nobody deletes, disables or switches oneself', () => {
  expect(denials(actor('manager'), target('manager', { id: 'me' }))).toEqual({
    approve: 'approve_denied',
    disable: 'self_disable',
    promote: 'self_role',
    demote: 'self_role',
    delete: 'self_delete',
    restore: 'delete_manager_denied',
  })
})
