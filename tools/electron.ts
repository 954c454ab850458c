/** Which `electron` runs here: the binary of the electron package where it can be had, else the stand-in. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { startProgram } from './programs.ts'
import { cache, inPackage, root } from './project.ts'

export const standIn = join(root, 'tools/electron-stand-in')
const dayMs = 24 * 60 * 60 * 1000
/** Says when a download has failed, so that not every start waits for another failure. */
const refusal = join(cache, 'electron-not-downloaded')

export function hasElectron(): boolean {
  const file = inPackage('electron', 'path.txt') // names the binary; written with it
  return existsSync(file) && existsSync(inPackage('electron', join('dist', readFileSync(file, 'utf8'))))
}

/** Downloads Electron's binary unless it is there, or could not be had within the last day. True when it is there. */
export async function obtainElectron(): Promise<boolean> {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return process.env.ELECTRON_OVERRIDE_DIST_PATH !== standIn
  if (hasElectron()) return true
  if (existsSync(refusal) && Date.now() - statSync(refusal).mtimeMs < dayMs) return false
  console.log("Electron's binary is not here yet: downloading it, about 110 MB.")
  const error = await download()
  if (error === undefined) return true
  console.log(`It cannot be downloaded (${error}). Next try tomorrow, or once ${refusal} is deleted.`)
  mkdirSync(dirname(refusal), { recursive: true })
  writeFileSync(refusal, `${error}\n`)
  return false
}

/** Resolves to what went wrong. */
function download(): Promise<string | undefined> {
  const child = startProgram(process.execPath, [inPackage('electron', 'install.js')], {
    stdio: ['ignore', 'inherit', 'pipe'],
    timeout: 10 * 60 * 1000,
  })
  let output = ''
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => {
    child.on('close', () => resolve(hasElectron() ? undefined : (/^\w*Error: (.*)$/m.exec(output)?.[1] ?? 'no answer')))
  })
}
