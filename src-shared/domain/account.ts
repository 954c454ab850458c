import { z } from 'zod'
import { roles } from './role.ts'
import { Reference, Timestamp } from './user.ts'

/** The signed-in account as My Profile shows it (domain.md, My Profile). Null where the server does not tell. */
export const OwnProfile = z.object({
  id: z.string(),
  userName: z.string(),
  displayName: z.string().nullable(),
  email: z.string(),
  emailConfirmed: z.boolean(),
  role: z.enum(roles),
  organization: Reference,
  partner: Reference.nullable(),
  /** Whether it wants notices by e-mail. */
  notices: z.boolean().nullable(),
  createdAt: Timestamp.nullable(),
  lastSignInAt: Timestamp.nullable(),
  etag: z.string().nullable(),
})
export type OwnProfile = z.infer<typeof OwnProfile>

export const OwnProfileChange = z.strictObject({ email: z.string().max(254), notices: z.boolean() }).partial()
export type OwnProfileChange = z.infer<typeof OwnProfileChange>

/** A place where the account is signed in. */
export const OwnSession = z.object({
  id: z.string(),
  /** What the program there calls itself. */
  clientName: z.string(),
  /** IP address. */
  address: z.string(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp,
  isCurrent: z.boolean(),
})
export type OwnSession = z.infer<typeof OwnSession>

/** How a server lets people sign in; `oidc` in the browser. */
export const signInMethods = ['password', 'accessKey', 'oidc'] as const
export const SignInMethod = z.enum(signInMethods)
export type SignInMethod = z.infer<typeof SignInMethod>

/** What signs in. Secrets go in and never come out. */
export const Credentials = z.union([
  z.strictObject({ login: z.string().min(1).max(254), password: z.string().min(1).max(1024) }),
  z.strictObject({ accessKey: z.string().min(1).max(1024), secretKey: z.string().min(1).max(4096) }),
])
export type Credentials = z.infer<typeof Credentials>
