import type { Cell } from '../../composables/grid-cursor.ts'

interface MouseActions {
  pressed(cell: Cell): void
  opened(cell: Cell): void
  /** A button in a row was clicked. */
  does(button: string, row: number): void
}

function cellOf(event: MouseEvent): (Cell & { element: HTMLElement }) | null {
  const target = event.target instanceof Element ? event.target : null
  const element = target?.closest<HTMLElement>('[role=gridcell]')
  const row = element?.closest<HTMLElement>('[data-row]')
  if (!element || !row) return null
  return { element, row: Number(row.dataset.row), column: Number(element.ariaColIndex) - 1 }
}

/** What the mouse does on the rows of a grid: listeners for the element that holds them. */
export function useGridMouse(actions: MouseActions) {
  return {
    mousedown(event: MouseEvent): void {
      const cell = cellOf(event)
      if (!cell || event.button !== 0) return
      // focus stays on the grid, which names its cell
      event.preventDefault()
      actions.pressed({ row: cell.row, column: cell.column })
    },
    click(event: MouseEvent): void {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-does]') : null
      const cell = cellOf(event)
      if (cell && button && button.ariaDisabled !== 'true') actions.does(button.dataset.does ?? '', cell.row)
    },
    dblclick(event: MouseEvent): void {
      const cell = cellOf(event)
      if (cell && !(event.target as Element).closest('button')) actions.opened(cell)
    },
    /** Text that does not fit is told in full while the pointer is over it. */
    mouseover(event: MouseEvent): void {
      const cell = cellOf(event)
      const text = cell?.element.querySelector('bdi')
      if (!cell || !text) return
      if (text.scrollWidth > text.clientWidth) text.title = text.textContent
      else text.removeAttribute('title')
    },
    mouseout(event: MouseEvent): void {
      cellOf(event)?.element.querySelector('bdi')?.removeAttribute('title')
    },
  }
}
