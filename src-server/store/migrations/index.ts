import type { Kysely } from 'kysely'
import type { Engine } from '../engine.ts'
import type { Database } from '../schema.ts'
import { createDirectory } from './0001-directory.ts'
import { createRecords } from './0002-records.ts'
import { addProjectFeed } from './0003-project-feed.ts'
import { createBulkJobs } from './0004-bulk-jobs.ts'
import { createSpentNonces } from './0005-spent-nonces.ts'
import { createAccessKeys } from './0006-access-keys.ts'

/** In this order, each once; a released one is never changed. */
const migrations: readonly { name: string; up: (db: Database, engine: Engine) => Promise<void> }[] = [
  { name: '0001-directory', up: createDirectory },
  { name: '0002-records', up: createRecords },
  { name: '0003-project-feed', up: addProjectFeed },
  { name: '0004-bulk-jobs', up: createBulkJobs },
  { name: '0005-spent-nonces', up: createSpentNonces },
  { name: '0006-access-keys', up: createAccessKeys },
]

interface History {
  migrations: { name: string }
}

/** Brings the tables up to date, in one transaction. Throws when a newer program has written the database. */
export async function migrate(db: Database, engine: Engine): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await engine.lock(trx)
    // the history is read before the typed tables exist, and belongs to nobody else
    const history = trx as unknown as Kysely<History>
    await history.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('name', 'text', (c) => c.primaryKey())
      .execute()
    const done = (await history.selectFrom('migrations').select('name').execute()).map(({ name }) => name)
    const unknown = done.find((name) => !migrations.some((migration) => migration.name === name))
    if (unknown) throw new Error(`the database was written by a newer program (it has step ${unknown})`)
    for (const { name, up } of migrations) {
      if (done.includes(name)) continue
      await up(trx, engine)
      await engine.adjustColumns(trx)
      await history.insertInto('migrations').values({ name }).execute()
    }
  })
}
