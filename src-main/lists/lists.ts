import type { UserQuery } from '../../src-shared/domain/query.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { OpenedList, Window } from '../../src-shared/ipc/shapes.ts'
import type { SeenAnswer } from '../db/copy/seen.ts'
import { type CopyPlace, type CopyTrouble, troubleOf } from '../db/copy/trouble.ts'
import { toColumns } from './columns.ts'
import type { Copy } from './copies.ts'
import type { Mark, Selection, UserRows } from './rows.ts'

/** What becomes of the order of open lists when rows change. */
export type Reorder =
  /** Rows keep their place, also those that no longer match, until the list is asked anew (keyboard.md, Rules). */
  | 'keep'
  /** The query is asked again. */
  | 'again'

/** What a copy was found to be when it was opened. */
export interface CopyFacts {
  /** False: in memory, until the program ends. */
  isKept: boolean
  /** Why it is not kept, or is a new one in place of the one that was there. */
  trouble: CopyTrouble | null
  mark: Mark | null
  size: number
}

/** How a full read could end: it would remove so many of so many rows, and waits for a word. */
export interface Removal {
  gone: number
  of: number
}

/** What the pull of a server does to its rows. A trouble means that the write did not happen. */
export interface Feed {
  /** Opens what is kept of a server; null: rows in memory. */
  openCopy(connection: string, place: CopyPlace | null): CopyFacts
  /** See `UserRows.beginRead`. */
  begin(connection: string): CopyTrouble | null
  add(connection: string, users: User[]): CopyTrouble | null
  /**
   * Ends a full read (`gone` null: what it did not bring goes), or a read of changes. The mark is kept together with the
   * last rows that it stands for. Unless it was confirmed, a removal of suspiciously many is held instead.
   */
  finish(
    connection: string,
    gone: string[] | null,
    mark: Mark,
    isConfirmed: boolean,
    reorder?: Reorder,
  ): CopyTrouble | Removal | null
  change(connection: string, users: User[], gone: string[], reorder: Reorder): CopyTrouble | null
  /** Puts the deleted users in place of those that were known. */
  setDeleted(connection: string, users: User[]): void
  /** Keeps an answer of the server beside the rows. */
  see(connection: string, key: string, answer: SeenAnswer): CopyTrouble | null
  /** The answer that was kept last; null when there is none. */
  seen(connection: string, key: string): SeenAnswer | null
  /** Closes what was opened; on disk it stays. */
  drop(connection: string): void
  /** Closes it, and removes all that is on disk. */
  forget(connection: string, file: string): void
}

/** Open lists: a handle, its order and its windows (architecture.md, Lists and selection). */
export interface Lists extends Feed {
  /** Answers a list that is closed already, with the number 0, when a newer question made it needless. */
  open(connection: string, query: UserQuery, question?: Question | null): OpenedList
  window(list: number, revision: number, first: number, count: number): Window
  locate(list: number, id: string): number | null
  /** Ids of rows by ranges of first and count, null: all; null when the list has another revision by now. */
  ids(list: number, revision: number, ranges: readonly (readonly [number, number])[] | null): string[] | null
  /** Columns of users by id, deleted ones too; users that the copy does not have are left out. */
  values(connection: string, ids: readonly string[], fields: readonly (keyof User)[]): UserValues
  close(list: number): void
}

/** Some fields of some users: a column per field, each as long as `ids`. */
export interface UserValues {
  ids: string[]
  columns: Record<string, unknown[]>
}

/** A question that a newer one of the same asker makes needless. */
export interface Question {
  asker: number
  number: number
}

interface OpenList {
  list: number
  revision: number
  connection: string
  query: UserQuery
  selection: Selection
}

export interface ListsDeps {
  /** Tells of each new revision. */
  onChanged(list: OpenedList): void
  /** A copy was found damaged while it was read, and is empty now. */
  onTrouble(connection: string, trouble: CopyTrouble): void
  now(): Date
  /** Opens the copy at a place; null: one in memory. */
  openCopy(place: CopyPlace | null): Copy
  /** Removes all that is on disk of the copy whose file this is. */
  removeCopy(file: string): void
  /** True once a newer question was asked. */
  isNeedless(question: Question): boolean
}

/** Milliseconds between two orders of a list while a first read fills it. */
const refill = 250
/** More than this part, and more than this many rows, are not removed without a question. */
const removalPart = 0.2
const removalCount = 50

export const isSuspicious = ({ gone, of }: Removal): boolean => gone > removalCount && gone > of * removalPart

/** The lists of all servers; runs in the lists' worker. */
export function createLists({ onChanged, onTrouble, now, openCopy, removeCopy, isNeedless }: ListsDeps) {
  const copies = new Map<string, Copy>()
  const lists = new Map<number, OpenList>()
  let lastList = 0
  let filledAt = 0

  function copyOf(connection: string): Copy {
    const copy = copies.get(connection) ?? openCopy(null)
    copies.set(connection, copy)
    return copy
  }

  function rowsOf(connection: string, { deleted }: UserQuery): UserRows {
    const copy = copyOf(connection)
    return deleted ? copy.deleted : copy.rows
  }

  /** Runs what reads or writes a copy. One that is damaged is emptied, to be read again from the server. */
  function guard<T>(connection: string, work: () => T): T | CopyTrouble {
    try {
      return work()
    } catch (error) {
      const trouble = troubleOf(error)
      const copy = copies.get(connection)
      if (trouble === null || !copy) throw error
      if (trouble !== 'damaged') return trouble
      copies.set(connection, copy.renew())
      revise(connection, 'again')
      return trouble
    }
  }

  const write = (connection: string, work: (rows: UserRows) => void): CopyTrouble | null =>
    guard(connection, () => {
      work(copyOf(connection).rows)
      return null
    })

  function revise(connection: string, reorder: Reorder): void {
    for (const list of lists.values()) {
      if (list.connection !== connection) continue
      if (reorder === 'again') list.selection = select(list.connection, list.query, never) ?? list.selection
      else list.selection.dropGone()
      list.revision++
      onChanged(toOpened(list))
    }
  }

  function select(connection: string, query: UserQuery, isStopped: () => boolean): Selection | null {
    return rowsOf(connection, query).select(query, now(), isStopped)
  }

  /** As `guard`, for what the page asks; a damaged copy has no rows. */
  function read<T>(connection: string, ask: () => T, empty: T): T {
    const answer = guard(connection, () => ({ value: ask() }))
    if (typeof answer === 'object') return answer.value
    onTrouble(connection, answer)
    return empty
  }

  const feed: Feed = {
    openCopy(connection, place) {
      copies.get(connection)?.close()
      copies.set(connection, openCopy(place))
      const size = guard(connection, () => copyOf(connection).rows.size())
      revise(connection, 'again')
      const { isKept, trouble, rows } = copyOf(connection)
      return { isKept, trouble: typeof size === 'number' ? trouble : size, mark: rows.mark(), size: rows.size() }
    },
    begin: (connection) => write(connection, (rows) => rows.beginRead()),
    add: (connection, users) =>
      write(connection, (rows) => {
        const before = rows.size()
        rows.add(users)
        // rows of a first read appear at once; those of a later one wait for its end, so that nothing moves
        if (rows.size() === before || now().getTime() - filledAt < refill) return
        revise(connection, 'again')
        filledAt = now().getTime()
      }),
    finish: (connection, gone, mark, isConfirmed, reorder = 'again') =>
      guard(connection, () => {
        const { rows } = copyOf(connection)
        // what is gone here already, such as by a deletion of one's own, is no surprise
        const here = gone?.filter((id) => rows.get(id) !== undefined).length
        const removal = { gone: here ?? rows.countUnread(), of: rows.size() }
        if (!isConfirmed && isSuspicious(removal)) return removal
        if (gone === null) rows.endRead(mark)
        else rows.change([], gone, mark)
        if (gone?.length !== 0) revise(connection, reorder)
        return null
      }),
    change: (connection, users, gone, reorder) =>
      write(connection, (rows) => {
        rows.change(users, gone, null)
        if (users.length + gone.length > 0) revise(connection, reorder)
      }),
    setDeleted(connection, users) {
      copyOf(connection).setDeleted(users)
      revise(connection, 'again')
    },
    see: (connection, key, answer) =>
      guard(connection, () => {
        copyOf(connection).seen.set(key, answer)
        return null
      }),
    seen: (connection, key) => read(connection, () => copyOf(connection).seen.get(key), null),
    drop(connection) {
      copies.get(connection)?.close()
      copies.delete(connection)
      revise(connection, 'again')
    },
    forget(connection, file) {
      feed.drop(connection)
      removeCopy(file)
    },
  }

  const all: Lists = {
    ...feed,
    open(connection, query, question = null) {
      const isStopped = () => question !== null && isNeedless(question)
      const selection = isStopped() ? null : read(connection, () => select(connection, query, isStopped), null)
      if (selection === null) return { list: 0, revision: 0, total: 0, hits: null, missing: [] }
      const list: OpenList = { list: ++lastList, revision: 1, connection, query, selection }
      lists.set(list.list, list)
      return toOpened(list)
    },
    window(handle, revision, first, count) {
      const list = lists.get(handle)
      if (!list) return { stale: true, revision: 0, total: 0 }
      if (list.revision !== revision) return { stale: true, revision: list.revision, total: list.selection.total }
      const users = read(list.connection, () => list.selection.window(first, count), null)
      if (users === null) return { stale: true, revision: list.revision, total: list.selection.total }
      return { stale: false, first, columns: toColumns(users) }
    },
    locate(handle, id) {
      const list = lists.get(handle)
      return list ? read(list.connection, () => list.selection.locate(id), null) : null
    },
    ids(handle, revision, ranges) {
      const list = lists.get(handle)
      if (list?.revision !== revision) return null
      const { selection } = list
      const asked = ranges ?? [[0, selection.total] as const]
      return read(list.connection, () => asked.flatMap(([first, count]) => selection.ids(first, count)), null)
    },
    values(connection, ids, fields) {
      const find = (): User[] => {
        const { rows, deleted } = copyOf(connection)
        return ids.flatMap((id) => rows.get(id) ?? deleted.get(id) ?? [])
      }
      const users = read(connection, find, [])
      const columns = Object.fromEntries(fields.map((field) => [field, users.map((user): unknown => user[field])]))
      return { ids: users.map(({ id }) => id), columns }
    },
    close(handle) {
      lists.delete(handle)
    },
  }

  return {
    ...all,
    /** Does one piece of work for later; false when there is nothing left to do. */
    tidy: () => [...copies].some(([connection, { rows }]) => read(connection, () => rows.tidy(), false)),
  }
}

const never = () => false

function toOpened({ list, revision, selection }: OpenList): OpenedList {
  const { total, hits, missing } = selection
  return { list, revision, total, hits, missing }
}
