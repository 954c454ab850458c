import { z } from 'zod'
import { roles } from './role.ts'

/** Something with an id and a name to show: organization, partner, project. */
export const Reference = z.object({ id: z.string().min(1), name: z.string() })
export type Reference = z.infer<typeof Reference>

/** RFC 3339 in UTC, as every date of the program. */
export const Timestamp = z.iso.datetime()

/** Accounts that nobody changes here: owners and read-only accounts (domain.md, Who may do what). */
export const Protection = z.enum(['owner', 'readOnly'])
export type Protection = z.infer<typeof Protection>

/** A user as every list of the program holds it, whatever server it came from; see domain.md, "A user, as the grid shows it". */
export const User = z.object({
  id: z.string().min(1),
  userName: z.string(),
  displayName: z.string().nullable(),
  email: z.string(),
  emailConfirmed: z.boolean(),
  role: z.enum([...roles, 'other']),
  /** What the server calls the role, where `role` is `other`. */
  roleLabel: z.string().nullable(),
  /** Approved by the partner; without it nobody signs in. */
  approved: z.boolean(),
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  /** Signs in with a second factor; null where the server does not tell. */
  twoFactor: z.boolean().nullable(),
  /** Set while an invitation is open; in the past: it has expired. */
  invitationExpiresAt: Timestamp.nullable(),
  protection: Protection.nullable(),
  organization: Reference,
  partner: Reference.nullable(),
  projects: z.array(Reference).readonly(),
  /** User name of the account that created this one; null where the server does not tell. */
  creationName: z.string().nullable(),
  createdAt: Timestamp.nullable(),
  updatedAt: Timestamp.nullable(),
  lastSignInAt: Timestamp.nullable(),
  deletedAt: Timestamp.nullable(),
  /** The version a change is made on (RFC 9110, If-Match); null where the server has none. */
  etag: z.string().nullable(),
})
export type User = z.infer<typeof User>

export { type WritableField, writableFields } from './user-words.ts'
