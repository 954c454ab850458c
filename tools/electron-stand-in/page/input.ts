/*
 * What a browser's shell does with the input that a page left to it: accelerators of the menu, links, the context menu, schemes of
 * other programs. Injected by source text: refers to nothing outside itself.
 */
import type { Accelerator, FromPage } from './messages.ts'

export function watchInput(tell: (message: FromPage) => void, accelerators: () => Accelerator[]) {
  const pointer = { x: 0, y: 0 }

  /** Listens after the page's own listeners, unless one of them has prevented the event. */
  const late = <K extends keyof WindowEventMap>(type: K, act: (event: WindowEventMap[K]) => void) => {
    const schedule = (event: WindowEventMap[K]) => {
      let hasRun = false
      const last = (bubbled: Event) => {
        if (bubbled !== event) return
        hasRun = true
        if (!event.defaultPrevented) act(event)
      }
      window.addEventListener(type, last, { once: true }) // added now: runs after the listeners of the page
      setTimeout(() => {
        window.removeEventListener(type, last)
        if (!hasRun && !event.defaultPrevented) act(event) // its propagation was stopped
      })
    }
    window.addEventListener(type, schedule, true)
  }

  // Chromium's own shortcuts do not exist in Electron, but for those of editing
  const shellKeys = /^(ctrl\+(shift\+)?[a-z0-9+=-]|f\d+|ctrl\+tab|alt\+(home|arrow.*))$/
  const editingKeys = /^ctrl\+(shift\+)?[acvxz y]$/
  late('keydown', (event) => {
    const key = event.key.toLowerCase()
    const { ctrlKey: ctrl, shiftKey: shift, altKey: alt, metaKey: meta } = event
    const chord = `${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${key}`
    const hit = accelerators().find(
      (item) =>
        item.key === key && item.ctrl === ctrl && item.shift === shift && item.alt === alt && item.meta === meta,
    )
    if (hit) tell({ kind: 'command', commandId: hit.commandId, isAccelerator: true })
    else if (chord === 'f10') tell({ kind: 'menu-bar' })
    if (hit || (shellKeys.test(chord) && !editingKeys.test(chord))) event.preventDefault()
  })

  const linkOf = (event: Event) =>
    event
      .composedPath()
      .find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement && node.href !== '')
  const openElsewhere = (event: MouseEvent) => {
    const link = linkOf(event)
    if (!link || event.button > 1) return
    const isModified = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey
    const isSameFrame = ['', '_self', '_top', '_parent'].includes(link.target)
    if (!isModified && isSameFrame) return
    event.preventDefault()
    tell({ kind: 'open', url: link.href, target: link.target, features: '' })
  }
  late('click', openElsewhere)
  late('auxclick', openElsewhere)

  late('contextmenu', (event) => {
    event.preventDefault()
    pointer.x = event.clientX
    pointer.y = event.clientY
    const { target } = event
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
    const facts = {
      ...pointer,
      linkURL: linkOf(event)?.href ?? '',
      selectionText: String(getSelection() ?? ''),
      isEditable: isField || (target instanceof HTMLElement && target.isContentEditable),
    }
    tell({ kind: 'context-menu', facts })
  })

  // http and https are guarded by the interception of requests; the rest would be handed to the operating system
  const stays = /^(https?|blob|about|data|javascript):/
  window.navigation.addEventListener('navigate', (event) => {
    const { hashChange, downloadRequest, cancelable, destination } = event
    if (hashChange || downloadRequest !== null || !cancelable || stays.test(destination.url)) return
    event.preventDefault()
    tell({ kind: 'navigate', url: destination.url })
  })
  return { pointer }
}
