/*
 * Draws a menu over the page, in a closed shadow root: its function, without a system's looks. Injected by source text: refers to
 * nothing outside itself.
 */
import type { FromPage, MenuEntry } from './messages.ts'

export function showMenu(entries: MenuEntry[], x: number, y: number, tell: (message: FromPage) => void): void {
  const style = `
    :host { all: initial; position: fixed; inset: 0; z-index: 2147483647; font: 13px system-ui; color-scheme: light dark }
    div { position: absolute; max-height: 96vh; overflow: auto; padding: 4px; border: 1px solid GrayText; border-radius: 6px;
      background: Canvas; color: CanvasText; box-shadow: 0 4px 16px #0006 }
    button { all: unset; display: flex; gap: 24px; justify-content: space-between; box-sizing: border-box; width: 100%;
      padding: 4px 14px; border-radius: 4px }
    button:focus, button:hover { background: Highlight; color: HighlightText }
    button:disabled { opacity: 0.4 }
    b { display: block; padding: 6px 8px 2px; opacity: 0.7 }
    kbd { font: inherit; opacity: 0.6 }
    hr { border: 0; border-top: 1px solid #8884; margin: 4px }`
  const host = document.createElement('div')
  const root = host.attachShadow({ mode: 'closed' })
  const sheet = new CSSStyleSheet() // unlike a style element, allowed by every policy
  sheet.replaceSync(style)
  root.adoptedStyleSheets = [sheet]
  const list = root.appendChild(document.createElement('div'))

  const close = () => {
    host.remove()
    tell({ kind: 'menu-closed' })
  }
  const addButton = (entry: MenuEntry) => {
    const button = list.appendChild(document.createElement('button'))
    button.disabled = !entry.isEnabled
    const keys = Object.assign(document.createElement('kbd'), { textContent: entry.keys })
    button.append(`${entry.isChecked ? '✓ ' : ''}${entry.label}`, keys)
    button.addEventListener('click', (event) => {
      event.stopPropagation()
      close()
      tell({ kind: 'command', commandId: entry.commandId, isAccelerator: false })
    })
  }
  const add = (entry: MenuEntry) => {
    if (entry.entries) {
      list.appendChild(document.createElement('b')).textContent = entry.label
      entry.entries.forEach(add)
    } else if (entry.type === 'separator') list.append(document.createElement('hr'))
    else addButton(entry)
  }
  entries.forEach(add)

  host.addEventListener('click', close)
  host.addEventListener('keydown', (event) => {
    event.stopPropagation()
    if (event.key === 'Escape') close()
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const buttons = [...root.querySelectorAll<HTMLButtonElement>('button:enabled')]
    const current = buttons.findIndex((button) => button === root.activeElement)
    buttons.at((current + step) % buttons.length)?.focus()
  })
  document.documentElement.append(host)
  list.style.left = `${Math.max(0, Math.min(x, innerWidth - list.offsetWidth))}px`
  list.style.top = `${Math.max(0, Math.min(y, innerHeight - list.offsetHeight))}px`
  root.querySelector<HTMLButtonElement>('button:enabled')?.focus()
}
