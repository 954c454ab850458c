import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from '../project.ts'

/** By these bytes the fuses are found in Electron's binary; the version of their layout and their number follow. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const layout = [1, 9]
/** Electron's defaults: 1 is on, 0 is off. */
const defaults = '101100010'

const libraries = ['libffmpeg.so', 'libEGL.so', 'libGLESv2.so', 'libvulkan.so.1']
const data = [
  ...['icudtl.dat', 'resources.pak', 'chrome_100_percent.pak', 'chrome_200_percent.pak'],
  ...['snapshot_blob.bin', 'v8_context_snapshot.bin', 'LICENSE', 'LICENSES.chromium.html'],
  'locales/en-US.pak',
]

/**
 * Makes a folder that is shaped like Electron's distribution for Linux, so that electron-builder has something to pack into where
 * Electron cannot be downloaded. Nothing in it runs.
 */
export function makeStandInDist(electronVersion: string): string {
  const folder = join(cache, 'electron-dist')
  rmSync(folder, { recursive: true, force: true })
  for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true })
  const put = (name: string, content: string | Buffer, mode: number) =>
    writeFileSync(join(folder, name), content, { mode })
  const script = '#!/bin/sh\necho "This is only shaped like Electron." >&2\nexit 1\n'
  put('electron', Buffer.concat([Buffer.from(script + sentinel), Buffer.from(layout), Buffer.from(defaults)]), 0o755)
  for (const name of ['chrome-sandbox', 'chrome_crashpad_handler', ...libraries]) put(name, 'stand-in', 0o755)
  for (const name of data) put(name, 'stand-in', 0o644)
  put('version', electronVersion, 0o644)
  return folder
}
