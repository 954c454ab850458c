/** What npm cannot install: a browser where Electron is missing, a display, a session bus, a keyring. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** The path of a program, or null. */
export function findProgram(name: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find(existsSync) ?? null
}

/** True when the binary of Electron is there; without it, everything runs on the stand-in. */
export function hasElectron(): boolean {
  const electron = join(root, 'node_modules/electron')
  const file = join(electron, 'path.txt')
  return existsSync(file) && existsSync(join(electron, 'dist', readFileSync(file, 'utf8')))
}

interface Need {
  /** Debian's package. */
  package: string
  why: string
  isThere: boolean
}

/** What this machine lacks for a window, as Debian's packages. */
function missing(): Need[] {
  if (process.platform !== 'linux') return []
  const hasDisplay = Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
  const hasBus = Boolean(process.env.DBUS_SESSION_BUS_ADDRESS)
  const browser = findProgram('chromium') ?? findProgram('chromium-browser') ?? findProgram('google-chrome')
  const needs: Need[] = [
    {
      package: 'chromium',
      why: 'the page runs in it, since Electron is not there',
      isThere: hasElectron() || browser !== null,
    },
    { package: 'xvfb', why: 'a display for the window', isThere: hasDisplay || findProgram('Xvfb') !== null },
    {
      package: 'dbus-daemon',
      why: 'the session bus of the keychain',
      isThere: hasBus || findProgram('dbus-daemon') !== null,
    },
    { package: 'gnome-keyring', why: 'the keychain', isThere: hasBus || findProgram('gnome-keyring-daemon') !== null },
  ]
  return needs.filter(({ isThere }) => !isThere)
}

function aptGet(...args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return (
    spawnSync('apt-get', ['-y', '-qq', '--no-install-recommends', ...args], { stdio: ['ignore', 2, 2], env }).status ===
    0
  )
}

/** Installs what is missing on Debian and Ubuntu as root; elsewhere names it, and throws. */
export function prepareMachine(): void {
  const needs = missing()
  if (needs.length === 0) return
  const names = needs.map((need) => need.package)
  for (const need of needs) console.log(`Missing: ${need.package} (${need.why})`)
  if (process.getuid?.() !== 0 || findProgram('apt-get') === null) {
    throw new Error(`Install ${names.join(', ')} (Debian's names), then run this command again.`)
  }
  console.log(`Installing with apt-get: ${names.join(' ')}`)
  const isDone = aptGet('install', ...names) || (aptGet('update') && aptGet('install', ...names))
  if (!isDone) throw new Error(`apt-get could not install ${names.join(' ')}; its message is above.`)
}
