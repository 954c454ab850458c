import type { Page } from '@playwright/test'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { expect, nameOf, signIn, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

test('the list opens without the server, is searched and sorted, and goes on when it is back', async ({
  launch,
  server,
  userData,
}) => {
  test.slow()
  const network = await startFaultyProxy(server.url)
  const first = await launch(`--server=${network.url}`)
  const before = await first.firstWindow()
  await signIn(before, nameOf('admin'), server.passwordOf('admin'))
  const grid = usersGrid(before)
  await grid.isComplete()
  const total = await grid.total()
  const names = await grid.texts('User Name')
  await first.close()

  const files = readdirSync(userData, { recursive: true, encoding: 'utf8' }).map((name) => join(userData, name))
  expect(files.some((file) => file.endsWith('copy.db'))).toBe(true)
  const texts = files.filter((file) => existsSync(file) && statSync(file).isFile())
  // only the name of the account that signed in is in the settings
  const name = names.find((each) => each !== nameOf('admin')) ?? ''
  expect(texts.filter((file) => readFileSync(file).includes(`${name}@`))).toEqual([])

  await network.stop()
  const page = await (await launch()).firstWindow()
  const offline = usersGrid(page)
  await expect(page.getByRole('status')).toContainText(/offline/i)
  await expect(offline.row(1)).toBeVisible()
  expect(await offline.total()).toBe(total)
  expect(await offline.texts('User Name')).toEqual(names)
  await offline.search(name)
  await expect.poll(() => offline.total()).toBeLessThan(total)
  await expect(offline.rowOf(name)).toBeVisible()
  await offline.search('')
  await expect.poll(() => offline.total()).toBe(total)
  await page.getByRole('columnheader', { name: 'User Name' }).click()
  await expect.poll(async () => (await offline.texts('User Name'))[0]).not.toBe(names[0])

  // it asks again by itself, at most half a minute later
  await network.start()
  await expect(page.getByRole('status')).toContainText('Up to date', { timeout: 60_000 })
  await offline.isComplete()
  await network.stop()
})

/** Gives a user another display name, by the form that its row opens. */
async function rename(page: Page, userName: string, displayName: string): Promise<void> {
  await page.getByRole('button', { name: `Edit ${userName}`, exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Edit user' })
  await form.getByLabel('Display Name').fill(displayName)
  await form.getByRole('button', { name: 'Save now' }).click()
  await expect(form).toBeHidden()
}

test('changes made without the server wait, one is taken back, one is sent, and one that somebody else made too is compared', async ({
  launch,
  ownServer,
}) => {
  test.slow()
  const network = await startFaultyProxy(ownServer.url)
  const page = await (await launch(`--server=${network.url}`)).firstWindow()
  await signIn(page, nameOf('admin'), ownServer.passwordOf('admin'))
  const grid = usersGrid(page)
  await grid.isComplete()
  const admin = await ownServer.as('admin')
  const plain = 'role eq "user" and not (protection pr)'
  const back = await ownServer.find(plain)
  const sent = await ownServer.find(`${plain} and not (id eq "${back.id}")`)
  const both = await ownServer.find(`${plain} and not (id eq "${back.id}") and not (id eq "${sent.id}")`)

  await network.stop()
  await expect(page.getByRole('status').filter({ hasText: 'Offline' })).toBeVisible({ timeout: 30_000 })
  await rename(page, back.userName, 'Taken Back')
  await rename(page, sent.userName, 'Sent Later')
  await rename(page, both.userName, 'Mine')
  await expect(grid.rowOf(sent.userName)).toHaveClass(/is-pending/)
  await page.getByRole('button', { name: '3 changes wait for the server' }).click()
  const waiting = page.getByRole('dialog', { name: 'Changes that wait' })
  await waiting.getByRole('button', { name: `Take back the change of ${back.userName}` }).click()
  await expect(waiting.getByRole('listitem')).toHaveCount(2)
  await page.keyboard.press('Escape')

  const theirs = { body: { displayName: 'Theirs' }, headers: { 'if-match': both.etag } }
  expect((await admin('PATCH', `/users/${both.id}`, theirs)).status).toBe(200)
  await network.start()
  await page.keyboard.press('F5')
  await page.getByRole('button', { name: '1 change was not taken' }).click()
  await expect(grid.rowOf(sent.userName)).not.toHaveClass(/is-pending/)
  const nameOn = async (id: string) => (await ownServer.find(`id eq "${id}"`)).displayName
  expect(await nameOn(sent.id)).toBe('Sent Later')
  expect(await nameOn(back.id)).not.toBe('Taken Back')
  expect(await nameOn(both.id)).toBe('Theirs')
  await waiting.getByRole('button', { name: `Compare the change of ${both.userName} with the server` }).click()
  const form = page.getByRole('dialog', { name: 'Edit user' })
  await expect(form).toContainText('Theirs')
  await expect(form).toContainText('Mine')
  await network.stop()
})

test('local data is forgotten after signing out, and nothing of it is left', async ({ launch, server, userData }) => {
  const page = await (await launch(`--server=${server.url}`)).firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await usersGrid(page).isComplete()
  const kept = () =>
    readdirSync(userData, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('copy.db'))
  expect(kept()).not.toEqual([])
  await page.getByRole('button', { name: /Server and account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Forget it' }).click()
  await expect(page.getByText(/Nothing of it is left/)).toBeVisible()
  expect(kept()).toEqual([])
})
