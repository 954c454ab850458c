import type { Hits, UserQuery } from '../../src-shared/domain/query.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { Mark } from '../db/copy/store.ts'

export type { Mark }

/** What a query shows, in its order. */
export interface Selection {
  readonly total: number
  /** See `OpenedList`. */
  readonly hits: Hits | null
  readonly missing: string[]
  /** Fewer rows at the end. */
  window(first: number, count: number): User[]
  /** Ids of the same rows, without their users. */
  ids(first: number, count: number): string[]
  locate(id: string): number | null
  /** Takes out the rows that are gone; the others keep their order. */
  dropGone(): void
}

/** The users of one server, and the questions that lists ask of them. Each write is done whole, or throws and did nothing. */
export interface UserRows {
  size(): number
  get(id: string): User | undefined
  /** Until when the rows are right; null before the first full read has ended. */
  mark(): Mark | null
  /** A full read begins: what it does not bring goes at its end, and nothing before. */
  beginRead(): void
  /** Rows of the running full read; one that `change` has touched meanwhile is newer, and stays. */
  add(users: readonly User[]): void
  /** How many rows the running full read has not brought. */
  countUnread(): number
  /** Ends the full read; the mark is kept together with the last of its rows. */
  endRead(mark: Mark): void
  /** Adds or replaces, and removes; a mark is kept together with the rows that it stands for. */
  change(users: readonly User[], gone: readonly string[], mark: Mark | null): void
  /** Null when it was stopped. */
  select(query: UserQuery, now: Date, isStopped: () => boolean): Selection | null
  /** Does one piece of work for later; false when there is nothing left to do. */
  tidy(): boolean
  close(): void
}
