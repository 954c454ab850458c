import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { Rectangle } from 'electron'
import { createCdp, type Cdp, type Protocol } from './cdp.ts'
import { findChromium } from './find-chromium.ts'

/** A page of Chromium, with the session by which it is spoken to. */
export interface Target {
  targetId: string
  sessionId: string
  url: string
  openerId?: string
}

/** Where a window is, in pixels of the screen; what is missing stays as it is. */
export interface Bounds {
  x?: number | undefined
  y?: number | undefined
  width?: number | undefined
  height?: number | undefined
}

export interface Chromium {
  cdp: Cdp
  /** Opens an empty window; its page waits until `Runtime.runIfWaitingForDebugger`. */
  open(bounds: Bounds): Promise<Target>
  setBounds(targetId: string, bounds: Bounds): Promise<void>
  setWindowState(targetId: string, windowState: NonNullable<Protocol.Browser.Bounds['windowState']>): Promise<void>
  getBounds(targetId: string): Promise<Rectangle>
  /** A page was opened that `open` had not asked for. */
  onStray(listener: (target: Target) => void): void
  /** Closes Chromium so that it writes its storage to disk; waits 3 s at most. */
  stop(): Promise<void>
}

const switches = [
  ...['--no-first-run', '--no-default-browser-check', '--no-startup-window', '--test-type'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
  ...['--disable-default-apps', '--disable-extensions', '--disable-search-engine-choice-screen'],
  ...['--disable-popup-blocking', '--disable-gpu', '--disable-dev-shm-usage'],
  ...['--disable-background-timer-throttling', '--disable-renderer-backgrounding'],
  '--disable-backgrounding-occluded-windows',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AcceptCHFrame',
  ...['--password-store=basic', '--use-mock-keychain'],
]
// Chromium's own sandbox refuses to run as root
const rootSwitches = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** Starts Chromium on a profile folder of its own, with further switches such as the app's or Playwright's. */
export async function startChromium(profile: string, further: string[]): Promise<Chromium> {
  const binary = findChromium()
  if (!binary) throw new Error('stand-in: neither Chromium nor Chrome is installed; STANDIN_CHROMIUM can name one')
  const child = spawn(
    binary,
    mergeFeatures([...switches, ...rootSwitches, ...further, '--remote-debugging-pipe', `--user-data-dir=${profile}`]),
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  )
  process.on('exit', () => child.kill('SIGKILL'))
  // the third and fourth pipe are typed as either direction
  const cdp = createCdp(child.stdio[3] as Writable, child.stdio[4] as Readable)
  const targets = watchTargets(cdp)
  const listening = waitForStart(
    child,
    further.some((name) => name.startsWith('--remote-debugging-port')),
  )
  const autoAttach = { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: [{ type: 'page' }] }
  await Promise.all([listening, cdp.send('Target.setAutoAttach', autoAttach)])

  const setBounds = async (targetId: string, bounds: Protocol.Browser.Bounds) => {
    const { windowId } = await cdp.send('Browser.getWindowForTarget', { targetId })
    await cdp.send('Browser.setWindowBounds', { windowId, bounds })
  }
  const chromium: Chromium = {
    cdp,
    open: async (bounds) => {
      // A second process hands the window over to the running one: the protocol itself opens windows with tabs only.
      const { mark, target } = targets.expect()
      const args = [
        ...rootSwitches,
        '--test-type',
        `--user-data-dir=${profile}`,
        `--app=data:text/html,standin-${mark}`,
      ]
      const failed = new Promise<never>((_resolve, reject) => {
        spawn(binary, args, { stdio: 'ignore' }).once('error', reject)
      })
      const opened = await Promise.race([target, failed])
      await chromium.setBounds(opened.targetId, bounds)
      return opened
    },
    setBounds: (targetId, { x, y, width, height }) =>
      setBounds(targetId, {
        ...(x !== undefined && { left: x }),
        ...(y !== undefined && { top: y }),
        ...(width !== undefined && { width }),
        ...(height !== undefined && { height }),
      }),
    setWindowState: (targetId, windowState) => setBounds(targetId, { windowState }),
    getBounds: async (targetId) => {
      const { bounds } = await cdp.send('Browser.getWindowForTarget', { targetId })
      return { x: bounds.left ?? 0, y: bounds.top ?? 0, width: bounds.width ?? 0, height: bounds.height ?? 0 }
    },
    onStray: targets.onStray,
    stop: () => stop(child, cdp),
  }
  return chromium
}

/** Tells the windows that were asked for, by the mark in their first address, from those that were not. */
function watchTargets(cdp: Cdp) {
  const expected = new Map<string, (target: Target) => void>()
  let onStray: (target: Target) => void = () => {
    // nobody listens yet
  }
  let lastMark = 0
  cdp.onEvent((event) => {
    if (event.method !== 'Target.attachedToTarget') return
    const { sessionId, targetInfo } = event.params
    const mark = /standin-(\d+)$/.exec(targetInfo.url)?.[1] ?? ''
    const target: Target = { ...targetInfo, sessionId }
    const resolve = expected.get(mark) ?? onStray
    expected.delete(mark)
    resolve(target)
  })
  return {
    expect: () => {
      const mark = String(++lastMark)
      return { mark, target: new Promise<Target>((resolve) => expected.set(mark, resolve)) }
    },
    onStray: (listener: (target: Target) => void) => {
      onStray = listener
    },
  }
}

/** Passes Chromium's "DevTools listening" line on, for which Playwright waits. */
function waitForStart(child: ChildProcess, hasPort: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stderr?.on('data', (data: Buffer) => {
      if (process.env.STANDIN_DEBUG) process.stderr.write(data)
      text = (text + data.toString()).slice(-10_000)
      const [line] = /DevTools listening on ws:.*\n/.exec(text) ?? []
      if (!line) return
      process.stderr.write(line)
      text = ''
      resolve()
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      reject(new Error(`stand-in: Chromium ended with ${code ?? signal ?? 'no code'}\n${text}`))
    })
    if (!hasPort) resolve()
  })
}

async function stop(child: ChildProcess, cdp: Cdp): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    setTimeout(resolve, 3000)
  })
  // the answer may be lost, as Chromium ends
  await Promise.all([ended, cdp.send('Browser.close').catch(() => undefined)])
}

/** Chromium takes the last `--enable-features` only: the lists of all are joined. */
function mergeFeatures(all: string[]): string[] {
  const features = new Map<string, string[]>()
  const others = new Set<string>()
  for (const text of all) {
    const [, name = '', list] = /^(--(?:en|dis)able-features)=(.*)$/.exec(text) ?? []
    if (list === undefined) others.add(text)
    else features.set(name, [...(features.get(name) ?? []), ...list.split(',').filter(Boolean)])
  }
  return [...others, ...[...features].map(([name, list]) => `${name}=${list.join(',')}`)]
}
