import { makeBridge } from './bridge.ts'
import { decode, encode } from './clone.ts'
import { watchFiles } from './file-paths.ts'
import { watchInput } from './input.ts'
import { makeIpcRenderer } from './ipc-renderer.ts'
import { mainWorld } from './main-world.ts'
import { showMenu } from './menu-sheet.ts'
import type { PageConfig } from './messages.ts'
import { preloadWorld, type Parts } from './preload-world.ts'

/** The script for a page's own world; it has to be added before the other one. */
export const mainWorldSource = (name: string): string =>
  `(${text(mainWorld)})(${text(makeBridge)}, ${JSON.stringify(name)})`

/** The script for the preload world, with the preload script of the window in it. */
export function preloadWorldSource(config: PageConfig, preload: string | null): string {
  const parts: Parts = { makeBridge, encode, decode, makeIpcRenderer, watchFiles, watchInput, showMenu }
  const partTexts = Object.entries(parts).map(([name, part]) => `${name}: ${text(part)}`)
  const script = preload === null ? 'null' : `(require, module, exports, process, global) => {\n${preload}\n}`
  return `(${text(preloadWorld)})({ ${partTexts.join(',\n')} }, ${JSON.stringify(config)}, ${script})`
}

/** Node strips the types before it loads a file: what is left is what the page runs. */
const text = (part: unknown): string => Function.prototype.toString.call(part)
