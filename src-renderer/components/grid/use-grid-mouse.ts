import type { Cell } from '../../composables/grid-cursor.ts'

const buttons = ['edit', 'assign', 'remove'] as const
type RowButton = (typeof buttons)[number]

interface MouseActions {
  /** `isFurther`: with Ctrl or Cmd, the row is added to those that are selected; `isRange`: with Shift. */
  pressed(cell: Cell, how: { isFurther: boolean; isRange: boolean; isGutter: boolean }): void
  /** The pointer has moved to a cell while the button is held. */
  dragged(cell: Cell, isGutter: boolean): void
  opened(cell: Cell): void
  /** A button in a row was clicked. */
  does(button: RowButton, row: number): void
  /** A cell in full, with what it means. */
  words(cell: Cell): string
}

function cellOf(event: MouseEvent): (Cell & { element: HTMLElement }) | null {
  const target = event.target instanceof Element ? event.target : null
  const element = target?.closest<HTMLElement>('[role=gridcell], .gutter')
  const row = element?.closest<HTMLElement>('[data-row]')
  if (!element || !row) return null
  return { element, row: Number(row.dataset.row), column: Number(element.ariaColIndex ?? 1) - 1 }
}

/** What the mouse does on the rows of a grid: listeners for the element that holds them. */
export function useGridMouse(actions: MouseActions) {
  /** Whether a range is being drawn, and whether of whole rows. */
  let drag: { isGutter: boolean } | null = null

  return {
    mousedown(event: MouseEvent): void {
      const cell = cellOf(event)
      if (!cell || event.button !== 0) return
      // focus stays on the grid, which names its cell
      event.preventDefault()
      const isGutter = cell.element.matches('.gutter')
      const how = { isFurther: event.ctrlKey || event.metaKey, isRange: event.shiftKey, isGutter }
      actions.pressed({ row: cell.row, column: cell.column }, how)
      if (!how.isFurther && !(event.target as Element).closest('button')) drag = { isGutter }
    },
    mousemove(event: MouseEvent): void {
      if (drag === null) return
      if ((event.buttons & 1) === 0) drag = null
      const cell = cellOf(event)
      if (cell && drag) actions.dragged({ row: cell.row, column: cell.column }, drag.isGutter)
    },
    mouseup: () => void (drag = null),
    click(event: MouseEvent): void {
      const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-does]') : null
      const cell = cellOf(event)
      const does = buttons.find((each) => each === button?.dataset.does)
      if (cell && does && button?.ariaDisabled !== 'true') actions.does(does, cell.row)
    },
    dblclick(event: MouseEvent): void {
      const cell = cellOf(event)
      if (cell && !(event.target as Element).closest('button, .gutter')) actions.opened(cell)
    },
    /** What does not fit, what is staged, and the hour and zone of a day, are told while the pointer is over them. */
    mouseover(event: MouseEvent): void {
      const cell = cellOf(event)
      const text = cell?.element.querySelector('bdi') ?? cell?.element
      if (!cell || !text || cell.element.matches('.actions, .gutter')) return
      const isCut = text.scrollWidth > text.clientWidth
      if (isCut || text === cell.element || cell.element.ariaDescription !== null) text.title = actions.words(cell)
      else text.removeAttribute('title')
    },
    mouseout(event: MouseEvent): void {
      const element = cellOf(event)?.element
      for (const each of [element, element?.querySelector('bdi')]) each?.removeAttribute('title')
    },
  }
}
