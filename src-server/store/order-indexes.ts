import { sql } from 'kysely'
import type { Database, UserTable } from './schema.ts'

/** Columns that lists are ordered by. Within one organization all have the same partner. */
const ofOrganization: readonly (keyof UserTable)[] = [
  'sortUserName',
  'sortDisplayName',
  'sortEmail',
  'sortOrganization',
  'sortRole',
  'approved',
  'disabled',
  'sortCreationName',
  'sortProjects',
  'createdAt',
  'sortLastSignIn',
]
const ofAll: readonly (keyof UserTable)[] = [...ofOrganization, 'sortPartner']

const indexes = [
  ...ofAll.map((column) => ({ name: `usersBy_${column}`, columns: [column, 'id'] })),
  ...ofOrganization.map((column) => ({
    name: `usersOfOrganizationBy_${column}`,
    columns: ['organizationId', column, 'id'],
  })),
]

/** One index for each order of a list, of all users and of one organization; deleted users are in none. */
export async function createOrderIndexes(db: Database): Promise<void> {
  for (const { name, columns } of indexes)
    await db.schema.createIndex(name).on('users').columns(columns).where(sql.ref('deletedAt'), 'is', null).execute()
}

/** Filling many rows in is several times faster without these indexes, and making them afterwards. */
export async function dropOrderIndexes(db: Database): Promise<void> {
  for (const { name } of indexes) await db.schema.dropIndex(name).execute()
}
