import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, expect, type Page, test as base } from '@playwright/test'
import { findChromium } from '../../tools/electron-stand-in/find-chromium.ts'
import { servePage } from '../../tools/page/serve.ts'

interface Options {
  /** What the harness takes from its address. */
  query?: Record<string, string>
  size?: { width: number; height: number }
}
type Open = (options?: Options) => Promise<Page>

interface Fixtures {
  open: Open
}
interface WorkerFixtures {
  served: string
  chrome: Browser
}

/** The page under the policy of the program; a test fails when the policy refused something, or the page threw. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  served: [
    async ({}, use) => {
      const out = await mkdtemp(join(tmpdir(), 'muster-page-'))
      const page = await servePage(fileURLToPath(new URL('./harness', import.meta.url)), out)
      await use(page.url)
      page.close()
      await rm(out, { recursive: true })
    },
    { scope: 'worker' },
  ],
  chrome: [
    async ({}, use) => {
      const executablePath = findChromium()
      const browser = await chromium.launch({
        ...(executablePath !== undefined && { executablePath }),
        chromiumSandbox: process.getuid?.() !== 0, // it refuses to run as root
      })
      await use(browser)
      await browser.close()
    },
    { scope: 'worker' },
  ],
  open: async ({ served, chrome }, use) => {
    const context = await chrome.newContext()
    const thrown: string[] = []
    const pages: Page[] = []
    await use(async ({ query = {}, size = { width: 1440, height: 900 } } = {}) => {
      const page = await context.newPage()
      await page.setViewportSize(size)
      page.on('pageerror', (error) => thrown.push(error.stack ?? error.message))
      await page.goto(`${served}?${new URLSearchParams(query).toString()}`)
      await page.waitForFunction(() => 'control' in window)
      pages.push(page)
      return page
    })
    for (const page of pages) expect(await page.evaluate(() => window.refusals)).toEqual([])
    expect(thrown).toEqual([])
    await context.close()
  },
})

export { expect }

/** The grid, once its first rows are here. */
export async function gridOf(page: Page) {
  const grid = page.getByRole('grid', { name: 'Users' })
  await expect(grid.locator('.row.is-loading')).toHaveCount(0)
  await expect(grid.getByRole('row').nth(1)).toBeVisible()
  return grid
}

/** Text of the cell that the grid names as its active one. */
export async function activeCell(page: Page): Promise<string> {
  const id = await page.getByRole('grid').getAttribute('aria-activedescendant')
  return page.locator(`#${id ?? 'none'}`).innerText()
}
