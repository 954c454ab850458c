import type { UserQuery } from '../../src-shared/domain/query.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { OpenedList, Window } from '../../src-shared/ipc/shapes.ts'
import { toColumns } from './columns.ts'
import { createNaiveRows, type UserRows } from './naive-list.ts'

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
  drop(connection: string): void
}

/** Open lists: a handle, its order and its windows (architecture.md, Lists and selection). */
export interface Lists extends Feed {
  open(connection: string, query: UserQuery): OpenedList
  window(list: number, revision: number, first: number, count: number): Window
  locate(list: number, id: string): number | null
  close(list: number): void
}

interface OpenList extends OpenedList {
  connection: string
  query: UserQuery
  ids: string[]
}

interface Copy {
  rows: UserRows
  /** Ids that the running full read has brought; null while none runs. */
  read: Set<string> | null
}

/** Milliseconds between two orders of a list while a first read fills it. */
const refill = 250

/** The lists of all servers over rows in memory; runs in the lists' worker. `onChanged` tells of each new revision. */
export function createLists(onChanged: (list: OpenedList) => void, now: () => number): Lists {
  const copies = new Map<string, Copy>()
  const lists = new Map<number, OpenList>()
  let lastList = 0
  let filledAt = 0

  function copyOf(connection: string): Copy {
    const copy = copies.get(connection) ?? { rows: createNaiveRows(), read: null }
    copies.set(connection, copy)
    return copy
  }

  function revise(connection: string, reorder: Reorder): void {
    for (const list of lists.values()) {
      if (list.connection !== connection) continue
      const { rows } = copyOf(connection)
      list.ids = reorder === 'again' ? rows.select(list.query) : list.ids.filter((id) => rows.get(id))
      list.total = list.ids.length
      list.revision++
      onChanged({ list: list.list, revision: list.revision, total: list.total })
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
      if (copy.rows.size() === before || now() - filledAt < refill) return
      revise(connection, 'again')
      filledAt = now()
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
    drop(connection) {
      copies.delete(connection)
      revise(connection, 'again')
    },

    open(connection, query) {
      const ids = copyOf(connection).rows.select(query)
      const list: OpenList = { list: ++lastList, revision: 1, total: ids.length, connection, query, ids }
      lists.set(list.list, list)
      return { list: list.list, revision: list.revision, total: list.total }
    },
    window(handle, revision, first, count) {
      const list = lists.get(handle)
      if (!list) return { stale: true, revision: 0, total: 0 }
      if (list.revision !== revision) return { stale: true, revision: list.revision, total: list.total }
      const { rows } = copyOf(list.connection)
      const users = list.ids.slice(first, first + count).flatMap((id) => rows.get(id) ?? [])
      return { stale: false, first, columns: toColumns(users) }
    },
    locate(handle, id) {
      const row = lists.get(handle)?.ids.indexOf(id) ?? -1
      return row < 0 ? null : row
    },
    close(handle) {
      lists.delete(handle)
    },
  }
}
