import { computed, type Ref, ref, watch } from 'vue'
import type { Place } from '../../../src-shared/ipc/views-schema.ts'
import type { Cell } from '../../composables/grid-cursor.ts'
import { rowHeight } from '../../composables/scroll-map.ts'
import type { UserRow } from '../../composables/user-row.ts'
import type { Rows, RowsChange } from '../../composables/use-user-list.ts'
import type { createBody } from './body.ts'
import type { GridColumn } from './columns.ts'
import type { useSideways } from './use-sideways.ts'

/** A place on the grid, in px. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

interface CursorDeps {
  rows: Rows
  columns(): readonly GridColumn[]
  isLoading(): boolean
  /** Height of the rows on screen, in px. */
  viewport(): number
  body: ReturnType<typeof createBody>
  sideways: Pick<ReturnType<typeof useSideways>, 'reveal'>
  grid: Readonly<Ref<HTMLElement | null>>
  moved(cell: Cell, user: UserRow | undefined): void
}

/** The cell under the cursor: it stays on its user while the list moves, and the list follows it while it is moved. */
export function useCursor(deps: CursorDeps) {
  const { rows, body, sideways, grid } = deps
  let cursor: Cell = { row: 0, column: 0 }
  /** Whether somebody has put the cursor where it is: then it stays on its user, else at the top of the list. */
  let isPlaced = false
  const headColumn = ref(-1)
  const count = computed(() => (deps.isLoading() ? 0 : rows.total.value))
  const focus = () => grid.value?.focus({ preventScroll: true })

  /** Names the cell under the cursor to assistive technology, and tells what is in it. */
  function tell(): void {
    headColumn.value = cursor.row < 0 ? cursor.column : -1
    const slot = cursor.row < 0 ? undefined : body.slotOf(cursor.row)
    const cell = cursor.row < 0 ? `head-${cursor.column}` : slot && `cell-${slot.number}-${cursor.column}`
    if (cell) grid.value?.setAttribute('aria-activedescendant', cell)
    else grid.value?.removeAttribute('aria-activedescendant')
    const user = rows.at(cursor.row)
    rows.setCursor(cursor.row, isPlaced ? (user?.id ?? null) : null)
    deps.moved({ ...cursor }, user)
  }

  function moveTo(cell: Cell, isPage = false, isShown = true): void {
    const before = cursor.row
    cursor = cell
    isPlaced = true
    if (isPage) body.scrollBy((cell.row - Math.max(0, before)) * rowHeight)
    if (cell.row >= 0 && isShown) body.reveal(cell.row)
    sideways.reveal(cell.column)
    body.repaint(before)
    body.repaint(cell.row)
    tell()
  }

  function onRowsChange(change: RowsChange): void {
    if (change.kind === 'arrived') {
      body.render()
      if (cursor.row >= change.first && cursor.row <= change.last) tell()
      return
    }
    const total = rows.total.value
    body.takeScroll()
    const { shift } = change
    const offset = body.isVisible(cursor.row) ? body.offset() + (shift ?? 0) * rowHeight : body.offset()
    if (shift === null) {
      cursor = { ...cursor, row: Math.min(cursor.row, 0) }
      isPlaced = cursor.row < 0
    } else if (cursor.row >= 0) cursor = { ...cursor, row: Math.max(0, Math.min(total - 1, cursor.row + shift)) }
    body.replace(total, deps.viewport(), shift === null ? 0 : offset)
    tell()
  }

  watch(
    deps.columns,
    (now, before) => {
      const column = now.findIndex(({ key }) => key === before[cursor.column]?.key)
      cursor = { ...cursor, column: column < 0 ? Math.min(cursor.column, now.length - 1) : column }
      body.repaint(cursor.row)
      tell()
      sideways.reveal(cursor.column)
    },
    { flush: 'post' },
  )

  return {
    at: () => cursor,
    headColumn,
    count,
    focus,
    tell,
    moveTo,
    stop: rows.onChange(onRowsChange),
    /** Where the cursor is, and how far below the upper edge, in px; null while it is on nobody. */
    place(): Place | null {
      const user = rows.at(cursor.row)
      return user ? { id: user.id, column: cursor.column, lift: cursor.row * rowHeight - body.offset() } : null
    },
    /** Puts the cursor on a row, and the row where it was; the focus stays where it is. */
    putAt(row: number, { column, lift }: Place): void {
      body.scrollTo(row * rowHeight - lift)
      moveTo({ row, column: Math.min(column, deps.columns().length - 1) }, false, body.isVisible(row))
    },
    /** Moves the cursor by so many cells, as after an edit. */
    step(down: number, along: number): void {
      const [last, end] = [count.value - 1, deps.columns().length - 1]
      const row = Math.max(0, Math.min(last, cursor.row + down))
      moveTo({ row, column: Math.max(0, Math.min(end, cursor.column + along)) })
    },
    /** Where the cell under the cursor is on the grid, in px; null while it is not in sight, or in another column. */
    boxOf(column: number): Box | null {
      const id = grid.value?.getAttribute('aria-activedescendant')
      const cell = cursor.column === column && id ? document.getElementById(id)?.getBoundingClientRect() : undefined
      const whole = grid.value?.getBoundingClientRect()
      if (!cell || !whole) return null
      return { left: cell.left - whole.left, top: cell.top - whole.top, width: cell.width, height: cell.height }
    },
    /** Brings a row to the cursor, in the middle of the screen where it was not in sight. */
    focusRow(row: number): void {
      if (!body.isVisible(row)) body.scrollTo(row * rowHeight - deps.viewport() / 2)
      moveTo({ row, column: cursor.column })
      focus()
    },
  }
}
