/**
 * `node tools/bench/start.ts [rounds]`: from `npm start` to the first rows in the window, beside an empty window on the same
 * shell. All are started on a display and a keyring that are there before, as on a desktop.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { chromium } from '@playwright/test'
import { buildApp } from '../build.ts'
import { prepareMachine } from '../machine.ts'
import { startProgram } from '../programs.ts'
import { inPackage, root } from '../project.ts'
import { openSession } from '../session.ts'
import { percentile, printHead, printLine } from './table.ts'

const rounds = Number(process.argv[2] ?? 5)
/** Longer than any start takes, in ms. */
const patience = 120_000

/** Where the page of a window that is starting can be driven, from what its program prints. */
async function debuggerOf(output: Readable): Promise<string> {
  let text = ''
  for await (const chunk of output) {
    text += String(chunk)
    const [, address] = /DevTools listening on (ws:\S+)\n/.exec(text) ?? []
    if (address !== undefined) return address
  }
  throw new Error(`the program ended before it had a window: ${text}`)
}

/** Starts a program and gives the ms until its window shows what the selector means. */
async function timeStart(args: string[], selector: string): Promise<number> {
  const started = performance.now()
  const child = startProgram(process.execPath, args, {
    cwd: root,
    env: session.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    if (!child.stderr) throw new Error('the program has no error output')
    const browser = await chromium.connectOverCDP(await debuggerOf(child.stderr))
    child.stderr.resume()
    const [context] = browser.contexts()
    if (!context) throw new Error('the browser has no context')
    const page = context.pages()[0] ?? (await context.waitForEvent('page', { timeout: patience }))
    await page.locator(selector).first().waitFor({ timeout: patience })
    return performance.now() - started
  } finally {
    child.kill()
    await ended
  }
}

const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }))
const machine = await prepareMachine(true)
const session = await openSession(machine, folder, true)
if (!(await buildApp())) process.exit(1)

const switches = machine.hasElectron && process.getuid?.() === 0 ? ['--no-sandbox'] : []
const dataOf = (name: string | number) => [`--user-data-dir=${join(folder, String(name))}`, '--remote-debugging-port=0']
const empty = [inPackage('electron', 'cli.js'), ...switches, join(root, 'tools/bench/start/empty')]
const app = [join(root, 'tools/start.ts'), '--demo']
const rows = '[role=row]:not(.is-loading) [role=gridcell]'

const times: Record<'empty' | 'first' | 'again', number[]> = { empty: [], first: [], again: [] }
for (let round = 0; round < rounds; round++) {
  times.empty.push(await timeStart([...empty, ...dataOf('empty')], 'p'))
  times.first.push(await timeStart([...app, ...dataOf(round)], rows))
  times.again.push(await timeStart([...app, ...dataOf(round)], rows))
}

const base = percentile(times.empty, 0.5)
printHead(`start, ${rounds} rounds`, 'least ms', 'median ms', 'most ms', 'median beside an empty window')
const names = {
  empty: 'an empty window',
  first: 'the app for the first time: 5,000 users are made, first rows',
  again: 'the app with its data of before, first rows',
}
for (const key of ['empty', 'first', 'again'] as const) {
  const all = times[key]
  const median = percentile(all, 0.5)
  printLine(names[key], Math.min(...all), median, Math.max(...all), `${(median / base).toFixed(2)}x`)
}
process.exit()
