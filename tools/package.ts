/**
 * `npm run package`: packs the app for this system into `dist/` and verifies what it packed. Without Electron's binary it
 * packs on a stand-in distribution: for the check of the package, not for people.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.ts'
import { hasElectron, prepareMachine, root } from './machine.ts'
import { makeStandInDist } from './package/stand-in-dist.ts'
import { startPacked, verifyPackage } from './package/verify.ts'
import { startSession } from './session.ts'

const scratch = mkdtempSync(join(tmpdir(), 'muster-package-'))

function pack(): void {
  const args = ['--publish', 'never']
  if (!hasElectron()) {
    const dist = join(root, '.cache/electron-dist')
    makeStandInDist(dist)
    args.push('--linux', 'dir', `-c.electronDist=${dist}`)
    console.log("Electron's binary is not here: packing on a stand-in distribution, for the check only")
  }
  const builder = join(root, 'node_modules/electron-builder/cli.js')
  const { status } = spawnSync(process.execPath, [builder, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('electron-builder failed; its message is above')
}

/** The unpacked app, and its executable in it. */
function packed(): { folder: string; executable: string } {
  const name = readdirSync(join(root, 'dist')).find((entry) => /unpacked$|^mac/.test(entry))
  if (name === undefined) throw new Error('no unpacked app in dist/')
  const folder = join(root, 'dist', name)
  if (process.platform === 'darwin') return { folder: join(folder, 'Muster.app/Contents'), executable: 'MacOS/Muster' }
  return { folder, executable: process.platform === 'win32' ? 'Muster.exe' : 'muster' }
}

prepareMachine()
const session = await startSession(join(scratch, 'session'))
try {
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  await build()
  pack()
  const { folder, executable } = packed()
  await verifyPackage(folder, executable)
  await startPacked(folder, scratch)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  session.stop()
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
}
process.exit()
