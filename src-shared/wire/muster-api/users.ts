import { z } from 'zod'
import { sortColumns } from '../../domain/query-words.ts'
import { roles } from '../../domain/role.ts'
import { Protection, Reference, Timestamp } from '../../domain/user.ts'

/** A user in answers; see domain.md for each field. `etag` is the header's value, quotes included. */
export const UserBody = z.object({
  id: z.string(),
  userName: z.string(),
  displayName: z.string().nullable(),
  email: z.string(),
  emailConfirmed: z.boolean(),
  role: z.enum(roles),
  approved: z.boolean(),
  disabled: z.boolean(),
  mustChangePassword: z.boolean(),
  invitationExpiresAt: Timestamp.nullable(),
  protection: Protection.nullable(),
  organization: Reference,
  partner: Reference,
  projects: z.array(Reference),
  creationName: z.string(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  lastSignInAt: Timestamp.nullable(),
  deletedAt: Timestamp.nullable(),
  etag: z.string(),
})
export type UserBody = z.infer<typeof UserBody>

export const userFields = Object.keys(UserBody.shape) as (keyof UserBody)[]

/** Body of POST /users. Values are checked by the rules of the domain, which answer 422. */
export const UserCreation = z.strictObject({
  userName: z.string(),
  displayName: z.string().nullable().optional(),
  email: z.string(),
  /** Absent: the organization of the account that asks. */
  organizationId: z.string().optional(),
  /** Absent: `user`. */
  role: z.string().optional(),
  /** Absent: true for admins and partners, false for managers, who cannot approve. */
  approved: z.boolean().optional(),
  projectIds: z.array(z.string()).max(1000).optional(),
})
export type UserCreation = z.infer<typeof UserCreation>

/** Body of PATCH /users/{id}: a JSON merge patch (RFC 7396). */
export const UserPatch = z
  .strictObject({
    userName: z.string(),
    displayName: z.string().nullable(),
    email: z.string(),
    role: z.string(),
    approved: z.boolean(),
    disabled: z.boolean(),
    projectIds: z.array(z.string()).max(1000),
  })
  .partial()
export type UserPatch = z.infer<typeof UserPatch>

/** Sort keys of GET /users; a leading `-` turns one round. */
export const userSorts = sortColumns

/** Attributes of a filter (RFC 7644, 3.4.2.2). Without `deletedAt` in it, deleted users are left out. */
export const userFilters = [
  'id',
  'userName',
  'displayName',
  'email',
  'emailConfirmed',
  'role',
  'approved',
  'disabled',
  'mustChangePassword',
  'invitationExpiresAt',
  'protection',
  'organization.id',
  'organization.name',
  'partner.id',
  'partner.name',
  'projects.id',
  'creationName',
  'createdAt',
  'updatedAt',
  'lastSignInAt',
  'deletedAt',
] as const

export const UserPage = z.object({
  items: z.array(UserBody.partial().required({ id: true, etag: true })),
  next: z.string().nullable(),
  total: z.int().optional(),
})

/** A user that was deleted, or that the asking account no longer sees. */
export const Gone = z.object({ id: z.string(), gone: z.literal(true) })

/** GET /users/delta: `next` while there is more to read, then `delta`, the token for the next time. */
export const UserDelta = z.object({
  items: z.array(z.union([UserBody, Gone])),
  next: z.string().optional(),
  delta: z.string().optional(),
})
export type UserDelta = z.infer<typeof UserDelta>

/** Last line of the stream of all users. */
export const StreamEnd = z.object({ end: z.literal(true), delta: z.string() })

export const streamType = 'application/x-ndjson'
