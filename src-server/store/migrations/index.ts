import type { Kysely } from 'kysely'
import type { Engine } from '../engine.ts'
import type { Database } from '../schema.ts'
import { createDirectory } from './0001-directory.ts'
import { createRecords } from './0002-records.ts'
import { addProjectFeed } from './0003-project-feed.ts'

/** In this order, each once; a released one is never changed. */
const migrations: readonly { name: string; up: (db: Database, engine: Engine) => Promise<void> }[] = [
  { name: '0001-directory', up: createDirectory },
  { name: '0002-records', up: createRecords },
  { name: '0003-project-feed', up: addProjectFeed },
]

interface History {
  migrations: { name: string }
}

/** Brings the tables up to date, each step in a transaction. Throws when a newer program has written the database. */
export async function migrate(db: Database, engine: Engine): Promise<void> {
  // the history is read before the typed tables exist, and belongs to nobody else
  const history = db as unknown as Kysely<History>
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
    await db.transaction().execute(async (trx) => {
      await up(trx, engine)
      await (trx as unknown as Kysely<History>).insertInto('migrations').values({ name }).execute()
    })
  }
}
