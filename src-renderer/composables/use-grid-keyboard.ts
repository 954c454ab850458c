import { type Cell, type GridBounds, moveCursor } from './grid-cursor.ts'
import { isTyping, matchesKey } from './keys.ts'
import type { Picked } from './ranges.ts'

/** What the keys of a grid do (keyboard.md). */
export interface GridKeyActions {
  platform(): string
  cursor(): Cell
  /** The corner of the range that keys move; the cursor where no range is picked. */
  edge(): Cell
  bounds(): GridBounds
  /** `isPage`: the list scrolls by as much as the cursor moves. */
  moveTo(cell: Cell, isPage: boolean): void
  extendTo(cell: Cell): void
  pick(picked: Picked): void
  /** Lets the selection go; false when there is none. */
  letGo(): boolean
  /** Enter on a header; with Shift the column becomes a further key. */
  sort(column: number, isFurther: boolean): void
  /** Enter or F2 on a cell; `isList` for Alt+Down, which opens lists only. */
  open(cell: Cell, isList: boolean): void
  /** Space on a cell; false where it does nothing, and is text. */
  toggle(cell: Cell): boolean
  /** Delete on a cell. */
  clear(): void
  focusGrid(): void
}

/** The keys of a grid, for its `keydown`. Focus is on the grid, or on a button inside a cell. */
export function useGridKeyboard(actions: GridKeyActions): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || isTyping(event)) return
    if (isInCell(event) && onButtonKey(event, actions)) return
    if (onGridKey(event, actions) || onPickKey(event, actions) || onMoveKey(event, actions)) event.preventDefault()
  }
}

const isInCell = (event: KeyboardEvent): boolean => event.target !== event.currentTarget

/** Keys on a button inside a cell: along its neighbours, and back to the grid. True when the key is used up. */
function onButtonKey(event: KeyboardEvent, actions: GridKeyActions): boolean {
  if (['Enter', ' ', 'Tab', 'Shift'].includes(event.key)) return true
  const button = event.target instanceof Element ? event.target.closest('button') : null
  const isSideways = event.key === 'ArrowRight' || event.key === 'ArrowLeft'
  if (isSideways && button && !event.ctrlKey && !event.metaKey) {
    const isForward = (event.key === 'ArrowLeft') === actions.bounds().isRightToLeft
    const next = isForward ? button.nextElementSibling : button.previousElementSibling
    if (next instanceof HTMLButtonElement) next.focus()
    event.preventDefault()
    return true
  }
  actions.focusGrid()
  if (event.key !== 'Escape' && event.key !== 'F2') return false
  event.preventDefault()
  return true
}

/** Keys that do something with the cell under the cursor. True when the key is used up, as with the others below. */
function onGridKey(event: KeyboardEvent, actions: GridKeyActions): boolean {
  const cell = actions.cursor()
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey
  if (event.key === 'Enter' && isPlain && cell.row < 0) {
    if (!event.repeat) actions.sort(cell.column, event.shiftKey)
    return true
  }
  if ((event.key === 'Enter' || event.key === 'F2') && isPlain && !event.shiftKey) {
    if (!event.repeat && cell.row >= 0) actions.open(cell, false)
    return true
  }
  if (matchesKey(event, 'Alt+ArrowDown', actions.platform())) {
    if (!event.repeat && cell.row >= 0) actions.open(cell, true)
    return true
  }
  if (event.key === ' ' && isPlain && !event.shiftKey) return event.repeat || (cell.row >= 0 && actions.toggle(cell))
  if ((event.key === 'Delete' || event.key === 'Backspace') && isPlain && cell.row >= 0) {
    if (!event.repeat) actions.clear()
    return true
  }
  return event.key === 'Escape' && isPlain && actions.letGo()
}

/** Whole rows and columns. Ctrl+Space is Ctrl on macOS too. */
function onPickKey(event: KeyboardEvent, actions: GridKeyActions): boolean {
  if (event.key !== ' ' || event.altKey || event.metaKey || event.shiftKey === event.ctrlKey) return false
  actions.pick(event.shiftKey ? wholeRows(actions) : wholeColumns(actions))
  return true
}

type Picking = Pick<GridKeyActions, 'cursor' | 'edge' | 'bounds'>

/** The rows of the range as they are whole. */
export function wholeRows({ cursor, edge, bounds }: Picking): Picked {
  const anchor = { row: Math.max(0, cursor().row), column: 0 }
  return { kind: 'range', anchor, edge: { row: Math.max(0, edge().row), column: bounds().columns - 1 } }
}

/** The columns of the range in all rows. */
export function wholeColumns({ cursor, edge, bounds }: Picking): Picked {
  const last = bounds().rows - 1
  return { kind: 'range', anchor: { row: 0, column: cursor().column }, edge: { row: last, column: edge().column } }
}

function onMoveKey(event: KeyboardEvent, actions: GridKeyActions): boolean {
  const isExtending = event.shiftKey && actions.cursor().row >= 0
  const from = isExtending ? actions.edge() : actions.cursor()
  const press = {
    ...{ key: event.key, code: event.code, altKey: event.altKey, ctrlKey: event.ctrlKey, metaKey: event.metaKey },
    ...{ isComposing: event.isComposing, shiftKey: event.shiftKey && !isExtending },
    getModifierState: (key: string) => event.getModifierState(key),
  }
  const moved = moveCursor(from, press, actions.bounds(), actions.platform())
  if (!moved) return false
  if (isExtending) actions.extendTo({ ...moved, row: Math.max(0, moved.row) })
  else actions.moveTo(moved, event.key === 'PageDown' || event.key === 'PageUp')
  return true
}
