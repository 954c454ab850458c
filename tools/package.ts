/**
 * `npm run package`: packs the built app for this system and verifies what came out. Without Electron's binary there are no
 * installers: the app is packed, unpacked of any installer, into a folder that is only shaped like Electron.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from './build.ts'
import { prepareMachine } from './machine.ts'
import { runProgram } from './programs.ts'
import { inPackage, root } from './project.ts'
import { openSession } from './session.ts'
import { makeStandInDist } from './package/stand-in-dist.ts'
import { findWrongStart } from './package/start-packed.ts'
import { extractApp, findWrongFiles, findWrongFuses, findWrongNativeModules } from './package/verify-package.ts'

const temporary = mkdtempSync(join(tmpdir(), 'muster-package-'))
process.on('exit', () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 }))

async function pack(hasElectron: boolean): Promise<void> {
  // what the electron package says of itself
  const { version } = JSON.parse(readFileSync(inPackage('electron', 'package.json'), 'utf8')) as { version: string }
  const dist = hasElectron ? inPackage('electron', 'dist') : makeStandInDist(version)
  const targets = hasElectron ? [] : ['--linux', 'dir']
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const args = [inPackage('electron-builder', 'cli.js'), ...targets, '--publish', 'never', `-c.electronDist=${dist}`]
  if ((await runProgram(process.execPath, args, { cwd: root })) !== 0) process.exit(1)
}

function findUnpacked(): string {
  const name = readdirSync(join(root, 'dist')).find((entry) => /-unpacked$|^mac(-.*)?$/.test(entry))
  if (name === undefined) throw new Error('electron-builder left no unpacked app in dist/')
  return join(root, 'dist', name)
}

async function verify(folder: string): Promise<boolean> {
  const binary = { darwin: 'Muster.app', win32: 'Muster.exe' }[process.platform as string] ?? 'muster'
  const extracted = join(temporary, 'app')
  extractApp(folder, extracted)
  const findings = {
    'files of the archive': findWrongFiles(folder),
    'native modules': findWrongNativeModules(folder),
    fuses: await findWrongFuses(join(folder, binary)),
    'start of the packed app': await findWrongStart(extracted, join(temporary, 'user-data')),
  }
  for (const [what, wrong] of Object.entries(findings))
    console.log(wrong.length === 0 ? `ok     ${what}` : `FAILED ${what}\n       ${wrong.join('\n       ')}`)
  return Object.values(findings).every((wrong) => wrong.length === 0)
}

if (!(await buildApp())) process.exit(1)
const machine = await prepareMachine(true)
await pack(machine.hasElectron)
const { env } = await openSession(machine, temporary, true)
Object.assign(process.env, env) // Playwright starts Electron with this process's environment
process.exit((await verify(findUnpacked())) ? 0 : 1)
