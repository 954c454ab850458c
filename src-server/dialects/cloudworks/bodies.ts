import type { Role } from '../../../src-shared/domain/role.ts'
import type { UserForListDto, UserRole } from '../../../src-shared/wire/cloudworks/users.ts'
import type { Context } from '../../store/context.ts'
import type { Database } from '../../store/schema.ts'
import { rowIdOf } from '../../store/users/derived.ts'
import type { StoredUser } from '../../store/users/stored-user.ts'
import { toNumber, toUuid } from './ids.ts'

export const roleLabels = {
  user: 'User',
  manager: 'Manager',
  partner: 'Partner',
  admin: 'Admin',
} as const satisfies Record<Role, UserRole>

/** A role as it was sent, in the words of the domain; a role that it does not have stays what it is, and is refused. */
export const toRole = (role: UserRole): string => role.toLowerCase()

/** Whether each account wants notices, which is no part of a stored user. */
async function withoutNotices(db: Database, users: readonly StoredUser[]): Promise<ReadonlySet<number>> {
  if (users.length === 0) return new Set()
  const ids = users.map(({ id }) => rowIdOf(id))
  const rows = await db.selectFrom('users').select('id').where('id', 'in', ids).where('notices', '=', 0).execute()
  return new Set(rows.map(({ id }) => id))
}

/** Users as this API shows them. */
export async function toDtos(context: Context, users: readonly StoredUser[]): Promise<UserForListDto[]> {
  const silent = await withoutNotices(context.db, users)
  return users.map((user) => toDto(context.instance, user, !silent.has(rowIdOf(user.id))))
}

function toDto(instance: string, user: StoredUser, isEmailNotificationEnabled: boolean): UserForListDto {
  const { userName, displayName, email, organization, partner, projects, createdAt, lastSignInAt } = user
  return {
    id: toUuid(instance, user.id),
    username: userName,
    displayName,
    email,
    role: roleLabels[user.role],
    organizationId: toNumber(organization.id),
    organizationName: organization.name,
    partner: { id: toNumber(partner.id), name: partner.name, logo: null, link: null, domain: null },
    boundProjects: projects.map(({ id, name }) => ({ projectId: toNumber(id), projectName: name })),
    createdAt,
    lastLoginAt: lastSignInAt,
    isEmailConfirmed: user.emailConfirmed,
    isEmailNotificationEnabled,
    isForcedToResetPassword: user.mustChangePassword,
    isLocked: user.disabled,
    isApprovedByPartner: user.approved,
    owner: user.protection === 'owner',
    isReadOnly: user.protection === 'readOnly',
    isCsm: false,
    is2FAEnabled: false,
    isForcedToEnableTwoFactorAuthentication: false,
    hasCustomerId: false,
    hasPaymentMethod: false,
    hasRepo: false,
    isEligibleUpdateSubscription: false,
    isNewOrganization: false,
  }
}
