import { expect, test } from 'vitest'
import { consequences } from '../../../src-shared/domain/consequences.ts'

const user = {
  email: 'a@example.org',
  role: 'user' as const,
  approved: true,
  disabled: false,
  projects: [{ id: 'a', name: 'A' }],
}
const nothing = { signsOut: false, mails: false, newAddress: false, losesProjects: [] }

test('what changes nothing has no consequence', () => {
  expect(consequences(user, {}, null)).toEqual(nothing)
  expect(consequences(user, { ...user }, null)).toEqual(nothing)
  expect(consequences(user, { disabled: false, approved: true }, null)).toEqual(nothing)
})

test.each([
  [{ disabled: true }, null],
  [{ approved: false }, null],
  [{}, 'delete'],
  [{}, 'signOut'],
] as const)('%j %s signs out', (set, action) => {
  expect(consequences(user, set, action)).toEqual({ ...nothing, signsOut: true })
})

test('a reset signs out and mails; creation and invitation only mail', () => {
  expect(consequences(user, {}, 'reset')).toEqual({ ...nothing, signsOut: true, mails: true })
  expect(consequences(user, {}, 'invite')).toEqual({ ...nothing, mails: true })
  expect(consequences(user, {}, 'create')).toEqual({ ...nothing, mails: true })
})

test('a manager has no projects', () => {
  expect(consequences(user, { role: 'manager' }, null)).toEqual({
    ...nothing,
    signsOut: true,
    losesProjects: user.projects,
  })
})

test('a new address is one to sign in with', () => {
  expect(consequences(user, { email: 'b@example.org' }, null).newAddress).toBe(true)
})
