import Driver from 'better-sqlite3-multiple-ciphers'

/** An open database; the driver's own type, so that statements stay plain SQL. */
export type Database = Driver.Database

export interface Migration {
  number: number
  sql: string
}

interface OpenOptions {
  /** A path, or null for one in memory. */
  file: string | null
  /** 32 bytes as hex; the whole file is encrypted with it. Null only in memory. */
  key: string | null
  /** `full`: what was committed survives a power cut. */
  synchronous: 'full' | 'normal'
  /** In ascending order; those that the file does not have yet are run, each in a transaction. */
  migrations: readonly Migration[]
}

/** Opens an encrypted database; throws when the key is not the one it was made with. */
export function openDatabase({ file, key, synchronous, migrations }: OpenOptions): Database {
  const database = new Driver(file ?? ':memory:')
  try {
    if (key !== null) database.pragma(`key="x'${key}'"`)
    database.pragma('journal_mode = WAL')
    database.pragma(`synchronous = ${synchronous}`)
    database.pragma('foreign_keys = on')
    database.pragma('secure_delete = on')
    migrate(database, migrations)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

function migrate(database: Database, migrations: readonly Migration[]): void {
  const at = Number(database.pragma('user_version', { simple: true }))
  const last = migrations.at(-1)?.number ?? 0
  if (at > last) throw new Error(`written by a later version (${at}, this one knows ${last})`)
  for (const { number, sql } of migrations) {
    if (number <= at) continue
    database.transaction(() => {
      database.exec(sql)
      database.pragma(`user_version = ${number}`)
    })()
  }
}
