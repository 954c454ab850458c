import type { Dialect, RawBuilder } from 'kysely'
import type { SqlBool } from 'kysely'
import type { Database, Trx } from './schema.ts'

/** What a search looks for: folded text, and the places whose names have it. */
export interface SearchTerm {
  text: string
  organizationIds: number[]
  projectIds: number[]
}

/** Everything in which one database differs from another; the rest of the store is portable. */
export interface Engine {
  dialect: Dialect
  /** Adds what only this engine has: the index of the search. Runs once, after the tables are made. */
  createSearchIndex(db: Database): Promise<void>
  /** Runs what writes very many users at once, in the way in which the index of the search grows fastest. */
  fill(db: Database, run: () => Promise<void>): Promise<void>
  /** Brings columns that a migration has added into the form that this engine needs. */
  adjustColumns(db: Database): Promise<void>
  /** A condition on `users` that holds for the hits of a search, chosen so that rare and common terms are both fast. */
  matches(db: Database, term: SearchTerm): Promise<RawBuilder<SqlBool>>
  /** Lets the engine look at how its data is spread; worth a call after many rows have come. */
  analyze(db: Database): Promise<void>
  /** Waits until no other transaction writes, in any process, and keeps others waiting until this one ends. */
  lock(trx: Trx): Promise<void>
  /** Tells other processes on the database, once this transaction is through. */
  announce(trx: Trx): Promise<void>
  /** Calls back when another process has written; answers how to end that. */
  listen(onWritten: () => void, onError: (error: unknown) => void): Promise<() => Promise<void>>
}
