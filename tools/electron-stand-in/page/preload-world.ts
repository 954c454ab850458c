/*
 * The isolated world in which the preload script runs: pipes to main and to the page's own world, and the surroundings of a sandboxed
 * preload script. Injected by source text: refers to nothing outside itself.
 */
import type { makeBridge } from './bridge.ts'
import type { decode, encode } from './clone.ts'
import type { watchFiles } from './file-paths.ts'
import type { watchInput } from './input.ts'
import type { makeIpcRenderer } from './ipc-renderer.ts'
import type { showMenu } from './menu-sheet.ts'
import type { FromPage, PageConfig, ToPage } from './messages.ts'

/** The functions that this one is injected together with. */
export interface Parts {
  makeBridge: typeof makeBridge
  encode: typeof encode
  decode: typeof decode
  makeIpcRenderer: typeof makeIpcRenderer
  watchFiles: typeof watchFiles
  watchInput: typeof watchInput
  showMenu: typeof showMenu
}

/** The preload script as a function of what a sandboxed preload script finds around it. */
export type Preload = (
  require: (id: string) => unknown,
  module: { exports: object },
  exports: object,
  process: object,
  global: object,
) => void

export function preloadWorld(parts: Parts, config: PageConfig, preload: Preload | null): void {
  if (window !== window.top) return // it runs in every frame
  // names that only this world and main know
  const world = globalThis as unknown as Record<string, unknown>
  const binding = world[config.name] as (text: string) => void
  const tell = (message: FromPage) => binding(JSON.stringify(message))

  const ipc = parts.makeIpcRenderer({ ...parts, tell })
  const input = parts.watchInput(tell, () => config.accelerators)
  const files = parts.watchFiles(tell, (list) => {
    world[`${config.name}Files`] = list
  })
  world[`${config.name}Receive`] = (message: ToPage) => {
    if (message.kind === 'accelerators') config.accelerators = message.accelerators
    else if (message.kind === 'paths') files.add(message.paths)
    else if (message.kind === 'menu')
      parts.showMenu(message.entries, message.x ?? input.pointer.x, message.y ?? input.pointer.y, tell)
    else ipc.receive(message)
  }

  // the port goes to the page's own world in one synchronous event, before any script of the page
  const port = new MessageChannel().port1
  const { listeners, send } = parts.makeBridge(port, 'preload', 'main')
  listeners.open = (details: { url: string; target: string; features: string }) => tell({ kind: 'open', ...details })
  listeners.permission = (permission: string) => ipc.askPermission(permission)
  window.dispatchEvent(new MessageEvent(config.name, { ports: [port] }))

  document.addEventListener('DOMContentLoaded', () => {
    const tellTitle = () => tell({ kind: 'title', title: document.title })
    tellTitle()
    new MutationObserver(tellTitle).observe(document.head, { childList: true, subtree: true, characterData: true })
  })
  for (const kind of ['focus', 'blur', 'resize'] as const) window.addEventListener(kind, () => tell({ kind }))
  tell({ kind: 'hello', url: location.href })

  if (!preload) return
  const contextBridge = { exposeInMainWorld: (key: string, api: unknown) => void send('expose', { key, api }) }
  const electron = { ipcRenderer: ipc.ipcRenderer, contextBridge, webUtils: files.webUtils }
  const require = (id: string) => {
    if (id === 'electron') return electron
    throw new Error(`module not found: ${id}`)
  }
  const process = { ...config.process, type: 'renderer', sandboxed: true, contextIsolated: true, env: {} }
  const module = { exports: {} }
  try {
    preload(require, module, module.exports, process, globalThis)
  } catch (error) {
    tell({ kind: 'preload-error', text: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
