/** What npm cannot install: looks for it, installs it on Debian and its kin when run as root, else says what is missing. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { obtainElectron } from './electron.ts'
import { findChromium } from './electron-stand-in/find-chromium.ts'
import { hasProgram, runProgram } from './programs.ts'
import { inPackage } from './project.ts'

interface Need {
  what: string
  why: string
  debianPackage: string
  isHere: () => boolean
}

export interface Machine {
  hasElectron: boolean
  /** There is a display and a session bus of the person's own. */
  isDesktop: boolean
}

const hasDisplay = () => Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
const hasBus = () =>
  Boolean(process.env.DBUS_SESSION_BUS_ADDRESS) || existsSync(join(process.env.XDG_RUNTIME_DIR ?? '/none', 'bus'))

/**
 * Makes the machine able to open windows and to keep secrets; ends this process with a list of what is missing where it cannot.
 * Tests have a keyring of their own also on a desktop.
 */
export async function prepareMachine(isForTests: boolean): Promise<Machine> {
  const hasElectron = await obtainElectron()
  if (process.platform !== 'linux') {
    if (!hasElectron) stop(['Electron (its binary cannot be downloaded, and its stand-in needs Linux)'])
    return { hasElectron, isDesktop: true }
  }
  const isDesktop = hasDisplay() && hasBus()
  const missing = needs(hasElectron, isForTests || !isDesktop).filter(({ isHere }) => !isHere())
  if (missing.length > 0) await install(missing)
  return { hasElectron, isDesktop }
}

function needs(hasElectron: boolean, needsKeyring: boolean): Need[] {
  const program = (name: string, debianPackage: string, why: string): Need => ({
    what: name,
    why,
    debianPackage,
    isHere: () => hasProgram(name),
  })
  const browser: Need = {
    what: 'Chromium or Chrome',
    why: "Electron's stand-in draws with it",
    debianPackage: 'chromium',
    isHere: () => findChromium() !== undefined,
  }
  const libsecret: Need = {
    what: 'libsecret',
    why: 'keytar, which keeps secrets in the keychain, is linked with it',
    debianPackage: 'libsecret-1-0',
    isHere: canLoadKeytar,
  }
  const bus = program('dbus-daemon', 'dbus', 'the keyring is spoken to over a session bus')
  const keyring = program('gnome-keyring-daemon', 'gnome-keyring', 'secrets need a keychain')
  return [
    libsecret,
    ...(hasElectron ? [] : [browser]),
    ...(hasDisplay() ? [] : [program('Xvfb', 'xvfb', 'windows need a display')]),
    ...(needsKeyring ? [bus, keyring] : []),
  ]
}

/** Loads keytar's binary by itself: keytar does not say why it cannot. */
function canLoadKeytar(): boolean {
  const binary = inPackage('keytar', `prebuilds/${process.platform}-${process.arch}/keytar.node`)
  try {
    process.dlopen({ exports: {} }, binary)
    return true
  } catch (error) {
    if (String(error).includes('libsecret')) return false
    throw error
  }
}

async function install(missing: Need[]): Promise<void> {
  const packages = missing.map(({ debianPackage }) => debianPackage)
  const names = missing.map(({ what, why, debianPackage }) => `${what} (package ${debianPackage}): ${why}`)
  if (!hasProgram('apt-get') || process.getuid?.() !== 0) stop(names, hasProgram('apt-get') ? packages : [])
  console.log(`Installing by apt-get:\n${names.join('\n')}`)
  await installPackages(packages)
  if (missing.some(({ isHere }) => !isHere())) stop(names)
}

/** Installs packages of Debian; needs root, and answers whether it could. */
export async function installPackages(packages: string[]): Promise<boolean> {
  const command = ['install', '--yes', '--quiet', '--no-install-recommends', ...packages]
  // the lists of packages are empty on a fresh machine, or too old
  if (await aptGet(command, 'ignore')) return true
  return (await aptGet(['update', '--quiet'], 'inherit')) && (await aptGet(command, 'inherit'))
}

/** apt-get asks nothing, and gets no input. */
async function aptGet(args: string[], output: 'ignore' | 'inherit'): Promise<boolean> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return (await runProgram('apt-get', args, { env, stdio: ['ignore', output, output] })) === 0
}

function stop(names: string[], packages: string[] = []): never {
  console.error(`Missing on this machine:\n${names.join('\n')}`)
  if (packages.length > 0) console.error(`Install by: sudo apt-get install ${packages.join(' ')}`)
  process.exit(1)
}
