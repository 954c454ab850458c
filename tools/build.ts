/** Builds main bundle, preload and page into `out/`, unless it is newer than everything that it is made from. */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './machine.ts'

const sources = [
  'src-main',
  'src-preload',
  'src-renderer',
  'src-server',
  'src-shared',
  'electron.vite.config.ts',
  'package-lock.json',
]
const outputs = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']

/** The latest change of a file, or of any below a folder, in milliseconds. */
function changedAt(path: string): number {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))))
}

function isBuilt(): boolean {
  const files = outputs.map((file) => join(root, file))
  if (!files.every(existsSync)) return false
  const builtAt = Math.min(...files.map((file) => statSync(file).mtimeMs))
  return sources.every((source) => changedAt(join(root, source)) < builtAt)
}

/** Throws when the build fails; its messages go to stderr. */
export async function build(): Promise<void> {
  if (isBuilt()) return
  const electronVite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const child = spawn(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve))
  if (code !== 0) throw new Error('the build failed; its message is above')
}
