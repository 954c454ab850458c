import type { Role } from '../../../src-shared/domain/role.ts'
import type { Protection, Reference } from '../../../src-shared/domain/user.ts'
import { formatId } from '../ids.ts'
import type { Database } from '../schema.ts'

/** A user as the store answers it; every dialect makes its own shape of it. */
export interface StoredUser {
  id: string
  userName: string
  displayName: string | null
  email: string
  emailConfirmed: boolean
  role: Role
  approved: boolean
  disabled: boolean
  mustChangePassword: boolean
  invitationExpiresAt: string | null
  protection: Protection | null
  organization: Reference
  partner: Reference
  /** By name. */
  projects: Reference[]
  creationName: string
  createdAt: string
  updatedAt: string
  lastSignInAt: string | null
  deletedAt: string | null
  version: number
}

/** All that a `StoredUser` is made of but the projects, which `toUsers` adds. */
export const selectUsers = (db: Database) =>
  db
    .selectFrom('users')
    .innerJoin('organizations', 'organizations.id', 'users.organizationId')
    .innerJoin('partners', 'partners.id', 'organizations.partnerId')
    .select([
      'users.id',
      'users.userName',
      'users.displayName',
      'users.email',
      'users.emailConfirmed',
      'users.role',
      'users.approved',
      'users.disabled',
      'users.mustChangePassword',
      'users.invitationExpiresAt',
      'users.protection',
      'users.organizationId',
      'organizations.name as organizationName',
      'partners.id as partnerId',
      'partners.name as partnerName',
      'users.creationName',
      'users.createdAt',
      'users.updatedAt',
      'users.lastSignInAt',
      'users.deletedAt',
      'users.version',
    ])

export type UserRow = Awaited<ReturnType<ReturnType<typeof selectUsers>['execute']>>[number]

/** Adds the projects to rows, with one query for all of them. */
export async function toUsers(db: Database, rows: readonly UserRow[]): Promise<StoredUser[]> {
  const projects = new Map<number, Reference[]>(rows.map(({ id }) => [id, []]))
  const ids = rows.filter(({ role }) => role === 'user').map(({ id }) => id)
  if (ids.length > 0) {
    const memberships = await db
      .selectFrom('memberships')
      .innerJoin('projects', 'projects.id', 'memberships.projectId')
      .select(['memberships.userId', 'projects.id', 'projects.name'])
      .where('memberships.userId', 'in', ids)
      .orderBy('projects.sortName')
      .orderBy('projects.id')
      .execute()
    for (const { userId, id, name } of memberships) projects.get(userId)?.push({ id: formatId(id), name })
  }
  return rows.map((row) => toUser(row, projects.get(row.id) ?? []))
}

function toUser(row: UserRow, projects: Reference[]): StoredUser {
  return {
    id: formatId(row.id),
    userName: row.userName,
    displayName: row.displayName,
    email: row.email,
    emailConfirmed: row.emailConfirmed === 1,
    role: row.role,
    approved: row.approved === 1,
    disabled: row.disabled === 1,
    mustChangePassword: row.mustChangePassword === 1,
    invitationExpiresAt: row.invitationExpiresAt,
    protection: row.protection,
    organization: { id: formatId(row.organizationId), name: row.organizationName },
    partner: { id: formatId(row.partnerId), name: row.partnerName },
    projects,
    creationName: row.creationName,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    lastSignInAt: row.lastSignInAt,
    deletedAt: row.deletedAt,
    version: row.version,
  }
}

/** One user by the number of its id, deleted ones too; null when there is none. */
export async function findUser(db: Database, id: number | null): Promise<StoredUser | null> {
  if (id === null) return null
  const rows = await selectUsers(db).where('users.id', '=', id).execute()
  const [user] = await toUsers(db, rows)
  return user ?? null
}
