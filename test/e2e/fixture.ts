import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, chromium, type ElectronApplication, type Page, test as base } from '@playwright/test'
import { namedAccounts } from '../../src-server/seed/accounts.ts'
import type { Role } from '../../src-shared/domain/role.ts'
import { findChromium } from '../../tools/electron-stand-in/find-chromium.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { usersGrid, type UsersGrid } from './users-grid.ts'

const root = join(import.meta.dirname, '../..')

interface Fixtures {
  userData: string
  /** Starts the app with its own arguments, such as `--demo`; it ends with the test, or before by `close`. */
  launch(...args: string[]): Promise<ElectronApplication>
  /** The app's window, signed in to `server` as the named account of a role. */
  signedIn(role?: Role): Promise<Page>
  /** Signed in as admin, with all users in the list. */
  page: Page
  grid: UsersGrid
  /** A server that this test alone has, whose clock it may move. */
  ownServer: TestServer
  /** A browser of its own, for the pages that mails link to. */
  web: Page
}

/** How many users the server of the tests has, all roles and those that wait, are disabled or invited among them. */
export const userCount = 300

/** The app as a person starts it: the built main bundle, preload and page, against a real server with a real mail server. */
export const test = base.extend<Fixtures, { server: TestServer }>({
  server: [
    async ({}, use) => {
      const server = await startServer({ users: userCount, seed: 7 })
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
  ownServer: async ({}, use) => {
    const server = await startServer({ users: 20, seed: 7 })
    await use(server)
    await server.stop()
  },
  userData: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  },
  launch: async ({ userData }, use) => {
    const open = new Set<ElectronApplication>()
    await use(async (...args) => {
      const app = await _electron.launch({ args: [root, `--user-data-dir=${userData}`, ...args], colorScheme: null })
      open.add(app)
      app.on('close', () => open.delete(app))
      return app
    })
    for (const app of open) await app.close()
  },
  signedIn: async ({ launch, server }, use) => {
    await use(async (role = 'admin') => {
      const app = await launch(`--server=${server.url}`)
      const page = await app.firstWindow()
      await signIn(page, nameOf(role), server.passwordOf(role))
      return page
    })
  },
  page: async ({ signedIn }, use) => {
    const page = await signedIn()
    await usersGrid(page).isComplete()
    await use(page)
  },
  grid: async ({ page }, use) => {
    await use(usersGrid(page))
  },
  web: async ({}, use) => {
    const executablePath = findChromium()
    const browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      chromiumSandbox: process.getuid?.() !== 0, // it refuses to run as root
    })
    await use(await browser.newPage())
    await browser.close()
  },
})

/** The named account of a role. */
export const nameOf = (role: Role): string => namedAccounts.find((account) => account.role === role)?.userName ?? ''

/** Fills the form that signs in, wherever it is, and sends it. */
export async function signIn(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel('User name or e-mail').fill(login)
  await page.getByLabel('Password', { exact: true }).and(page.locator('[type=password]')).fill(password)
  await page.keyboard.press('Enter')
}

export { expect } from '@playwright/test'
