import type { Engine } from './engine.ts'
import { isDatabaseAway } from './database-away.ts'
import { openPostgres, placeOf } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** True for the address of a PostgreSQL database; everything else names a file. */
export const isPostgres = (database: string): boolean => /^postgres(ql)?:\/\//.test(database)

/** The engine of a database: `postgres://…`, a file of SQLite, or null for one in memory. */
export const openEngine = (database: string | null): Engine =>
  database !== null && isPostgres(database) ? openPostgres(database) : openSqlite(database)

/** An error of the start in words that say where the database was looked for; any other as it is. */
export const namedWhenAway = (error: unknown, database: string | null): unknown =>
  database !== null && isDatabaseAway(error)
    ? new Error(`the database cannot be reached: ${isPostgres(database) ? placeOf(database) : database}`, {
        cause: error,
      })
    : error
