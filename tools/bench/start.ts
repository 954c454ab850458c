/**
 * `node tools/bench/start.ts [rounds]`: from the start of the program to the first rows in the window, of the demo by `npm start`
 * and of a server whose users have been copied before, beside an empty window on the same shell. All are started on a display
 * and a keyring that are there before, as on a desktop.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { chromium, type Page } from '@playwright/test'
import { buildApp } from '../build.ts'
import { prepareMachine } from '../machine.ts'
import { startProgram } from '../programs.ts'
import { inPackage, root } from '../project.ts'
import { openSession } from '../session.ts'
import { start as startServer, stop as stopServer } from './server-process.ts'
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
async function timeStart(args: string[], selector: string, before?: (page: Page) => Promise<void>): Promise<number> {
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
    await before?.(page)
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

/** The app as its shell starts it, without the set-up that `npm start` does. */
const bare = [inPackage('electron', 'cli.js'), ...switches, root]

const server = await startServer(join(folder, 'server.db'), 5000)
const copied = dataOf('copied')
await timeStart([...bare, `--server=${new URL(server.url).origin}`, ...copied], '.status .ok', async (page) => {
  await page.getByLabel('User name or e-mail').fill(server.admin.login)
  await page.getByLabel('Password', { exact: true }).and(page.locator('[type=password]')).fill(server.admin.password)
  await page.keyboard.press('Enter')
})

const times: Record<'empty' | 'first' | 'again' | 'copied', number[]> = { empty: [], first: [], again: [], copied: [] }
for (let round = 0; round < rounds; round++) {
  times.empty.push(await timeStart([...empty, ...dataOf('empty')], 'p'))
  times.first.push(await timeStart([...app, ...dataOf(round)], rows))
  times.again.push(await timeStart([...app, ...dataOf(round)], rows))
  times.copied.push(await timeStart([...bare, ...copied], rows))
}
await stopServer(server)

const base = percentile(times.empty, 0.5)
printHead(`start, ${rounds} rounds`, 'least ms', 'median ms', 'most ms', 'median beside an empty window')
const names = {
  empty: 'an empty window',
  first: 'the demo for the first time: 5,000 users are made, first rows',
  again: 'the demo with its data of before, first rows',
  copied: 'a server whose users were copied before, first rows',
}
for (const key of ['empty', 'first', 'again', 'copied'] as const) {
  const all = times[key]
  const median = percentile(all, 0.5)
  printLine(names[key], Math.min(...all), median, Math.max(...all), `${(median / base).toFixed(2)}x`)
}
process.exit()
