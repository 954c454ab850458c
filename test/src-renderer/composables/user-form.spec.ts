import { describe, expect, test } from 'vitest'
import {
  assignmentOf,
  changedFields,
  creationOf,
  draftFrom,
  editOf,
  emptyDraft,
  isEmptyDraft,
  nextUserName,
  valuesOf,
} from '../../../src-renderer/composables/user-form.ts'
import { isEmpty } from '../../../src-shared/domain/change.ts'
import { madeUpUser } from '../../../tools/page/made-up-users.ts'

const user = {
  ...madeUpUser(1),
  userName: 'noa-cohen',
  displayName: null,
  email: 'noa@alder.example',
  role: 'user' as const,
  approved: true,
  disabled: false,
  projects: [
    { id: 'a', name: 'Atlas' },
    { id: 'b', name: 'Beacon' },
  ],
}
const values = valuesOf(user)

test('a draft becomes a creation, tidied, with the role user unless chosen', () => {
  const draft = { ...emptyDraft('key'), userName: ' noa ', displayName: '  ', email: ' noa@alder.example ' }
  expect(creationOf(draft, 'o1')).toMatchObject({
    target: { newKey: 'key' },
    set: { userName: 'noa', displayName: null, email: 'noa@alder.example', role: 'user' },
    organizationId: 'o1',
    action: 'create',
  })
})

describe('an edit', () => {
  test('of nothing changes nothing, blanks included', () => {
    expect(changedFields(user, { ...values, displayName: '  ' })).toEqual([])
    expect(isEmpty(editOf(user, values))).toBe(true)
  })
  test('says what was seen when it was made', () => {
    const change = editOf(user, { ...values, displayName: 'Noa', disabled: true })
    expect(change).toMatchObject({
      set: { displayName: 'Noa', disabled: true },
      base: { displayName: null, disabled: false },
      baseVersion: user.etag,
    })
  })
  test('to manager takes the projects away in the same change', () => {
    const change = editOf(user, { ...values, role: 'manager' })
    expect(change.set).toEqual({ role: 'manager' })
    expect(change.projects).toEqual({ add: [], remove: ['a', 'b'] })
  })
  test('that forces a reset is an action', () => {
    expect(editOf(user, { ...values, isReset: true })).toMatchObject({ action: 'reset' })
  })
  test('never sets a role that cannot be chosen', () => {
    expect(editOf(user, { ...values, role: 'admin' }).set).toBeUndefined()
  })
})

test('an assignment is what comes and what goes', () => {
  expect(assignmentOf(user, new Set(['b', 'c'])).projects).toEqual({ add: ['c'], remove: ['a'] })
})

test('what was kept of a draft comes back, and what is not known is left out', () => {
  const draft = { ...emptyDraft('key'), userName: 'noa', role: 'manager' as const, organizationId: 'o1' }
  expect(draftFrom({ ...draft }, emptyDraft('other'))).toEqual(draft)
  expect(draftFrom({ userName: true, role: 'admin', more: 'x' }, emptyDraft('key'))).toEqual(emptyDraft('key'))
})

test('for another user organization and role stay', () => {
  const draft = { ...emptyDraft('key'), userName: 'noa', role: 'manager' as const, organizationId: 'o1' }
  const next = emptyDraft('next', draft)
  expect(next).toMatchObject({ newKey: 'next', userName: '', role: 'manager', organizationId: 'o1' })
  expect(isEmptyDraft(next)).toBe(true)
})

test.each([
  ['layla-haddad', 'layla-haddad-2'],
  ['layla-haddad-2', 'layla-haddad-3'],
  ['layla-9', 'layla-10'],
  ['x'.repeat(64), `${'x'.repeat(62)}-2`],
])('after %s the next name is %s', (taken, next) => {
  expect(nextUserName(taken, 64)).toBe(next)
})
