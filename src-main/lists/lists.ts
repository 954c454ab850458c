import type { UserQuery } from '../../src-shared/domain/query.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { OpenedList, Window } from '../../src-shared/ipc/shapes.ts'
import { toColumns } from './columns.ts'
import { createNaiveRows, type Selection, type UserRows } from './naive-list.ts'

/** What becomes of the order of open lists when rows change. */
export type Reorder =
  /** Rows keep their place, also those that no longer match, until the list is asked anew (keyboard.md, Rules). */
  | 'keep'
  /** The query is asked again. */
  | 'again'

/** What the pull of a server does to its rows. */
export interface Feed {
  /** A full read begins: what it does not bring is dropped at its end, and nothing before. */
  begin(connection: string): void
  add(connection: string, users: User[]): void
  finish(connection: string): void
  change(connection: string, users: User[], gone: string[], reorder: Reorder): void
  /** Puts the deleted users in place of those that were known. */
  setDeleted(connection: string, users: User[]): void
  drop(connection: string): void
}

/** Open lists: a handle, its order and its windows (architecture.md, Lists and selection). */
export interface Lists extends Feed {
  open(connection: string, query: UserQuery): OpenedList
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

interface OpenList {
  list: number
  revision: number
  connection: string
  query: UserQuery
  selection: Selection
}

interface Copy {
  rows: UserRows
  /** Users that can be restored, as they were when last asked for. */
  deleted: UserRows
  /** Ids that the running full read has brought; null while none runs. */
  read: Set<string> | null
}

/** Milliseconds between two orders of a list while a first read fills it. */
const refill = 250

/** The lists of all servers over rows in memory; runs in the lists' worker. `onChanged` tells of each new revision. */
export function createLists(onChanged: (list: OpenedList) => void, now: () => Date): Lists {
  const copies = new Map<string, Copy>()
  const lists = new Map<number, OpenList>()
  let lastList = 0
  let filledAt = 0

  function copyOf(connection: string): Copy {
    const copy = copies.get(connection) ?? { rows: createNaiveRows(), deleted: createNaiveRows(), read: null }
    copies.set(connection, copy)
    return copy
  }

  function rowsOf(connection: string, { deleted }: UserQuery): UserRows {
    const copy = copyOf(connection)
    return deleted ? copy.deleted : copy.rows
  }

  function revise(connection: string, reorder: Reorder): void {
    for (const list of lists.values()) {
      if (list.connection !== connection) continue
      const rows = rowsOf(connection, list.query)
      if (reorder === 'again') list.selection = rows.select(list.query, now())
      else list.selection.ids = list.selection.ids.filter((id) => rows.get(id))
      list.revision++
      onChanged(toOpened(list))
    }
  }

  return {
    begin(connection) {
      copyOf(connection).read = new Set()
    },
    add(connection, users) {
      const copy = copyOf(connection)
      const before = copy.rows.size()
      copy.rows.put(users)
      for (const { id } of users) copy.read?.add(id)
      // rows of a first read appear at once; those of a later one wait for its end, so that nothing moves
      if (copy.rows.size() === before || now().getTime() - filledAt < refill) return
      revise(connection, 'again')
      filledAt = now().getTime()
    },
    finish(connection) {
      const copy = copyOf(connection)
      if (copy.read) copy.rows.keepOnly(copy.read)
      copy.read = null
      revise(connection, 'again')
    },
    change(connection, users, gone, reorder) {
      const { rows } = copyOf(connection)
      rows.put(users)
      rows.remove(gone)
      revise(connection, reorder)
    },
    setDeleted(connection, users) {
      const copy = copyOf(connection)
      copy.deleted = createNaiveRows()
      copy.deleted.put(users)
      revise(connection, 'again')
    },
    drop(connection) {
      copies.delete(connection)
      revise(connection, 'again')
    },

    open(connection, query) {
      const selection = rowsOf(connection, query).select(query, now())
      const list: OpenList = { list: ++lastList, revision: 1, connection, query, selection }
      lists.set(list.list, list)
      return toOpened(list)
    },
    window(handle, revision, first, count) {
      const list = lists.get(handle)
      if (!list) return { stale: true, revision: 0, total: 0 }
      const { ids } = list.selection
      if (list.revision !== revision) return { stale: true, revision: list.revision, total: ids.length }
      const rows = rowsOf(list.connection, list.query)
      const users = ids.slice(first, first + count).flatMap((id) => rows.get(id) ?? [])
      return { stale: false, first, columns: toColumns(users) }
    },
    locate(handle, id) {
      const row = lists.get(handle)?.selection.ids.indexOf(id) ?? -1
      return row < 0 ? null : row
    },
    ids(handle, revision, ranges) {
      const list = lists.get(handle)
      if (list?.revision !== revision) return null
      const { ids } = list.selection
      return ranges === null ? ids : ranges.flatMap(([first, count]) => ids.slice(first, first + count))
    },
    values(connection, ids, fields) {
      const { rows, deleted } = copyOf(connection)
      const users = ids.flatMap((id) => rows.get(id) ?? deleted.get(id) ?? [])
      const columns = Object.fromEntries(fields.map((field) => [field, users.map((user): unknown => user[field])]))
      return { ids: users.map(({ id }) => id), columns }
    },
    close(handle) {
      lists.delete(handle)
    },
  }
}

function toOpened({ list, revision, selection }: OpenList): OpenedList {
  const { ids, hits, missing } = selection
  return { list, revision, total: ids.length, hits, missing }
}
