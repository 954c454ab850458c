import type { Database } from '../schema.ts'

/** Nonces of sign-ins by a provider, from their use until they would be too old anyway. */
export async function createSpentNonces(db: Database): Promise<void> {
  await db.schema
    .createTable('spentNonces')
    .addColumn('hash', 'text', (c) => c.primaryKey())
    .addColumn('expiresAt', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('spentNoncesByEnd').on('spentNonces').column('expiresAt').execute()
}
