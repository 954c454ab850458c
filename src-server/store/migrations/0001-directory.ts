import { sql } from 'kysely'
import type { Engine } from '../engine.ts'
import { createOrderIndexes } from '../order-indexes.ts'
import type { Database, UserTable } from '../schema.ts'

/** Partners, organizations, projects, users and who works in which project. */
export async function createDirectory(db: Database, engine: Engine): Promise<void> {
  await createNumbers(db)
  await createPlaces(db)
  await createUsers(db)
  await createUserIndexes(db)
  await db.schema
    .createTable('memberships')
    .addColumn('userId', 'integer', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('projectId', 'integer', (c) => c.notNull().references('projects.id'))
    .addPrimaryKeyConstraint('membershipsKey', ['userId', 'projectId'])
    .execute()
  await db.schema.createIndex('membershipsByProject').on('memberships').columns(['projectId', 'userId']).execute()
  await engine.createSearchIndex(db)
}

async function createNumbers(db: Database): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('counters')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'integer', (c) => c.notNull())
    .execute()
  const counters = ['ids', 'records', 'feed', 'feedFloor'].map((name) => ({ name, value: 0 }))
  await db.insertInto('counters').values(counters).execute()
}

async function createPlaces(db: Database): Promise<void> {
  const place = (table: string) =>
    db.schema
      .createTable(table)
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('sortName', 'text', (c) => c.notNull())
  await place('partners').execute()
  await place('organizations')
    .addColumn('partnerId', 'integer', (c) => c.notNull().references('partners.id'))
    .execute()
  await place('projects')
    .addColumn('organizationId', 'integer', (c) => c.notNull().references('organizations.id'))
    .execute()
  await db.schema.createIndex('organizationsByPartner').on('organizations').column('partnerId').execute()
  await db.schema.createIndex('projectsByOrganization').on('projects').column('organizationId').execute()
}

async function createUsers(db: Database): Promise<void> {
  let table = db.schema
    .createTable('users')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('organizationId', 'integer', (c) => c.notNull().references('organizations.id'))
  const texts: (keyof UserTable)[] = [
    'searchNames',
    'userName',
    'email',
    'role',
    'creationName',
    'createdAt',
    'updatedAt',
  ]
  const uniques: (keyof UserTable)[] = ['uniqueName', 'uniqueEmail']
  const sorts: (keyof UserTable)[] = [
    'sortUserName',
    'sortDisplayName',
    'sortEmail',
    'sortOrganization',
    'sortRole',
    'sortPartner',
    'sortCreationName',
    'sortProjects',
    'sortLastSignIn',
  ]
  const optional: (keyof UserTable)[] = [
    'displayName',
    'invitationExpiresAt',
    'protection',
    'lastSignInAt',
    'deletedAt',
    'passwordHash',
  ]
  const bits: (keyof UserTable)[] = ['emailConfirmed', 'approved', 'disabled', 'mustChangePassword', 'notices']
  for (const name of [...texts, ...uniques, ...sorts]) table = table.addColumn(name, 'text', (c) => c.notNull())
  for (const name of optional) table = table.addColumn(name, 'text')
  for (const name of [...bits, 'version', 'feedSeq']) table = table.addColumn(name, 'integer', (c) => c.notNull())
  await table.execute()
}

async function createUserIndexes(db: Database): Promise<void> {
  const index = (name: string, columns: string[]) => db.schema.createIndex(name).on('users').columns(columns)
  await createOrderIndexes(db)
  await index('usersOfOrganization', ['organizationId', 'id']).execute()
  await index('usersByFeed', ['feedSeq']).execute()
  await index('usersDeleted', ['deletedAt', 'id']).where(sql.ref('deletedAt'), 'is not', null).execute()
  for (const column of ['uniqueName', 'uniqueEmail'])
    await index(`users_${column}`, [column]).unique().where(sql.ref('deletedAt'), 'is', null).execute()
}
