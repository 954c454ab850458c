import type { Database } from '../schema.ts'

/** Keys by which programs sign in. */
export async function createAccessKeys(db: Database): Promise<void> {
  await db.schema
    .createTable('accessKeys')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('userId', 'integer', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('accessKey', 'text', (c) => c.notNull())
    .addColumn('secretHash', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'text')
    .execute()
  await db.schema.createIndex('accessKeysByKey').on('accessKeys').column('accessKey').unique().execute()
  await db.schema.createIndex('accessKeysOfUser').on('accessKeys').column('userId').execute()
}
