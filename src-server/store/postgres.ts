import { type Dialect, PostgresDialect, type RawBuilder, sql, type SqlBool } from 'kysely'
import { Client, type CustomTypesConfig, Pool, types } from 'pg'
import type { Engine, SearchTerm } from './engine.ts'
import type { Database, Trx } from './schema.ts'

/** From this many hits on, walking the order of the list finds the next page sooner than collecting the hits. */
const manyHits = 5000
const connections = 10
const connectTimeoutMs = 10_000
/** A process that hangs inside a transaction must not keep all others from writing. */
const idleTransactionMs = 60_000
/** Names our lock among those of the database. */
const writeLock = 0x6d757374
const channel = 'muster_written'
const reconnectMs = 1000

/** PostgreSQL, for several processes on one database; the only file that knows it. */
export function openPostgres(url: string): Engine {
  const listen: Engine['listen'] = (onWritten, onError) => listenTo(url, onWritten, onError)
  return { dialect: openDialect(url), createSearchIndex, fill, adjustColumns, matches, analyze, lock, announce, listen }
}

/** Where the database is, for whoever has to look after it; a password is not told. */
export function placeOf(url: string): string {
  const { host, port, database } = new Client({ connectionString: url })
  return `${database ?? ''} at ${host.startsWith('/') ? host : `${host}:${port}`}`
}

/** Counts and sums come as `bigint`, which is a text to the driver; none of ours is too large for a number. */
const parsers: CustomTypesConfig = {
  getTypeParser: (oid: Parameters<typeof types.getTypeParser>[0], format?: 'text' | 'binary') =>
    oid === types.builtins.INT8 ? Number : (types.getTypeParser(oid, format) as unknown),
}

function openDialect(url: string): Dialect {
  const pool = new Pool({
    connectionString: url,
    application_name: 'muster',
    max: connections,
    connectionTimeoutMillis: connectTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionMs,
    types: parsers,
  })
  pool.on('error', () => undefined) // a connection that broke while nobody used it: the next query opens another
  pool.on('connect', (client) => {
    client.on('error', () => undefined) // one that breaks between two queries of a transaction: the next one fails
  })
  return new PostgresDialect({ pool })
}

/** Trigrams see letters of all scripts only where the database's character type does (docs/server.md). */
async function createSearchIndex(db: Database): Promise<void> {
  await sql`create extension if not exists pg_trgm`.execute(db)
  await indexSearch(db)
}

async function indexSearch(db: Database): Promise<void> {
  await sql`create index "usersBySearch" on users using gin ("searchNames" gin_trgm_ops)`.execute(db)
}

async function fill(db: Database, run: () => Promise<void>): Promise<void> {
  await sql`drop index "usersBySearch"`.execute(db)
  await run()
  await indexSearch(db)
}

/**
 * Texts are ordered by code point whatever the database's language (ADR 0005), and what only grows gets room to: the
 * integers of PostgreSQL have four bytes.
 */
async function adjustColumns(db: Database): Promise<void> {
  await sql`do $$
    declare found record;
    begin
      for found in select table_name, column_name from information_schema.columns
        where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'
      loop
        execute format('alter table %I alter column %I type text collate "C"', found.table_name, found.column_name);
      end loop;
      for found in select table_name, column_name from information_schema.columns
        where table_schema = current_schema() and data_type = 'integer' and (column_name in ('feedSeq', 'linkId')
          or table_name = 'counters' or (column_name = 'id' and table_name in ('audit', 'failures', 'links', 'mails')))
      loop
        execute format('alter table %I alter column %I type bigint', found.table_name, found.column_name);
      end loop;
    end $$`.execute(db)
}

/**
 * Few hits are collected first; many are so dense that walking the order of the list and looking finds a page at once.
 */
async function matches(db: Database, term: SearchTerm): Promise<RawBuilder<SqlBool>> {
  const { text, organizationIds, projectIds } = term
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const isNamed = sql`"searchNames" like ${pattern}`
  const hits = sql`select id from users where ${isNamed}
    union all select id from users where "organizationId" = any(${organizationIds}::int[])
    union all select "userId" from memberships where "projectId" = any(${projectIds}::int[])`
  const isIndexed = Array.from(text).length >= 3 // trigrams
  if (isIndexed) {
    const counted = sql<{ count: number }>`select count(*) as count from (${hits} limit ${manyHits + 1}) as hits`
    const { rows } = await counted.execute(db)
    if ((rows[0]?.count ?? 0) <= manyHits) return sql<SqlBool>`users.id = any(array(${hits}))`
  }
  // an expression that no index has, so that the list is walked in its order
  return sql<SqlBool>`(users."searchNames" || '' like ${pattern}
    or +users."organizationId" = any(${organizationIds}::int[])
    or users.id in (select "userId" from memberships where "projectId" = any(${projectIds}::int[])))`
}

async function analyze(db: Database): Promise<void> {
  await sql`analyze`.execute(db)
}

async function lock(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${writeLock})`.execute(trx)
}

async function announce(trx: Trx): Promise<void> {
  await sql`select pg_notify(${channel}, '')`.execute(trx)
}

/** Listens on a connection of its own, and opens another when it breaks: what was said meanwhile is looked for then. */
async function listenTo(
  url: string,
  onWritten: () => void,
  onError: (error: unknown) => void,
): Promise<() => Promise<void>> {
  let [client, isEnded]: [Client | null, boolean] = [null, false]
  let retry: NodeJS.Timeout | null = null

  async function connect(): Promise<void> {
    const next = new Client({ connectionString: url, application_name: 'muster events', keepAlive: true })
    next.on('notification', onWritten)
    next.on('error', onError)
    next.once('end', () => {
      if (client === next) client = null
      if (!isEnded) retry = setTimeout(() => void again(), reconnectMs).unref()
    })
    await next.connect()
    await next.query(`listen ${channel}`)
    client = next
    onWritten()
  }

  async function again(): Promise<void> {
    try {
      await connect()
    } catch (error) {
      onError(error)
      retry = setTimeout(() => void again(), reconnectMs).unref()
    }
  }

  await connect()
  return async () => {
    isEnded = true
    if (retry) clearTimeout(retry)
    await client?.end()
  }
}
