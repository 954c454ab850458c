import { computed, onScopeDispose, type Ref, ref, shallowReactive, shallowRef } from 'vue'
import { Failed } from '../../src-shared/failure.ts'
import type { OpenedList } from '../../src-shared/ipc/shapes.ts'
import type { Selection } from '../../src-shared/ipc/work-shapes.ts'
import type { Cell } from './grid-cursor.ts'
import { columnsOf, countOf, markOf, nothing, type Picked, type RowMark, rowsOf, shifted } from './ranges.ts'
import type { UserSelection } from './selection.ts'
import type { RowsChange } from './use-user-list.ts'

interface SelectionDeps {
  opened: Readonly<Ref<OpenedList | null>>
  onChange(listener: (change: RowsChange) => void): () => void
  /** The user of a row that has arrived. */
  idAt(row: number): string | undefined
  take(list: number, revision: number, ranges: [number, number][] | null): Promise<Selection>
  holds(selection: number, ids: string[]): Promise<boolean[]>
  drop(selection: number): Promise<unknown>
  /** Selecting did not work out, and was let go. */
  failed(error: Failed): void
}

/** How long a selection has to rest before it is frozen, in ms. */
const freezeRest = 80

/**
 * What is selected in the list. Rows have their numbers in one revision only, so that what is selected is frozen in main
 * as soon as it rests. When the list moves, the frozen users stay selected, wherever they are; what could not be frozen
 * before is let go. So an edit never reaches anybody who was not selected.
 */
export function useSelection(deps: SelectionDeps) {
  const { opened } = deps
  const cursor = shallowRef<Cell>({ row: 0, column: 0 })
  const current = ref<string | null>(null)
  const picked = shallowRef<Picked>(nothing)
  const held = shallowRef<Selection | null>(null)
  /** The list has moved since: who is selected is no longer told by the number of a row. */
  const hasMoved = ref(false)
  const members = shallowReactive(new Map<string, boolean>())
  let freezing: Promise<Selection> | null = null
  let isHandedOut = false
  let rest = 0
  let takings = 0

  function release(): void {
    clearTimeout(rest)
    takings += 1
    // what was handed out may still be used; main forgets it by itself
    if (held.value && !isHandedOut) void deps.drop(held.value.selection)
    held.value = null
    freezing = null
    isHandedOut = false
    hasMoved.value = false
    members.clear()
  }

  function letGo(): void {
    release()
    picked.value = nothing
  }

  async function freeze(): Promise<Selection> {
    clearTimeout(rest)
    const list = opened.value
    const mine = ++takings
    if (!list) throw new Failed({ kind: 'unsupported', code: 'stale' })
    const rows = rowsOf(picked.value, cursor.value)
    const isAll = countOf(rows) === list.total
    const ranges = rows.map(([first, last]): [number, number] => [first, last - first + 1])
    const taken = await deps.take(list.list, list.revision, isAll ? null : ranges)
    if (mine === takings) {
      held.value = taken
      hasMoved.value = (opened.value as OpenedList | null)?.revision !== list.revision // another one by now, perhaps
    }
    return taken
  }

  function startFreezing(): Promise<Selection> {
    const started = freeze()
    freezing = started
    started.catch((error: unknown) => {
      if (freezing !== started) return
      letGo()
      if (!(error instanceof Failed)) throw error
      deps.failed(error)
    })
    return started
  }

  function pick(next: Picked): void {
    const before = rowsOf(picked.value, cursor.value)
    const isSame = picked.value.kind !== 'none' && JSON.stringify(before) === JSON.stringify(rowsOf(next, cursor.value))
    picked.value = next
    if (next.kind === 'none') release()
    else if (!isSame || hasMoved.value) {
      release()
      rest = window.setTimeout(startFreezing, freezeRest)
    }
  }

  function onRowsChange(change: RowsChange): void {
    if (change.kind === 'arrived' || picked.value.kind === 'none') return
    if (change.shift === null) letGo()
    else {
      picked.value = shifted(picked.value, change.shift, opened.value?.total ?? 0)
      hasMoved.value = true
      members.clear()
      // not taken before the list moved, so that nobody knows who was meant
      if (!held.value && !freezing) letGo()
    }
  }

  /** Asks which of the users on screen are selected, once their places no longer tell it. */
  async function look(ids: readonly string[]): Promise<void> {
    const selection = held.value?.selection
    const unknown = ids.filter((id) => !members.has(id))
    if (!hasMoved.value || selection === undefined || unknown.length === 0) return
    const found = await deps.holds(selection, unknown)
    if (held.value?.selection === selection) unknown.forEach((id, at) => members.set(id, found[at] === true))
  }

  const isMember = (row: number) => members.get(deps.idAt(row) ?? '') === true
  function mark(row: number, columns: number): RowMark | null {
    if (!hasMoved.value) return markOf(picked.value, row, columns)
    if (!isMember(row)) return null
    const [left, right] = columnsOf(picked.value, cursor.value, columns)
    return { left, right, isFirst: !isMember(row - 1), isLast: !isMember(row + 1) }
  }

  const stop = deps.onChange(onRowsChange)
  onScopeDispose(() => {
    stop()
    release()
  })

  const count = computed(() => {
    if (picked.value.kind === 'none') return current.value === null ? 0 : 1
    return held.value?.count ?? countOf(rowsOf(picked.value, cursor.value))
  })

  const selection: UserSelection = {
    count,
    isMany: computed(() => picked.value.kind !== 'none' && count.value > 1),
    async take() {
      if (picked.value.kind === 'none') {
        if (current.value === null) throw new Failed({ kind: 'notFound' })
        return { target: { ids: [current.value] }, count: 1 }
      }
      const taken = held.value ?? (await (freezing ?? startFreezing()))
      isHandedOut = true
      return { target: { selection: taken.selection }, count: taken.count }
    },
    clear: letGo,
  }

  return {
    ...selection,
    cursor,
    picked,
    hasMoved,
    members,
    pick,
    mark,
    look,
    /** Says where the cursor is, and on whom. */
    setCursor(cell: Cell, id: string | null): void {
      cursor.value = cell
      current.value = id
    },
  }
}

export type GridSelection = ReturnType<typeof useSelection>
