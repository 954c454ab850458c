import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, getCurrentFuseWire } from '@electron/fuses'
import { _electron } from '@playwright/test'
import { fuses } from './fuses.ts'

/** What belongs into the asar, and nothing else; native modules lie beside it. */
const allowed = [
  /^\/out\/main\/[\w-]+\.js$/,
  /^\/out\/main\/chunks\/[\w.-]+\.js$/,
  /^\/out\/preload\/preload\.cjs$/,
  /^\/out\/renderer\/(index\.html|\.vite\/manifest\.json|assets\/[\w.-]+)$/,
  /^\/package\.json$/,
  /^\/node_modules\/(keytar|better-sqlite3-multiple-ciphers)\/(package\.json|LICENSE|lib\/[\w/.-]+\.js|build\/Release\/\w+\.node|prebuilds\/[\w-]+\.node)$/,
]
const required = [
  '/out/main/main.js',
  '/out/main/lists-worker.js',
  '/out/main/demo-server.js',
  '/out/preload/preload.cjs',
  '/out/renderer/index.html',
]

/** Throws unless the packed app in `folder` has the files it must have and no other, with the fuses set. */
export async function verifyPackage(folder: string, executable: string): Promise<void> {
  const asar = join(folder, 'resources/app.asar')
  const unpacked = `${asar}.unpacked`
  // folders have no dot in the last part of their name, every file of ours has one, but for licences
  const files = listPackage(asar, { isPack: false }).map((path) => path.replaceAll('\\', '/'))
  const isFolder = (path: string) => files.some((other) => other.startsWith(`${path}/`))
  const strangers = files.filter((path) => !isFolder(path) && !allowed.some((pattern) => pattern.test(path)))
  expectNone('files that do not belong into the asar', strangers)
  expectNone(
    'files missing from the asar',
    required.filter((path) => !files.includes(path)),
  )

  const beside = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.node'))
  expectNone(
    'native modules missing beside the asar',
    ['keytar', 'better-sqlite3-multiple-ciphers'].filter((name) => !beside.some((file) => file.includes(name))),
  )
  expectNone(
    'native modules for other systems',
    beside.filter((name) => name.includes('prebuilds') && !name.includes(`${process.platform}-${process.arch}`)),
  )

  const wire = await getCurrentFuseWire(join(folder, executable))
  for (const [fuse, isOn] of Object.entries(fuses)) {
    const state = (wire as Record<string, unknown>)[fuse] // fuses are numbered, and keys of objects are texts
    const expected = isOn ? FuseState.ENABLE : FuseState.DISABLE
    if (state !== expected) throw new Error(`fuse ${fuse} is ${String(state)}, not ${expected}`)
  }
  console.log(
    `asar: ${files.length} entries, ${beside.length} native modules beside it, ${Object.keys(fuses).length} fuses as named`,
  )
}

function expectNone(what: string, found: string[]): void {
  if (found.length > 0) throw new Error(`${what}:\n${found.join('\n')}`)
}

/** Extracts the asar and starts its entry, preload and page with what `electron` is here; throws unless the page shows users. */
export async function startPacked(folder: string, scratch: string): Promise<void> {
  const extracted = join(scratch, 'app')
  extractAll(join(folder, 'resources/app.asar'), extracted)
  const manifest = readFileSync(join(extracted, 'package.json'), 'utf8')
  if (manifest.includes('devDependencies')) throw new Error('the packed package.json tells of development')
  const app = await _electron.launch({ args: [extracted, `--user-data-dir=${join(scratch, 'data')}`, '--demo'] })
  try {
    const page = await app.firstWindow()
    await page.getByRole('grid', { name: 'Users' }).waitFor({ timeout: 30_000 })
    console.log('the packed entry, preload and page start, with the demo server')
  } finally {
    await app.close()
  }
}
