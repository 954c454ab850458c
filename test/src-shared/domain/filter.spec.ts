import { expect, test } from 'vitest'
import { passes } from '../../../src-shared/domain/filter.ts'
import { type Condition, Filter } from '../../../src-shared/domain/filter-schema.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { aUser } from '../../support/a-user.ts'

const now = new Date('2026-03-01T12:00:00.000Z')
const earlier = '2026-03-01T11:59:59.000Z'
const later = '2026-03-01T12:00:01.000Z'

/** A filter, a user that passes it and one that does not. */
const cases: [Condition, Partial<User>, Partial<User>][] = [
  [{ field: 'role', values: ['manager', 'other'] }, { role: 'other' }, { role: 'user' }],
  [{ field: 'approved' }, { approved: true }, { approved: false }],
  [{ field: 'disabled' }, { disabled: true }, { disabled: false }],
  [{ field: 'invitation', value: 'pending' }, { invitationExpiresAt: later }, { invitationExpiresAt: earlier }],
  [{ field: 'invitation', value: 'expired' }, { invitationExpiresAt: earlier }, { invitationExpiresAt: null }],
  [{ field: 'resetPending' }, { mustChangePassword: true }, { mustChangePassword: false }],
  [{ field: 'emailUnconfirmed' }, { emailConfirmed: false }, { emailConfirmed: true }],
  [{ field: 'twoFactorOff' }, { twoFactor: false }, { twoFactor: true }],
  [{ field: 'lastSignIn', before: null }, { lastSignInAt: null }, { lastSignInAt: earlier }],
  [{ field: 'lastSignIn', before: later }, { lastSignInAt: earlier }, { lastSignInAt: null }],
  [{ field: 'noProjects' }, { projects: [] }, { projects: [{ id: 'p1', name: 'Atlas' }] }],
  [
    { field: 'organization', ids: ['o1', 'o2'] },
    { organization: { id: 'o2', name: 'B' } },
    { organization: { id: 'o3', name: 'C' } },
  ],
  [{ field: 'partner', ids: ['r1'] }, { partner: { id: 'r1', name: 'Kestrel' } }, { partner: null }],
  [{ field: 'project', ids: ['p1'] }, { projects: [{ id: 'p1', name: 'Atlas' }] }, { projects: [] }],
  [{ field: 'creationName', values: ['Mira-N'] }, { creationName: 'mira-n' }, { creationName: 'mira' }],
  [{ field: 'created', from: earlier, to: later }, { createdAt: earlier }, { createdAt: later }],
]

test.each(cases)('%o', (is, yes, no) => {
  const asked = (user: Partial<User>, isNot: boolean) => passes(aUser('1', user), Filter.parse({ is, isNot }), now)
  expect([asked(yes, false), asked(yes, true)]).toEqual([true, false])
  expect([asked(no, false), asked(no, true)]).toEqual([false, true])
})

test('what the server does not tell passes neither way', () => {
  const unknown = aUser('1', { twoFactor: null, creationName: null, createdAt: null })
  const conditions: Condition[] = [
    { field: 'twoFactorOff' },
    { field: 'creationName', values: ['a'] },
    { field: 'created', from: null, to: null },
  ]
  for (const is of conditions) {
    expect([false, true].map((isNot) => passes(unknown, { is, isNot }, now))).toEqual([false, false])
  }
})
