import { z } from 'zod'
import { roles } from '../../domain/role.ts'
import { Reference, Timestamp } from '../../domain/user.ts'

/** The signed-in account, as My Profile shows it. */
export const Me = z.object({
  id: z.string(),
  userName: z.string(),
  displayName: z.string().nullable(),
  email: z.string(),
  emailConfirmed: z.boolean(),
  role: z.enum(roles),
  organization: Reference,
  partner: Reference,
  /** Whether the account wants notices by e-mail. */
  notices: z.boolean(),
  createdAt: Timestamp,
  lastSignInAt: Timestamp.nullable(),
  etag: z.string(),
})
export type Me = z.infer<typeof Me>

export const MePatch = z
  .strictObject({ displayName: z.string().nullable(), email: z.string(), notices: z.boolean() })
  .partial()

/** `login` is a user name or an e-mail address; `clientName` is shown among the own sessions. */
export const SignIn = z.strictObject({
  login: z.string().min(1).max(254),
  password: z.string().min(1).max(1024),
  clientName: z.string().max(128).optional(),
})

/** Only on a demo server. */
export const DemoSignIn = z.strictObject({ clientName: z.string().max(128).optional() })

/** Asked for before somebody is sent to the provider; the id token must hold it, and it is good once. */
export const OidcNonce = z.object({ nonce: z.string(), expiresIn: z.int() })

/** The id token that the provider gave for `nonce` (OpenID Connect Core 1.0, 2). */
export const OidcSignIn = z.strictObject({
  idToken: z.string().min(1).max(16_384),
  nonce: z.string().min(1).max(512),
  clientName: z.string().max(128).optional(),
})

export const Refresh = z.strictObject({ refreshToken: z.string().min(1).max(512) })

/** Tokens of a session (RFC 6750); `expiresIn` and `refreshExpiresIn` in seconds. */
export const Session = z.object({
  accessToken: z.string(),
  expiresIn: z.int(),
  refreshToken: z.string(),
  refreshExpiresIn: z.int(),
  me: Me,
})
export type Session = z.infer<typeof Session>

export const OwnSession = z.object({
  id: z.string(),
  clientName: z.string(),
  address: z.string(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp,
  current: z.boolean(),
})

export const OwnSessions = z.object({ items: z.array(OwnSession) })

export const PasswordChange = z.strictObject({
  oldPassword: z.string().min(1).max(1024),
  newPassword: z.string().max(1024),
})

export const PasswordResetRequest = z.strictObject({ email: z.string().min(1).max(254) })
