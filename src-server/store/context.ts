import { randomBytes, randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Kysely } from 'kysely'
import type { Engine } from './engine.ts'
import { migrate } from './migrations/index.ts'
import type { Database, Tables } from './schema.ts'
import { deriveKey } from './secrets.ts'
import { createTurns, type Turns } from './turns.ts'

/** What all parts of the store work with. */
export interface Context {
  db: Database
  engine: Engine
  now: () => Date
  /** UUID of the database: copies, keys and connections belong to it. */
  instance: string
  /** Seals cursors and tokens of the change feed. */
  cursorKey: Buffer
  /** Scrambles ids, see `ids.ts`. */
  idKey: readonly number[]
  /** Orders what writes in this process. */
  inTurn: Turns
  /** Tells all parts of this process that something was written, here or by another; they look now and then all the same. */
  signals: EventEmitter<{ written: [] }>
}

/** Opens a database, brings it up to date and reads what belongs to it as a whole. */
export async function openContext(engine: Engine, now: () => Date, idSecret?: string): Promise<Context> {
  const db = new Kysely<Tables>({ dialect: engine.dialect })
  await migrate(db, engine)
  const settings = await readSettings(db, engine, idSecret)
  const ids = deriveKey(settings.idSecret, 'ids')
  return {
    db,
    engine,
    now,
    instance: settings.instance,
    cursorKey: deriveKey(settings.secret, 'cursors'),
    idKey: [0, 4, 8, 12].map((at) => ids.readUInt32BE(at)),
    inTurn: createTurns(),
    signals: new EventEmitter(),
  }
}

interface Settings {
  instance: string
  secret: string
  idSecret: string
}

/** The settings of a database; a fresh one gets them. `idSecret` makes the ids of test data repeatable. */
async function readSettings(db: Database, engine: Engine, idSecret?: string): Promise<Settings> {
  const fresh: Settings = {
    instance: randomUUID(),
    secret: randomBytes(32).toString('hex'),
    idSecret: idSecret ?? randomBytes(32).toString('hex'),
  }
  return db.transaction().execute(async (trx) => {
    await engine.lock(trx)
    const rows = Object.entries(fresh).map(([name, value]) => ({ name, value: String(value) }))
    await trx
      .insertInto('settings')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const kept = await trx.selectFrom('settings').selectAll().execute()
    const read = (name: keyof Settings) => kept.find((row) => row.name === name)?.value ?? fresh[name]
    return { instance: read('instance'), secret: read('secret'), idSecret: read('idSecret') }
  })
}

/** True for a database in which nobody lives yet. */
export async function isFresh(db: Database): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined
}

/** True when the database answers. */
export async function isReachable(db: Database): Promise<boolean> {
  try {
    return (await db.selectFrom('settings').select('name').limit(1).executeTakeFirst()) !== undefined
  } catch {
    return false // whatever the reason is, the next write will tell it
  }
}
