import type { User } from '../../src-shared/domain/user.ts'
import type { Columns } from '../../src-shared/ipc/shapes.ts'

/** Rows as columns, the form in which a window crosses to the page. */
export function toColumns(users: readonly User[]): Columns {
  return {
    id: users.map((user) => user.id),
    userName: users.map((user) => user.userName),
    displayName: users.map((user) => user.displayName),
    email: users.map((user) => user.email),
    emailConfirmed: users.map((user) => user.emailConfirmed),
    role: users.map((user) => user.role),
    roleLabel: users.map((user) => user.roleLabel),
    approved: users.map((user) => user.approved),
    disabled: users.map((user) => user.disabled),
    mustChangePassword: users.map((user) => user.mustChangePassword),
    invitationExpiresAt: users.map((user) => user.invitationExpiresAt),
    protection: users.map((user) => user.protection),
    organizationId: users.map((user) => user.organization.id),
    organizationName: users.map((user) => user.organization.name),
    partnerId: users.map((user) => user.partner?.id ?? null),
    partnerName: users.map((user) => user.partner?.name ?? null),
    creationName: users.map((user) => user.creationName),
    createdAt: users.map((user) => user.createdAt),
    lastSignInAt: users.map((user) => user.lastSignInAt),
    projectNames: users.map((user) => user.projects.map(({ name }) => name)),
    deletedAt: users.map((user) => user.deletedAt),
  }
}
