import type { Database } from '../schema.ts'

/** A project has a place in the change feed as well: it moves when its members do. */
export async function addProjectFeed(db: Database): Promise<void> {
  await db.schema
    .alterTable('projects')
    .addColumn('feedSeq', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema.createIndex('projectsByFeed').on('projects').column('feedSeq').execute()
}
