/** Starts the sample app, on Electron's binary or on the stand-in: which of them `electron` is, the tests are not told. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { buildSampleApp } from '../fixtures/electron-app/build.ts'

/** True without Electron's binary; for tests of what only the one or the other can do. */
export const isStandIn = process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined

interface Fixtures {
  app: ElectronApplication
  /** The first window's page, with the rows in it. */
  page: Page
  /** The lines that the app has printed. */
  lines: string[]
  userData: string
}

export const test = base.extend<Fixtures, { appFolder: string }>({
  appFolder: [
    async ({}, use) => {
      await use(await buildSampleApp())
    },
    { scope: 'worker' },
  ],
  lines: async ({}, use) => {
    await use([])
  },
  userData: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'sample-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
  app: async ({ appFolder, lines, userData }, use) => {
    const args = [appFolder, `--user-data-dir=${userData}`]
    const app = await _electron.launch({ args, colorScheme: null })
    app.process().stdout?.on('data', (chunk: Buffer) => lines.push(...chunk.toString().split('\n').filter(Boolean)))
    await use(app)
    await app.close()
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow()
    await page.getByTestId('row').nth(11).waitFor()
    await use(page)
  },
})
export { expect } from '@playwright/test'
