import type { Target } from '../../src-shared/domain/can.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { Columns } from '../../src-shared/ipc/shapes.ts'

/** One user as a row of a list. */
export type UserRow = { readonly [K in keyof Columns]: Columns[K][number] }

/** Columns as they come over IPC, as rows. */
export function toRows(columns: Columns): UserRow[] {
  const names = Object.keys(columns) as (keyof Columns)[] // keys of an object are typed as any string
  return columns.id.map(
    // every column has a value for each row (shapes.ts, Columns)
    (_, at) => Object.fromEntries(names.map((name) => [name, columns[name][at]])) as unknown as UserRow,
  )
}

/** The part of a row that decides what may be done with its user. */
export const targetOf = (row: UserRow): Target & Pick<UserRow, 'invitationExpiresAt' | 'deletedAt'> => ({
  id: row.id,
  role: row.role,
  protection: row.protection,
  organization: { id: row.organizationId },
  partner: row.partnerId === null ? null : { id: row.partnerId },
  invitationExpiresAt: row.invitationExpiresAt,
  deletedAt: row.deletedAt,
})

/** A user as the server told it, as a row of a list. */
export const rowOf = (user: User): UserRow => ({
  ...user,
  organizationId: user.organization.id,
  organizationName: user.organization.name,
  partnerId: user.partner?.id ?? null,
  partnerName: user.partner?.name ?? null,
  projectNames: user.projects.map(({ name }) => name),
})
