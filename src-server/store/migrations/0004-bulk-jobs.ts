import type { Database } from '../schema.ts'

/** Bulk requests that are worked on later, and the reason of a change in the audit log. */
export async function createBulkJobs(db: Database): Promise<void> {
  await db.schema.alterTable('audit').addColumn('reason', 'text').execute()
  let table = db.schema
    .createTable('bulkJobs')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('ownerId', 'integer', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('reason', 'text')
    .addColumn('endedAt', 'text')
  for (const name of ['sessionId', 'total', 'done', 'failed'])
    table = table.addColumn(name, 'integer', (c) => c.notNull())
  for (const name of ['address', 'requestId', 'state', 'createdAt'])
    table = table.addColumn(name, 'text', (c) => c.notNull())
  await table.execute()
  await db.schema.createIndex('bulkJobsOfOwner').on('bulkJobs').column('ownerId').execute()
  await db.schema.createIndex('bulkJobsByEnd').on('bulkJobs').columns(['endedAt', 'createdAt']).execute()
  await db.schema
    .createTable('bulkItems')
    .addColumn('jobId', 'integer', (c) => c.notNull().references('bulkJobs.id').onDelete('cascade'))
    .addColumn('place', 'integer', (c) => c.notNull())
    .addColumn('entry', 'text', (c) => c.notNull())
    .addColumn('outcome', 'text')
    .addPrimaryKeyConstraint('bulkItemsKey', ['jobId', 'place'])
    .execute()
}
