import { matchesKey } from './keys.ts'

interface ListMenuDeps {
  open(x: number, y: number): void
  /** The row was pressed that the menu is for. */
  pressed(row: number): void
}

/** The menu of a list: the right mouse button on a row, Shift+F10 and the menu key at the active cell. */
export function useListMenu({ open, pressed }: ListMenuDeps) {
  /** Below the active cell; a key that opens a menu may be told as a press of the mouse too. */
  function openAtCell(list: HTMLElement): void {
    const id = list.querySelector('[aria-activedescendant]')?.getAttribute('aria-activedescendant')
    const box = (document.getElementById(id ?? '') ?? list).getBoundingClientRect()
    open(box.left, box.bottom)
  }

  return {
    keydown(event: KeyboardEvent): void {
      const isMenuKey = event.key === 'ContextMenu' || matchesKey(event, 'Shift+F10', '')
      if (!isMenuKey || !(event.currentTarget instanceof HTMLElement)) return
      event.preventDefault()
      openAtCell(event.currentTarget)
    },
    contextmenu(event: MouseEvent): void {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null
      const isInput = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      if (isInput) return
      event.preventDefault()
      // without a button it comes from the keyboard
      if (event.button !== 2 || !row) return
      pressed(Number(row.dataset.row))
      open(event.clientX, event.clientY)
    },
  }
}
