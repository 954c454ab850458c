/** What a desktop session would give: a display, a session bus with a keychain, the right `electron`, Node 24 first on PATH. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { findProgram, hasElectron, root } from './machine.ts'

export interface Session {
  /** What was started or found, in words. */
  words: string
  /** Set where the keyring is a private one: the app's data must be private too, since its keys are in that keyring. */
  isPrivate: boolean
  /** Ends everything that was started here. */
  stop(): void
}

/** Sets `process.env` for children; `state` is the folder of a private keyring. */
export async function startSession(state: string): Promise<Session> {
  const children: ChildProcess[] = []
  const stop = () => {
    for (const child of children.splice(0).reverse()) child.kill()
  }
  process.on('exit', stop)
  process.env.NO_AT_BRIDGE = '1'
  // shebangs of electron's command line and of the stand-in must find this Node, not the system's
  process.env.PATH = [dirname(process.execPath), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
  if (!hasElectron()) process.env.ELECTRON_OVERRIDE_DIST_PATH = join(root, 'tools/electron-stand-in')
  const [display, isPrivate] =
    process.platform === 'linux'
      ? await Promise.all([startDisplay(children), startKeyring(children, state)])
      : ['', false]
  const words = `${hasElectron() ? 'Electron' : 'Stand-in for Electron'}${display}${isPrivate ? ', private keyring' : ''}`
  return { words, isPrivate, stop }
}

async function startDisplay(children: ChildProcess[]): Promise<string> {
  const found = process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY
  if (found) return `, display ${found}`
  if (findProgram('Xvfb') === null) return ''
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp']
  const xvfb = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  children.push(xvfb)
  process.env.DISPLAY = `:${await firstLine(xvfb.stdio[3] as Readable)}` // a pipe by the options above
  return `, display ${process.env.DISPLAY} (Xvfb)`
}

/** Our own children instead of dbus-run-session, which leaves its command running when it is killed. */
async function startKeyring(children: ChildProcess[], state: string): Promise<boolean> {
  if (process.env.DBUS_SESSION_BUS_ADDRESS) return false
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  children.push(bus)
  process.env.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus.stdout)
  // a data folder of its own: the person's login keyring has another password, and would be asked for in a prompt
  const data = join(state, 'keyring')
  mkdirSync(data, { recursive: true })
  const keyring = spawn('gnome-keyring-daemon', ['--unlock', '--foreground', '--components=secrets'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, XDG_DATA_HOME: data },
  })
  children.push(keyring)
  keyring.stdin.end('muster') // without a newline, which would be part of the password
  await firstLine(keyring.stdout)
  return true
}

/** The first line of a stream that stays open. */
export function firstLine(stream: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const end = text.indexOf('\n')
      if (end >= 0) resolve(text.slice(0, end).trim())
    })
    stream.on('end', () => reject(new Error('ended without a line')))
    stream.on('error', reject)
  })
}

/** npm gives SIGTERM to its shell only, which does not pass it on: a process whose parent has gone ends itself. */
export function endWithParent(end: () => void): void {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) end()
  }, 500).unref()
}
