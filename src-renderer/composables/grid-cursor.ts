import { hasMod, type KeyPress } from './keys.ts'

/** A cell of a grid; the row -1 is that of the headers. */
export interface Cell {
  row: number
  column: number
}

export interface GridBounds {
  rows: number
  columns: number
  /** Whole rows that fit on the screen. */
  page: number
  isRightToLeft: boolean
}

/** Where a key moves the cursor to (WAI-ARIA grid pattern; keyboard.md); null for a key that does not move it. */
export function moveCursor(cell: Cell, event: KeyPress, bounds: GridBounds, platform: string): Cell | null {
  const mod = hasMod(event, platform)
  if (event.altKey || event.shiftKey || (!mod && (event.ctrlKey || event.metaKey))) return null
  const moved = mod ? moveToEdge(cell, event.key, bounds) : moveOn(cell, event.key, bounds)
  if (moved === null) return null
  return {
    row: Math.max(-1, Math.min(bounds.rows - 1, moved.row)),
    column: Math.max(0, Math.min(bounds.columns - 1, moved.column)),
  }
}

function moveOn({ row, column }: Cell, key: string, bounds: GridBounds): Cell | null {
  const forward = bounds.isRightToLeft ? -1 : 1
  switch (key) {
    case 'ArrowDown':
      return { row: row + 1, column }
    case 'ArrowUp':
      return { row: row - 1, column }
    case 'ArrowRight':
      return { row, column: column + forward }
    case 'ArrowLeft':
      return { row, column: column - forward }
    case 'PageDown':
      return { row: Math.max(0, row) + bounds.page, column }
    case 'PageUp':
      return { row: Math.max(0, row - bounds.page), column }
    case 'Home':
      return { row, column: 0 }
    case 'End':
      return { row, column: bounds.columns - 1 }
    default:
      return null
  }
}

function moveToEdge({ row, column }: Cell, key: string, bounds: GridBounds): Cell | null {
  const last = { row: bounds.rows - 1, column: bounds.columns - 1 }
  const isForward = key === (bounds.isRightToLeft ? 'ArrowLeft' : 'ArrowRight')
  switch (key) {
    case 'ArrowDown':
      return { row: last.row, column }
    case 'ArrowUp':
      return { row: 0, column }
    case 'ArrowRight':
    case 'ArrowLeft':
      return { row, column: isForward ? last.column : 0 }
    case 'Home':
      return { row: 0, column: 0 }
    case 'End':
      return last
    default:
      return null
  }
}
