/** What a desktop would give: a display, a session bus with a keyring, and the right `electron`. */
import { mkdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { standIn } from './electron.ts'
import type { Machine } from './machine.ts'
import { startService } from './programs.ts'
import { root } from './project.ts'

export interface Session {
  /** The environment for programs that belong to the session. */
  env: NodeJS.ProcessEnv
  /** True when secrets are kept in a keyring that was made for us. */
  hasOwnKeyring: boolean
  /** In words, for the terminal. */
  description: string
}

/** Opens a session that ends with this process. `state` is the folder of its keyring, if it needs one of its own. */
export async function openSession(machine: Machine, state: string, isForTests: boolean): Promise<Session> {
  const hasOwnKeyring = process.platform === 'linux' && (isForTests || !machine.isDesktop)
  const needsDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY
  const [display, bus] = await Promise.all([
    needsDisplay ? startDisplay() : process.env.DISPLAY,
    hasOwnKeyring ? startKeyring(state) : process.env.DBUS_SESSION_BUS_ADDRESS,
  ])
  // shebangs of the tools and of the stand-in mean the Node of this process
  const path = [dirname(process.execPath), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: path, NO_AT_BRIDGE: '1' }
  if (display) env.DISPLAY = display
  if (bus) env.DBUS_SESSION_BUS_ADDRESS = bus
  if (!machine.hasElectron) env.ELECTRON_OVERRIDE_DIST_PATH = standIn
  const description = [
    machine.hasElectron ? 'Electron' : "Electron's stand-in",
    needsDisplay ? `a display that nobody sees (Xvfb ${display ?? ''})` : `display ${display ?? 'of this desktop'}`,
    hasOwnKeyring ? `a keyring in ${state}` : 'the keychain of this desktop',
  ]
  return { env, hasOwnKeyring, description: description.join(', ') }
}

/** The name of a new display, such as `:99`. */
async function startDisplay(): Promise<string> {
  const args = ['-displayfd', '3', '-screen', '0', '1680x1050x24', '-nolisten', 'tcp']
  const server = startService('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  return `:${await firstLine(server.stdio[3] as Readable)}` // the pipe of -displayfd
}

/** The address of a new session bus on which an unlocked keyring answers. */
export async function startKeyring(state: string): Promise<string> {
  // not by dbus-run-session, which leaves its program running when it is killed
  const busArgs = ['--session', '--nofork', '--nopidfile', '--print-address=1']
  const bus = startService('dbus-daemon', busArgs, { stdio: ['ignore', 'pipe', 'ignore'] })
  const address = await firstLine(bus.stdout)
  // a folder of its own: the person's login keyring has another password, for which the daemon would ask
  const data = join(state, 'keyring')
  mkdirSync(data, { recursive: true })
  const keyring = startService('gnome-keyring-daemon', ['--unlock', '--foreground', '--components=secrets'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address, XDG_DATA_HOME: data },
  })
  keyring.stdin?.end('development') // a line break would belong to the password
  await firstLine(keyring.stdout) // printed once it answers
  return address
}

async function firstLine(stream: Readable | null): Promise<string> {
  let text = ''
  for await (const chunk of stream ?? []) {
    text += String(chunk)
    const end = text.indexOf('\n')
    if (end >= 0) return text.slice(0, end).trim()
  }
  throw new Error(`a program of the session ended too early: ${text}`)
}
