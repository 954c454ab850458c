/**
 * The grid beside naive-ui's own data table: the same users and columns, in one run, in bare Chromium driven by real input
 * events over the DevTools protocol. Prints a table; `npm run bench -- grid` or `node tools/bench/grid.ts`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test'
import { findChromium } from '../electron-stand-in/find-chromium.ts'
import { servePage } from '../page/serve.ts'
import { percentile, printHead, printLine } from './table.ts'

const rounds = 3
const keys = 120
const wheels = 90

/** Frames come as the screen takes them, or as fast as they are made: a key is then timed without the wait for a frame. */
interface Browsers {
  plain: Browser
  unlimited: Browser
}

interface Measured {
  firstPaint: number
  keyP50: number
  keyP95: number
  framesPerSecond: number
  frameP95: number
}

/** Runs in the page: times from each key press to the frame after it, and the gaps between frames. */
function watchPage(): void {
  const log = { keys: [] as number[], frames: [] as number[], isWatching: false }
  Object.assign(window, { log })
  addEventListener(
    'keydown',
    (event) => {
      const pressed = event.timeStamp
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        // a message sent in a frame arrives after its painting
        channel.port1.onmessage = () => log.keys.push(performance.now() - pressed)
        channel.port2.postMessage(null)
      })
    },
    { capture: true },
  )
  let last = 0
  const frame = (now: number) => {
    if (last > 0) log.frames.push(now - last)
    last = now
    if (log.isWatching) requestAnimationFrame(frame)
  }
  Object.assign(window, {
    watchFrames: () => {
      log.isWatching = true
      requestAnimationFrame(frame)
    },
  })
}

interface Log {
  keys: number[]
  frames: number[]
  isWatching: boolean
}
const logOf = (page: Page) => page.evaluate(() => (window as unknown as { log: Log }).log)

async function pressKeys(page: Page, session: CDPSession): Promise<void> {
  for (let at = 0; at < keys; at++) {
    for (const type of ['rawKeyDown', 'keyUp'] as const)
      await session.send('Input.dispatchKeyEvent', {
        type,
        key: 'ArrowDown',
        code: 'ArrowDown',
        windowsVirtualKeyCode: 40,
      })
    await page.waitForTimeout(20)
  }
}

async function turnWheel(page: Page, session: CDPSession): Promise<void> {
  await page.evaluate(() => (window as unknown as { watchFrames: () => void }).watchFrames())
  const sent: Promise<unknown>[] = []
  for (let at = 0; at < wheels; at++) {
    // not awaited one by one: a wheel does not wait for the page
    const wheel = { type: 'mouseWheel', x: 700, y: 450, deltaX: 0, deltaY: 120 } as const
    sent.push(session.send('Input.dispatchMouseEvent', wheel))
    await page.waitForTimeout(16)
  }
  await Promise.all(sent)
  await page.evaluate(() => ((window as unknown as { log: Log }).log.isWatching = false))
}

const isOwn = (grid: string) => grid === 'own'

async function openPage(browser: Browser, url: string, grid: string, rows: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(watchPage)
  await page.goto(`${url}?grid=${grid}&rows=${rows}`)
  await page
    .locator(isOwn(grid) ? '.row:not(.is-loading)' : '.n-data-table-tr td')
    .first()
    .waitFor()
  return page
}

async function measure(browsers: Browsers, url: string, grid: string, rows: number): Promise<Measured> {
  const keyed = await openPage(browsers.unlimited, url, grid, rows)
  await keyed.locator(isOwn(grid) ? '[role=grid]' : '.naive').focus()
  await keyed.waitForTimeout(500)
  await pressKeys(keyed, await keyed.context().newCDPSession(keyed))
  const { keys: times } = await logOf(keyed)
  const cursor = await keyed.locator('.is-current').textContent()
  if (!cursor?.includes(`-${keys}`)) throw new Error(`the cursor of ${grid} did not follow the keys`)
  await keyed.close()

  const wheeled = await openPage(browsers.plain, url, grid, rows)
  const firstPaint = await wheeled.evaluate(() => performance.now())
  await wheeled.mouse.move(700, 450)
  await wheeled.waitForTimeout(500)
  await turnWheel(wheeled, await wheeled.context().newCDPSession(wheeled))
  const { frames } = await logOf(wheeled)
  await wheeled.close()
  return {
    firstPaint,
    keyP50: percentile(times, 0.5),
    keyP95: percentile(times, 0.95),
    framesPerSecond: frames.length / (frames.reduce((sum, each) => sum + each, 0) / 1000),
    frameP95: percentile(frames, 0.95),
  }
}

const median = (all: Measured[], key: keyof Measured): number =>
  percentile(
    all.map((each) => each[key]),
    0.5,
  )

const out = await mkdtemp(join(tmpdir(), 'muster-bench-'))
const page = await servePage(fileURLToPath(new URL('./grid', import.meta.url)), out)
const launch = (...more: string[]) =>
  chromium.launch({
    executablePath: findChromium() ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      ...more,
    ],
  })
const browsers: Browsers = {
  plain: await launch(),
  unlimited: await launch('--disable-frame-rate-limit', '--disable-gpu-vsync'),
}
printHead('rows', 'grid', 'first paint ms', 'key p50 ms', 'key p95 ms', 'wheel fps', 'frame p95 ms')
for (const rows of [5_000, 100_000]) {
  const results: Record<string, Measured[]> = { own: [], naive: [] }
  for (let round = 0; round < rounds; round++)
    for (const grid of ['own', 'naive']) results[grid]?.push(await measure(browsers, page.url, grid, rows))
  const columns = ['firstPaint', 'keyP50', 'keyP95', 'framesPerSecond', 'frameP95'] as const
  for (const grid of ['own', 'naive'])
    printLine(String(rows), grid, ...columns.map((column) => median(results[grid] ?? [], column)))
  const ratios = columns.map((column) => {
    const [own, naive] = [median(results.own ?? [], column), median(results.naive ?? [], column)]
    return `${(column === 'framesPerSecond' ? own / naive : naive / own).toFixed(1)}x`
  })
  printLine(String(rows), 'ours is better by', ...ratios)
}
await Promise.all([browsers.plain.close(), browsers.unlimited.close()])
page.close()
await rm(out, { recursive: true })
