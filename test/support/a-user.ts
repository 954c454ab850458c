import type { User } from '../../src-shared/domain/user.ts'

/** A plain user for tests; `more` says what matters in the test. */
export function aUser(id: string, more: Partial<User> = {}): User {
  return {
    id,
    userName: `user-${id}`,
    displayName: `User ${id}`,
    email: `user-${id}@example.org`,
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
    partner: { id: 'p1', name: 'Partner' },
    projects: [],
    creationName: 'system',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    lastSignInAt: null,
    deletedAt: null,
    etag: '"1"',
    ...more,
  }
}
