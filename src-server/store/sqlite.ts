import SQLite from 'better-sqlite3-multiple-ciphers'
import { type Dialect, type RawBuilder, sql, type SqlBool, SqliteDialect, type SqliteStatement } from 'kysely'
import type { Engine, SearchTerm } from './engine.ts'
import type { Database } from './schema.ts'

/** From this many hits on, walking the order of the list finds the next page sooner than collecting the hits. */
const manyHits = 50_000
const statementsKept = 500

/** The embedded engine; the only file that knows SQLite. `file` null: in memory, gone when the process ends. */
export function openSqlite(file: string | null): Engine {
  return {
    dialect: openDialect(file),
    createSearchIndex,
    fill: (_db, run) => run(), // in the order of their ids, see seed.ts
    adjustColumns: nothing, // texts are compared by their bytes, and integers have eight
    matches,
    analyze,
    lock: nothing, // `begin immediate` takes it
    announce: nothing,
    listen: () => Promise.resolve(nothing),
  }
}

function openDialect(file: string | null): Dialect {
  const connection = new SQLite(file ?? ':memory:', { timeout: 5000 })
  connection.pragma('journal_mode = WAL')
  connection.pragma('synchronous = FULL') // what was answered as done survives a power cut
  connection.pragma('foreign_keys = ON')
  connection.pragma('secure_delete = ON')
  connection.pragma('cache_size = -131072') // KiB
  connection.pragma('analysis_limit = 1000') // rows of an index that `analyze` looks at
  const prepare = keepStatements((text) => connection.prepare(text))
  return new SqliteDialect({
    database: {
      prepare,
      close: () => {
        connection.close()
      },
    },
  })
}

const nothing = () => Promise.resolve()

/** Keeps the statements used last. A transaction takes the write lock at once: taken later it could not be waited for. */
function keepStatements(prepare: (text: string) => SqliteStatement): (text: string) => SqliteStatement {
  const kept = new Map<string, SqliteStatement>()
  return (text) => {
    const found = kept.get(text)
    if (found) {
      kept.delete(text)
      kept.set(text, found)
      return found
    }
    const made = prepare(text === 'begin' ? 'begin immediate' : text)
    kept.set(text, made)
    const [oldest] = kept.keys()
    if (kept.size > statementsKept && oldest !== undefined) kept.delete(oldest)
    return made
  }
}

async function createSearchIndex(db: Database): Promise<void> {
  const remove = sql`insert into userSearch (userSearch, rowid, searchNames) values ('delete', old.id, old.searchNames)`
  const add = sql`insert into userSearch (rowid, searchNames) values (new.id, new.searchNames)`
  await sql`create virtual table userSearch using fts5 (
    searchNames, content = 'users', content_rowid = 'id', tokenize = 'trigram case_sensitive 1')`.execute(db)
  await sql`create trigger usersAdded after insert on users begin ${add}; end`.execute(db)
  await sql`create trigger usersRemoved after delete on users begin ${remove}; end`.execute(db)
  await sql`create trigger usersRenamed after update of searchNames on users
    when old.searchNames <> new.searchNames begin ${remove}; ${add}; end`.execute(db)
}

/**
 * Few hits are collected first, and the order of the list is walked by its index alone; many hits are so dense that walking
 * and looking finds a page at once.
 */
async function matches(db: Database, term: SearchTerm): Promise<RawBuilder<SqlBool>> {
  const isIndexed = Array.from(term.text).length >= 3 // trigrams
  if (isIndexed) {
    const hits = collectHits(term)
    const { rows } = await sql<{
      count: number
    }>`select count(*) as count from (${hits} limit ${manyHits + 1})`.execute(db)
    // the sign keeps SQLite from driving the query by the hits and sorting them all
    if ((rows[0]?.count ?? 0) <= manyHits) return sql<SqlBool>`+users.id in (${hits})`
  }
  const { text, organizationIds, projectIds } = term
  return sql<SqlBool>`(instr(users.searchNames, ${text}) > 0
    or users.organizationId in (${list(organizationIds)})
    or users.id in (select userId from memberships where projectId in (${list(projectIds)})))`
}

function collectHits({ text, organizationIds, projectIds }: SearchTerm): RawBuilder<unknown> {
  const phrase = `"${text.replaceAll('"', '""')}"`
  return sql`select rowid from userSearch where userSearch match ${phrase}
    union all select id from users where organizationId in (${list(organizationIds)})
    union all select userId from memberships where projectId in (${list(projectIds)})`
}

/** One parameter for any number of ids, so that the statement stays the same. */
const list = (ids: number[]): RawBuilder<unknown> => sql`select value from json_each(${JSON.stringify(ids)})`

async function analyze(db: Database): Promise<void> {
  await sql`analyze`.execute(db)
}
