import { expect, test } from 'vitest'
import { denialsOf } from '../../../src-renderer/composables/user-denials.ts'
import { aUser } from '../../support/a-user.ts'
import { demoConnection } from '../../support/demo-connection.ts'

const { capabilities } = demoConnection()
const admin = { id: 'me', role: 'admin' as const, organization: { id: 'o1' }, partner: null }
const manager = { ...admin, role: 'manager' as const }

test('what a server cannot do, nobody can', () => {
  const unable = { ...capabilities, restore: 'not_in_this_api' as const, signOut: 'not_on_this_server' as const }
  const deleted = aUser('u1', { deletedAt: '2026-11-01T00:00:00.000Z' })
  expect(denialsOf(admin, deleted, unable).restore).toBe('This kind of server cannot do that')
  expect(denialsOf(admin, aUser('u1'), unable).signOut).toBe('This server does not offer that')
  expect(denialsOf(admin, deleted, capabilities).restore).toBeNull()
})

test('a deleted user can only be restored, and one that is there cannot', () => {
  const { edit, projects, restore } = denialsOf(
    admin,
    aUser('u1', { deletedAt: '2026-11-01T00:00:00.000Z' }),
    capabilities,
  )
  expect([edit, projects, restore]).toEqual([
    'This user is deleted; restore it before anything else',
    'This user is deleted; restore it before anything else',
    null,
  ])
  expect(denialsOf(admin, aUser('u1'), capabilities).restore).toBe('This user is not deleted')
})

test('an invitation is sent again only where one is open or has expired', () => {
  expect(denialsOf(admin, aUser('u1'), capabilities).invite).toBe('This user has set a password already')
  const invited = aUser('u1', { invitationExpiresAt: '2020-01-01T00:00:00.000Z' })
  expect(denialsOf(manager, invited, capabilities).invite).toBeNull()
})

test('projects are for the role user only, and the rules of roles come first', () => {
  expect(denialsOf(admin, aUser('u1', { role: 'manager' }), capabilities).projects).toBe(
    'Only accounts with the role user have projects',
  )
  expect(denialsOf(manager, aUser('u1', { role: 'manager' }), capabilities).delete).toBe(
    'A manager can only delete accounts with the role user',
  )
})
