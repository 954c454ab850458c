import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../machine.ts'

/** The mark before the fuses in Electron's binary, then version 1 of their schema, their number, and a state for each. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('101100010'),
])

const programs = [
  'chrome-sandbox',
  'chrome_crashpad_handler',
  'libffmpeg.so',
  'libEGL.so',
  'libGLESv2.so',
  'libvulkan.so.1',
]
const files = [
  'icudtl.dat',
  'resources.pak',
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'LICENSE',
  'LICENSES.chromium.html',
  'locales/en-US.pak',
  'locales/de.pak',
]

/** Makes a folder shaped like Electron's distribution for Linux, for packing where the real one is missing. */
export function makeStandInDist(folder: string): void {
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string
  } // npm's own file
  rmSync(folder, { recursive: true, force: true })
  for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true })
  const script = Buffer.from('#!/bin/sh\necho "not Electron: packed on a stand-in distribution" >&2\nexit 1\n')
  writeFileSync(join(folder, 'electron'), Buffer.concat([script, fuseWire]), { mode: 0o755 })
  for (const name of programs) writeFileSync(join(folder, name), name, { mode: 0o755 })
  for (const name of files) writeFileSync(join(folder, name), name)
  writeFileSync(join(folder, 'version'), manifest.version)
}
