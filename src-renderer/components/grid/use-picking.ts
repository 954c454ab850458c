import { watch } from 'vue'
import type { Cell } from '../../composables/grid-cursor.ts'
import { nothing, type Picked, type RowMark, toggleRow } from '../../composables/ranges.ts'
import type { GridSelection } from '../../composables/use-selection.ts'
import type { createBody } from './body.ts'

interface PickingDeps {
  /** Undefined in a grid in which nothing can be selected. */
  selection: Pick<GridSelection, 'picked' | 'hasMoved' | 'members' | 'pick' | 'mark'> | undefined
  body: ReturnType<typeof createBody>
  cursor(): Cell
  columns(): number
  moveTo(cell: Cell, isPage?: boolean): void
  reveal(column: number): void
}

/** How ranges are drawn on the grid, by keys and by the mouse. */
export function usePicking({ selection, body, cursor, columns, moveTo, reveal }: PickingDeps) {
  const picked = (): Picked => selection?.picked.value ?? nothing
  const pick = (next: Picked): void => selection?.pick(next)
  const edge = (): Cell => {
    const now = picked()
    return now.kind === 'range' ? now.edge : cursor()
  }

  function extendTo(cell: Cell): void {
    const now = picked()
    pick({ kind: 'range', anchor: now.kind === 'range' ? now.anchor : cursor(), edge: cell })
    body.reveal(cell.row)
    reveal(cell.column)
  }

  const wholeRow = (from: number, to: number): Picked => ({
    kind: 'range',
    anchor: { row: from, column: 0 },
    edge: { row: to, column: columns() - 1 },
  })

  if (selection) {
    watch([selection.picked, selection.hasMoved, () => [...selection.members]], () => {
      body.render()
    })
  }

  return {
    pick,
    edge,
    extendTo,
    wholeRow,
    mark: (row: number): RowMark | null => selection?.mark(row, columns()) ?? null,
    /** Moves the cursor, and lets go what was selected. */
    goTo(cell: Cell, isPage = false): void {
      pick(nothing)
      moveTo(cell, isPage)
    },
    letGo(): boolean {
      const isAny = picked().kind !== 'none'
      pick(nothing)
      return isAny
    },
    pressed(cell: Cell, how: { isFurther: boolean; isRange: boolean; isGutter: boolean }): void {
      const { row, column } = cursor()
      if (how.isFurther) {
        pick(toggleRow(picked(), cursor(), cell.row))
        moveTo({ row: cell.row, column })
      } else if (how.isRange) {
        if (how.isGutter) pick(wholeRow(Math.max(0, row), cell.row))
        else extendTo(cell)
      } else if (how.isGutter) {
        moveTo({ row: cell.row, column })
        pick(wholeRow(cell.row, cell.row))
      } else {
        pick(nothing)
        moveTo(cell)
      }
    },
    dragged(cell: Cell, isGutter: boolean): void {
      const now = edge()
      if (isGutter) pick(wholeRow(cursor().row, cell.row))
      else if (now.row !== cell.row || now.column !== cell.column) extendTo(cell)
    },
  }
}
