import { onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import type { UserQuery } from '../../src-shared/domain/query.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import type { OpenedList, Window } from '../../src-shared/ipc/shapes.ts'
import { createRowPages, type RowPages } from './row-pages.ts'
import { toRows, type UserRow } from './user-row.ts'

/** The lists of one server, as the stores give them. */
export interface UserLists {
  open(query: UserQuery): Promise<OpenedList>
  window(list: number, revision: number, first: number, count: number): Promise<Window>
  locate(list: number, id: string): Promise<number | null>
  close(list: number): Promise<unknown>
  onChanged(listener: (opened: OpenedList) => void): () => void
}

/** `replaced`: other rows, moved by `shift` to keep the cursor on its user; null: another list, from its top. */
export type RowsChange = { kind: 'arrived'; first: number; last: number } | { kind: 'replaced'; shift: number | null }

/** Rows as a grid reads them: synchronously, with holes until they have arrived. */
export interface Rows {
  readonly total: Readonly<Ref<number>>
  at(index: number): UserRow | undefined
  want(first: number, last: number): void
  /** Says where the cursor is, so that it can be kept on its user. */
  setCursor(row: number, id: string | null): void
  onChange(listener: (change: RowsChange) => void): () => void
}

const pageSize = 100
const pagesKept = 12
const requestsAtOnce = 2
const rowsOnFirstScreen = 60

/**
 * Opens a list for a query and keeps its rows at hand in windows. A new query shows the old rows until the first new ones
 * are here; a new revision moves the rows so that the cursor stays on its user, all at once.
 */
export function useUserList(lists: UserLists, query: Readonly<Ref<UserQuery>>) {
  const total = ref(0)
  /** The list that is shown: where its hits are, and what of a pasted list is missing. */
  const current = shallowRef<OpenedList | null>(null)
  const isOpening = ref(true)
  const failure = shallowRef<Failure | null>(null)
  const listeners = new Set<(change: RowsChange) => void>()
  /** The newest revision that was heard of, by list: it may be told before the list is shown. */
  const newest = new Map<number, OpenedList>()
  let shown: OpenedList | null = null
  let pages: RowPages<UserRow> = emptyPages
  let wanted = { first: 0, last: rowsOnFirstScreen }
  let cursor: { row: number; id: string | null } = { row: 0, id: null }
  let sought: { id: string; found: (row: number) => void } | null = null
  let openings = 0
  let followings = 0

  function tell(change: RowsChange): void {
    for (const listener of listeners) listener(change)
  }

  function fail(error: unknown): void {
    if (!(error instanceof Failed)) throw error
    failure.value = error.failure
    isOpening.value = false
  }

  function hear(opened: OpenedList): void {
    const known = newest.get(opened.list)
    if (known && known.revision >= opened.revision) return
    newest.set(opened.list, opened)
    if (shown?.list === opened.list) void follow()
  }

  function pagesOf(opened: OpenedList): RowPages<UserRow> {
    const made = createRowPages<UserRow>({
      total: opened.total,
      size: pageSize,
      kept: pagesKept,
      atOnce: requestsAtOnce,
      async fetch(first, count) {
        const answer = await lists.window(opened.list, opened.revision, first, count)
        if (!answer.stale) return toRows(answer.columns)
        hear({ ...opened, revision: answer.revision, total: answer.total })
        return null
      },
      arrived(first, last) {
        failure.value = null
        if (made === pages) tell({ kind: 'arrived', first, last })
      },
      failed: fail,
    })
    return made
  }

  function show(next: OpenedList, fresh: RowPages<UserRow>, shift: number | null): void {
    pages.stop()
    pages = fresh
    shown = next
    current.value = next
    total.value = next.total
    isOpening.value = false
    tell({ kind: 'replaced', shift })
    if ((newest.get(next.list)?.revision ?? 0) > next.revision) void follow()
    else void seek()
  }

  /** Looks for the user that was asked for in the rows that are shown now. */
  async function seek(): Promise<void> {
    const [wish, list, all] = [sought, shown, pages]
    if (!wish || !list) return
    const row = await lists.locate(list.list, wish.id)
    if (row === null || !(await all.load(row, row))) return
    if (sought !== wish || pages !== all || all.at(row)?.id !== wish.id) return
    sought = null
    wish.found(row)
  }

  async function open(): Promise<void> {
    const mine = ++openings
    isOpening.value = true
    try {
      const opened = await lists.open(query.value)
      const previous = shown
      if (mine !== openings) return void lists.close(opened.list)
      newest.set(opened.list, newest.get(opened.list) ?? opened)
      const fresh = pagesOf(opened)
      await fresh.load(0, Math.min(opened.total - 1, rowsOnFirstScreen))
      if (mine !== openings) return void lists.close(opened.list)
      failure.value = null
      show(opened, fresh, null)
      if (previous) {
        newest.delete(previous.list)
        void lists.close(previous.list)
      }
    } catch (error) {
      if (mine === openings) fail(error)
    }
  }

  /** Goes over to the newest revision of the list that is shown. */
  async function follow(): Promise<void> {
    const mine = ++followings
    const opened = shown && newest.get(shown.list)
    if (!opened) return
    try {
      const { row, id } = cursor
      const place = id === null ? null : await lists.locate(opened.list, id)
      const shift = place === null ? 0 : place - row
      const fresh = pagesOf(opened)
      const isHere = await fresh.load(wanted.first + shift, Math.min(opened.total - 1, wanted.last + shift))
      if (mine === followings && isHere && shown?.list === opened.list) show(opened, fresh, shift)
    } catch (error) {
      if (mine === followings) fail(error)
    }
  }

  const stopHearing = lists.onChanged(hear)
  watch(query, open, { immediate: true })
  onScopeDispose(() => {
    openings += 1
    followings += 1
    stopHearing()
    pages.stop()
    if (shown) void lists.close(shown.list)
  })

  const rows: Rows = {
    total,
    at: (index) => pages.at(index),
    want(first, last) {
      wanted = { first, last }
      pages.want(first, last)
    },
    setCursor: (row, id) => (cursor = { row, id }),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }

  /** Calls `found` once the user is in the list, now or after a later change; `stop` gives up. */
  function find(id: string, found: (row: number) => void): { stop(): void } {
    const wish = { id, found }
    sought = wish
    void seek()
    return {
      stop: () => {
        if (sought === wish) sought = null
      },
    }
  }

  return { rows, total, opened: current, isOpening, failure, find, reopen: open }
}

const emptyPages: RowPages<UserRow> = {
  at: () => undefined,
  want: () => undefined,
  load: () => Promise.resolve(true),
  stop: () => undefined,
}
