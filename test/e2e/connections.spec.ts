import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { goodPassword, setPassword } from '../support/accounts.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { startServer } from '../support/server.ts'
import { create } from '../support/users.ts'
import { expect, nameOf, signIn, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+K')
  await page.keyboard.type(command)
  await page.keyboard.press('Enter')
}

async function editServer(page: Page): Promise<void> {
  await run(page, 'go to servers')
  await page.getByRole('button', { name: 'Edit server…' }).click()
}

test('a second server is added, both are signed in, and each keeps its own list', async ({ page, server }) => {
  const other = await startServer({ users: 40, seed: 9 })
  await run(page, 'add a server')
  await page.getByLabel('Address').fill(other.url)
  await page.keyboard.press('Enter')
  // what it can and cannot, before anybody signs in
  await expect(page.getByRole('main')).toContainText('show its audit log')
  await expect(page.getByRole('main')).toContainText('tell who uses a second factor')
  await signIn(page, nameOf('admin'), other.passwordOf('admin'))
  const grid = usersGrid(page)
  await grid.isComplete()
  const few = await grid.total()
  await run(page, 'go to servers')
  await page.getByRole('button', { name: new RegExp(new URL(server.url).host) }).click()
  await page.getByRole('button', { name: 'Show users' }).click()
  await grid.isComplete()
  await expect.poll(() => grid.total()).toBeGreaterThan(few)
  await other.stop()
})

test('an address that is no directory says what was seen instead', async ({ launch, server }) => {
  const network = await startFaultyProxy(server.url)
  const page = await (await launch(`--server=${server.url}`)).firstWindow()
  await page.getByRole('button', { name: 'Add server' }).click()
  const ask = async () => {
    await page.getByLabel('Address').fill(network.url)
    await page.keyboard.press('Enter')
  }
  network.fault = () => ({ answer: 200, body: '<h1>It works</h1>' })
  await ask()
  await expect(page.getByRole('alert')).toContainText('A web page came instead of data.')
  network.fault = () => ({ answer: 200, type: 'text/plain', body: 'hello' })
  await ask()
  await expect(page.getByRole('alert')).toContainText('text/plain')
  network.fault = () => ({ answer: 302, headers: { location: 'https://elsewhere.example/login' } })
  await ask()
  await expect(page.getByRole('alert')).toContainText('It points to https://elsewhere.example')
  await network.stop()
})

test('a server is renamed, coloured and removed; its name and colour outlive the program', async ({
  launch,
  server,
  userData,
}) => {
  const app = await launch(`--server=${server.url}`)
  const page = await app.firstWindow()
  await page.getByLabel('User name or e-mail').waitFor()
  await page.getByRole('button', { name: 'Edit server…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit server' })
  await dialog.getByLabel('Name').fill('Our directory')
  await dialog.getByText('Violet').click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { name: 'Our directory' })).toBeVisible()
  await app.close()

  const again = await (await launch()).firstWindow()
  await expect(again.getByRole('heading', { name: 'Our directory' })).toBeVisible()
  await again.getByRole('button', { name: 'Remove from this computer…' }).click()
  await again.getByRole('dialog', { name: 'Remove the server' }).getByRole('button', { name: 'Remove' }).click()
  await expect(again.getByRole('heading', { name: 'Welcome to Muster' })).toBeVisible()
  expect(readFileSync(join(userData, 'settings.json'), 'utf8')).not.toContain('Our directory')
})

test('a protected server is read-only until its name is typed, and says so', async ({ page, grid }) => {
  await editServer(page)
  const dialog = page.getByRole('dialog', { name: 'Edit server' })
  await dialog.getByLabel('Name').fill('Production')
  await dialog.getByRole('switch', { name: 'Protected server' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Show users' }).click()
  await grid.isComplete()
  await expect(page.getByText('is protected: you can look, and nothing is changed.')).toBeVisible()

  const [userName = ''] = await grid.texts('User Name')
  await grid.cell(userName, 'User Name').click()
  await page.keyboard.press('Alt+Enter')
  const drawer = page.getByRole('dialog', { name: 'Edit user' })
  await expect(drawer.getByText('This server is protected; unlock it first.')).toBeVisible()
  await expect(drawer.getByLabel('Display Name')).toBeDisabled()
  await expect(drawer.getByRole('button', { name: 'Delete' })).toBeDisabled()
  await expect(page.getByRole('button', { name: /^Add user/ })).toBeDisabled()
  for (const button of await grid.cell(userName, 'Actions').getByRole('button').all()) {
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await expect(button).toHaveAttribute('title', /\S/)
  }

  await page.getByRole('button', { name: 'Unlock for an hour…' }).click()
  const unlock = page.getByRole('dialog', { name: 'Unlock the server' })
  await unlock.getByLabel(/Type/).fill('production')
  await expect(unlock.getByRole('button', { name: 'Unlock for an hour' })).toBeDisabled()
  await unlock.getByLabel(/Type/).fill('Production')
  await unlock.getByRole('button', { name: 'Unlock for an hour' }).click()
  await expect(page.getByText(/unlocked until/)).toBeVisible()
  await drawer.getByLabel('Display Name').fill('Arrives unlocked')
  await drawer.getByRole('button', { name: 'Save now' }).click()
  await expect(grid.cell(userName, 'Display Name')).toHaveText('Arrives unlocked')
  await page.getByRole('button', { name: 'Lock again' }).click()
  await expect(page.getByText('is protected: you can look, and nothing is changed.')).toBeVisible()
})

test('a sign-in says why it failed: not approved, disabled, reset pending', async ({ launch, server }) => {
  const page = await (await launch(`--server=${server.url}`)).firstWindow()
  const admin = await server.as('admin')
  const refusals = [
    [{ approved: false }, 'This account is not approved yet.'],
    [{ disabled: true }, 'This account is disabled.'],
  ] as const
  const { body } = await admin<{ items: { id: string }[] }>('GET', '/organizations?limit=1')
  for (const [change, sentence] of refusals) {
    const user = await create(admin, { organizationId: body.items[0]?.id })
    await setPassword((await server.mails.next(user.email)).link)
    const { etag } = (await admin<{ etag: string }>('GET', `/users/${user.id}`)).body
    await admin('PATCH', `/users/${user.id}`, { body: change, headers: { 'if-match': etag } })
    await signIn(page, user.userName, goodPassword)
    await expect(page.getByRole('alert')).toContainText(sentence)
  }
  const user = await create(admin, { organizationId: body.items[0]?.id })
  await setPassword((await server.mails.next(user.email)).link)
  await admin('POST', `/users/${user.id}/password-reset`)
  await signIn(page, user.userName, goodPassword)
  await expect(page.getByRole('alert')).toContainText('must set a new password first')
})

test('a stored server that can no longer be read whole is asked anew, with its address and login kept', async ({
  launch,
  server,
  userData,
}) => {
  const first = await launch(`--server=${server.url}`)
  const page = await first.firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await usersGrid(page).isComplete()
  await first.close()
  const file = join(userData, 'settings.json')
  const settings = JSON.parse(readFileSync(file, 'utf8')) as {
    profiles: { description: { capabilities: Record<string, unknown> } }[]
  }
  for (const { description } of settings.profiles) description.capabilities.versions = 'of a later program'
  writeFileSync(file, JSON.stringify(settings))
  const again = await (await launch()).firstWindow()
  await usersGrid(again).isComplete()
})
