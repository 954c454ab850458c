import type { Engine } from './engine.ts'
import { openPostgres } from './postgres.ts'
import { openSqlite } from './sqlite.ts'

/** True for the address of a PostgreSQL database; everything else names a file. */
export const isPostgres = (database: string): boolean => /^postgres(ql)?:\/\//.test(database)

/** The engine of a database: `postgres://…`, a file of SQLite, or null for one in memory. */
export const openEngine = (database: string | null): Engine =>
  database !== null && isPostgres(database) ? openPostgres(database) : openSqlite(database)
