/** Builds the app by electron-vite, unless the last build was made from the same files. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runProgram } from './programs.ts'
import { cache, inPackage, root } from './project.ts'

const inputs = ['src-*/**/*', 'electron.vite.config.ts', 'tsconfig.base.json', 'package.json', 'package-lock.json']
const stampFile = join(cache, 'build-stamp')

/** True when `out/` is up to date afterwards. */
export async function buildApp(): Promise<boolean> {
  const stamp = stampOfInputs()
  const isFresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
  if (isFresh && existsSync(join(root, 'out/main'))) return true
  rmSync(stampFile, { force: true })
  const args = [inPackage('electron-vite', 'bin/electron-vite.js'), 'build', '--logLevel', 'warn']
  if ((await runProgram(process.execPath, args, { cwd: root })) !== 0) return false
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, stamp)
  return true
}

/** Names, sizes and times: a deleted or older file changes it as well. */
function stampOfInputs(): string {
  const hash = createHash('sha256')
  for (const file of globSync(inputs, { cwd: root }).sort()) {
    const facts = statSync(join(root, file))
    if (facts.isFile()) hash.update(`${file} ${facts.size} ${facts.mtimeMs}\n`)
  }
  return hash.digest('hex')
}
