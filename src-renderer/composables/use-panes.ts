import { onScopeDispose } from 'vue'
import { isTyping } from './keys.ts'

const focusable = 'input:not(:disabled), button:not(:disabled), [tabindex="0"], a[href]'

/** F6 and Shift+F6 go round the panes of the window, the elements marked `data-pane` (keyboard.md). */
export function usePanes(): void {
  function onKeydown(event: KeyboardEvent): void {
    if (event.key !== 'F6' || isTyping(event) || document.querySelector('dialog:modal')) return
    event.preventDefault()
    const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
    const at = panes.findIndex((pane) => pane.contains(document.activeElement))
    const step = event.shiftKey ? -1 : 1
    const next = panes.at((at + step) % panes.length) ?? panes[0]
    const first = next?.matches(focusable) ? next : next?.querySelector<HTMLElement>(focusable)
    first?.focus()
  }
  window.addEventListener('keydown', onKeydown)
  onScopeDispose(() => {
    window.removeEventListener('keydown', onKeydown)
  })
}
