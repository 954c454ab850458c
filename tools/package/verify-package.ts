/** What a packed app has to look like; each function gives what is wrong with it, in words. */
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, getCurrentFuseWire, FuseV1Options } from '@electron/fuses'
import { fuses } from './fuses.ts'

const fuseNumbers = Object.values(FuseV1Options).filter((value) => typeof value === 'number')
const system = `${process.platform}-${process.arch}`
const sqlite = 'node_modules/better-sqlite3-multiple-ciphers'

/** All native code that the app brings, by system. */
const nativeModules = [`${sqlite}/prebuilds/${system}.node`, `node_modules/keytar/prebuilds/${system}/keytar.node`]
const allowed = [
  /^package\.json$/,
  /^out\/(main|preload|renderer)\/.+$/,
  /^node_modules\/(better-sqlite3-multiple-ciphers|keytar)\/(package\.json|LICENSE(\.md)?|lib\/.+\.js)$/,
]
const forbidden = /\.(ts|vue|map|cc?|h|gypi?)$/
const needed = ['package.json', 'out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** Where a packed app keeps its own files. */
export const resourcesOf = (folder: string): string =>
  process.platform === 'darwin' ? join(folder, 'Muster.app/Contents/Resources') : join(folder, 'resources')

/** The list of files: nothing but the built app and the two native modules. */
export function findWrongFiles(folder: string): string[] {
  const listed = listPackage(join(resourcesOf(folder), 'app.asar'), { isPack: false })
  const names = listed.map((name) => name.replaceAll('\\', '/').replace(/^\//, ''))
  const files = names.filter((name) => !names.some((other) => other.startsWith(`${name}/`)))
  const isAllowed = (name: string) =>
    nativeModules.includes(name) || (allowed.some((pattern) => pattern.test(name)) && !forbidden.test(name))
  return [
    ...files.filter((name) => !isAllowed(name)).map((name) => `${name} does not belong into the package`),
    ...[...needed, ...nativeModules].filter((name) => !files.includes(name)).map((name) => `${name} is not packed`),
  ]
}

/** Native modules lie beside the archive, for the system's loader cannot look into it; and only those for this system. */
export function findWrongNativeModules(folder: string): string[] {
  const unpacked = join(resourcesOf(folder), 'app.asar.unpacked')
  const found = globSync('**/*.node', { cwd: unpacked }).map((name) => name.replaceAll('\\', '/'))
  return [
    ...nativeModules.filter((name) => !found.includes(name)).map((name) => `${name} is not beside the archive`),
    ...found.filter((name) => !nativeModules.includes(name)).map((name) => `${name} is for another system`),
  ]
}

/** Reads all fuses back. */
export async function findWrongFuses(binary: string): Promise<string[]> {
  const wire = await getCurrentFuseWire(binary)
  return fuseNumbers
    .filter((fuse) => wire[fuse] !== (fuses[fuse] ? FuseState.ENABLE : FuseState.DISABLE))
    .map((fuse) => `fuse ${FuseV1Options[fuse]} is not ${fuses[fuse] ? 'on' : 'off'}`)
}

/** Takes the app out of its archive, so that it can be started by a binary of which the fuses are open. */
export function extractApp(folder: string, target: string): void {
  const archive = join(resourcesOf(folder), 'app.asar')
  if (!existsSync(archive)) throw new Error(`${archive} is missing`)
  extractAll(archive, target)
}
