import type { Me, Session } from '../../../src-shared/wire/muster-api/account.ts'
import type { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import type { Profile } from '../../store/profile.ts'
import type { Tokens } from '../../store/sessions.ts'
import type { StoredUser } from '../../store/users/stored-user.ts'

/** The etag of a version, quotes included (RFC 9110, 8.8.3). */
export const etagOf = (version: number): string => `"${version}"`

export function toUserBody({ version, ...user }: StoredUser): UserBody {
  return { ...user, etag: etagOf(version) }
}

export function toMe(profile: Profile): Me {
  const { id, userName, displayName, email, emailConfirmed, role, organization, partner, notices } = profile
  const { createdAt, lastSignInAt, version } = profile
  const names = { id, userName, displayName, email, emailConfirmed, role, organization, partner, notices }
  return { ...names, createdAt, lastSignInAt, etag: etagOf(version) }
}

/** Tokens with the seconds that are left of them. */
export function toSession(tokens: Tokens, profile: Profile, now: Date): Session {
  const left = (end: string) => Math.max(0, Math.ceil((Date.parse(end) - now.getTime()) / 1000))
  return {
    accessToken: tokens.accessToken,
    expiresIn: left(tokens.accessExpiresAt),
    refreshToken: tokens.refreshToken,
    refreshExpiresIn: left(tokens.refreshExpiresAt),
    me: toMe(profile),
  }
}
