import { z } from 'zod'
import { isRole, type Role } from '../../../src-shared/domain/role.ts'
import type { User } from '../../../src-shared/domain/user.ts'

const Id = z.union([z.int(), z.string().min(1)]).transform(String)
const Name = z.string().nullish()

/**
 * A user as it is read. What a write sends back as it was must be there and understood; everything else may be missing or
 * strange without costing the row.
 */
export const ReceivedUser = z.object({
  id: z.string().min(1),
  username: z.string(),
  displayName: Name,
  email: z.string(),
  role: z.string().min(1),
  isForcedToResetPassword: z.boolean(),
  isLocked: z.boolean(),
  isApprovedByPartner: z.boolean(),
  organizationId: Id,
  organizationName: Name,
  partner: z.object({ id: Id, name: Name }).nullish().catch(null),
  boundProjects: z.array(z.object({ projectId: Id, projectName: Name })).nullish(),
  createdAt: z.unknown().optional(),
  lastLoginAt: z.unknown().optional(),
  isEmailConfirmed: z.boolean().nullish().catch(null),
  owner: z.boolean().nullish().catch(null),
  isReadOnly: z.boolean().nullish().catch(null),
  is2FAEnabled: z.boolean().nullish().catch(null),
})
type ReceivedUser = z.infer<typeof ReceivedUser>

export function toUser(row: ReceivedUser): User {
  return {
    id: row.id,
    userName: row.username,
    displayName: row.displayName || null,
    email: row.email,
    emailConfirmed: row.isEmailConfirmed ?? false,
    ...toListedRole(row.role),
    approved: row.isApprovedByPartner,
    disabled: row.isLocked,
    mustChangePassword: row.isForcedToResetPassword,
    twoFactor: row.is2FAEnabled ?? null,
    invitationExpiresAt: null,
    protection: row.owner ? 'owner' : row.isReadOnly ? 'readOnly' : null,
    organization: { id: row.organizationId, name: row.organizationName ?? '' },
    partner: row.partner ? { id: row.partner.id, name: row.partner.name ?? '' } : null,
    projects: (row.boundProjects ?? []).map(({ projectId, projectName }) => ({
      id: projectId,
      name: projectName ?? '',
    })),
    creationName: null,
    createdAt: toTimestamp(row.createdAt),
    updatedAt: null,
    lastSignInAt: toTimestamp(row.lastLoginAt),
    deletedAt: null,
    etag: null,
  }
}

function toListedRole(label: string): Pick<User, 'role' | 'roleLabel'> {
  const role = label.toLowerCase()
  return isRole(role) ? { role, roleLabel: null } : { role: 'other', roleLabel: label }
}

const labels: Record<Role, string> = { user: 'User', manager: 'Manager', partner: 'Partner', admin: 'Admin' }

/** A role as this API writes it. */
export const roleLabel = (role: User['role'], label: string | null): string =>
  role === 'other' ? (label ?? '') : labels[role]

/**
 * An instant from a text that may be anything. Without a zone it is taken for UTC, as servers keep it; a text that could be
 * read in two ways, such as 03/04/2026, is none.
 */
export function toTimestamp(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const found = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/.exec(value.trim())
  if (!found) return null
  const [, day = '', time = '00:00', zone = 'Z'] = found
  const at = Date.parse(`${day}T${time}${zone}`)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
