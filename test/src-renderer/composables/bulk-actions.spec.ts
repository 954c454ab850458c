import { expect, test } from 'vitest'
import { bulkActions, bulkDenials, commandOf } from '../../../src-renderer/composables/bulk-actions.ts'
import { demoConnection } from '../../support/demo-connection.ts'

const { capabilities } = demoConnection()
const actor = { id: 'me', role: 'admin' as const, organization: { id: 'o1' }, partner: null }
const plain = { actor, capabilities, isLocked: false, isDeleted: false, count: 3 }
const allowed = (more: Partial<Parameters<typeof bulkDenials>[0]>) => {
  const denials = bulkDenials({ ...plain, ...more })
  return bulkActions.filter((action) => denials[action] === null)
}
const everything = bulkActions.filter((action) => action !== 'restore')

test('an admin may do everything to users who are there, and only restore those who are deleted', () => {
  expect(allowed({})).toEqual(everything)
  expect(allowed({ isDeleted: true })).toEqual(['restore'])
})

test('a manager does not approve, a user does nothing, and nobody without users or on a locked server', () => {
  const manager = { ...actor, role: 'manager' as const }
  expect(allowed({ actor: manager })).toEqual(
    everything.filter((action) => action !== 'approve' && action !== 'withdraw'),
  )
  expect(bulkDenials({ ...plain, actor: manager }).approve).toBe('Only partners and admins approve')
  for (const more of [
    { actor: { ...actor, role: 'user' as const } },
    { count: 0 },
    { isLocked: true },
    { actor: null },
  ])
    expect(allowed(more)).toEqual([])
})

test('what the server cannot do, nobody can', () => {
  const unable = { ...capabilities, invite: 'not_in_this_api' as const, approve: 'not_in_this_api' as const }
  const denials = bulkDenials({ ...plain, capabilities: unable })
  expect(denials.invite).toBe('This kind of server cannot do that')
  expect([denials.approve, denials.withdraw].every((why) => why !== null)).toBe(true)
})

test('every action has its command', () => {
  expect(new Set(bulkActions.map(commandOf)).size).toBe(bulkActions.length)
})
