import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { startProvider, type TestProvider } from '../support/oidc-provider.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { expect, nameOf, signIn, test as base } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

/** A server that trusts a provider of identities, which knows its admin, and somebody who has no account. */
const test = base.extend<{ trust: { provider: TestProvider; server: TestServer } }>({
  trust: async ({}, use) => {
    const provider = await startProvider()
    const server = await startServer({
      users: 20,
      seed: 7,
      oidc: { issuer: provider.issuer, clientId: provider.clientId },
    })
    provider.identities.set('mira', { email: server.emailOf('admin'), email_verified: true })
    provider.identities.set('stranger', { email: 'stranger@nowhere.example', email_verified: true })
    await use({ provider, server })
    await server.stop()
    await provider.stop()
  },
})

/** Takes the addresses that the app opens, in place of the system's browser. */
async function catchOpened(app: ElectronApplication): Promise<() => Promise<string>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = (url) => {
      opened.push(url)
      return Promise.resolve()
    }
  })
  return async () => {
    let url: string | undefined
    await expect
      .poll(async () => {
        // the list above, which no type knows
        url = await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.pop())
        return url
      })
      .toBeDefined()
    return url ?? ''
  }
}

async function openBrowser(page: Page): Promise<void> {
  await page.getByText('Browser', { exact: true }).click()
  await page.getByRole('button', { name: 'Open the browser' }).click()
  await expect(page.getByText('The browser is open.')).toBeVisible()
}

test('a person signs in by the browser, and again by it once the session has ended', async ({ launch, trust, web }) => {
  const app = await launch(`--server=${trust.server.url}`)
  const opened = await catchOpened(app)
  const page = await app.firstWindow()
  await openBrowser(page)
  await web.goto(await opened())
  await web.getByLabel('Account').fill('mira')
  await web.getByRole('button', { name: 'Sign in' }).click()
  await expect(web.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
  expect(await web.content()).not.toMatch(/<script|code=/)
  await usersGrid(page).isComplete()

  const admin = await trust.server.as('admin')
  await admin('DELETE', '/me/sessions')
  await page.keyboard.press('F5')
  await page.getByRole('alert').getByRole('button', { name: 'Sign in' }).click()
  const dialog = page.getByRole('dialog', { name: 'Sign in' })
  await dialog.getByText('Browser', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Open the browser' }).click()
  await web.goto(await opened()) // the provider knows the person still
  await expect(web.getByRole('heading', { name: 'You are signed in' })).toBeVisible()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('refused, unknown, given up: each is told in the window, and another way is open', async ({
  launch,
  trust,
  web,
}) => {
  const app = await launch(`--server=${trust.server.url}`)
  const opened = await catchOpened(app)
  const page = await app.firstWindow()
  const alert = page.getByRole('alert')

  await openBrowser(page)
  await web.goto(await opened())
  await web.getByRole('button', { name: 'Refuse' }).click()
  await expect(web.getByRole('heading', { name: 'The sign-in did not work' })).toBeVisible()
  await expect(alert).toContainText('The sign-in was refused in the browser.')

  await openBrowser(page)
  await web.goto(await opened())
  await web.getByLabel('Account').fill('stranger')
  await web.getByRole('button', { name: 'Sign in' }).click()
  await expect(web.getByRole('heading', { name: 'The sign-in did not work' })).toBeVisible()
  await expect(alert).toContainText('You have no account on this server.')

  await openBrowser(page)
  const back = new URL(new URL(await opened()).searchParams.get('redirect_uri') ?? '')
  expect((await fetch(back)).status).toBe(404)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden()
  await expect(alert).toHaveCount(0)
  await expect(fetch(back)).rejects.toThrow()

  await trust.provider.stop()
  await page.getByRole('button', { name: 'Open the browser' }).click()
  await expect(alert).toContainText('cannot be reached')
  await page.getByText('Password', { exact: true }).first().click()
  await signIn(page, nameOf('admin'), trust.server.passwordOf('admin'))
  await usersGrid(page).isComplete()
})

test('a server that has begun to trust a provider says so to whoever is signed out', async ({
  launch,
  trust,
  userData,
}) => {
  const first = await launch(`--server=${trust.server.url}`)
  await (await first.firstWindow()).getByLabel('User name or e-mail').waitFor()
  await first.close()
  const file = join(userData, 'settings.json')
  const settings = JSON.parse(readFileSync(file, 'utf8')) as {
    profiles: { description: { signInMethods: string[] } }[]
  }
  for (const { description } of settings.profiles) description.signInMethods = ['password']
  writeFileSync(file, JSON.stringify(settings))
  const again = await (await launch()).firstWindow()
  await expect(again.getByText('Browser', { exact: true })).toBeVisible()
})
