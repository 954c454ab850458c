import type { Cell } from '../../composables/grid-cursor.ts'

interface MouseActions {
  pressed(cell: Cell): void
  opened(cell: Cell): void
  /** A button in a row was clicked. */
  does(button: string, row: number): void
  /** A cell in full, with what it means. */
  words(cell: Cell): string
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
    /** What does not fit, and the hour and zone of a day, are told while the pointer is over them. */
    mouseover(event: MouseEvent): void {
      const cell = cellOf(event)
      const text = cell?.element.querySelector('bdi') ?? cell?.element
      if (!cell || !text || cell.element.matches('.actions')) return
      const isCut = text.scrollWidth > text.clientWidth
      if (isCut || text === cell.element) text.title = actions.words(cell)
      else text.removeAttribute('title')
    },
    mouseout(event: MouseEvent): void {
      const element = cellOf(event)?.element
      for (const each of [element, element?.querySelector('bdi')]) each?.removeAttribute('title')
    },
  }
}
