import { type Cell, type GridBounds, moveCursor } from './grid-cursor.ts'
import { isTyping } from './keys.ts'

/** What the keys of a grid do (keyboard.md). */
export interface GridKeyActions {
  platform(): string
  cursor(): Cell
  bounds(): GridBounds
  /** `isPage`: the list scrolls by as much as the cursor moves. */
  moveTo(cell: Cell, isPage: boolean): void
  /** Enter on a header; with Shift the column becomes a further key. */
  sort(column: number, isFurther: boolean): void
  /** Enter or F2 on a cell. */
  open(cell: Cell): void
  focusGrid(): void
}

/** The keys of a grid, for its `keydown`. Focus is on the grid, or on a button inside a cell. */
export function useGridKeyboard(actions: GridKeyActions): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.defaultPrevented || isTyping(event)) return
    if (isInCell(event) && onButtonKey(event, actions)) return
    onGridKey(event, actions)
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

function onGridKey(event: KeyboardEvent, actions: GridKeyActions): void {
  const cell = actions.cursor()
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey
  if (event.key === 'Enter' && isPlain && cell.row < 0) {
    event.preventDefault()
    if (!event.repeat) actions.sort(cell.column, event.shiftKey)
    return
  }
  if ((event.key === 'Enter' || event.key === 'F2') && isPlain && !event.shiftKey) {
    event.preventDefault()
    if (!event.repeat && cell.row >= 0) actions.open(cell)
    return
  }
  const moved = moveCursor(cell, event, actions.bounds(), actions.platform())
  if (!moved) return
  event.preventDefault()
  actions.moveTo(moved, event.key === 'PageDown' || event.key === 'PageUp')
}
