import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, nameOf, signIn, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

test('signing in fails with the reason, and keeps what was typed', async ({ launch, server }) => {
  const page = await (await launch(`--server=${server.url}`)).firstWindow()
  await signIn(page, nameOf('admin'), 'not the password')
  await expect(page.getByRole('alert')).toContainText(/password/i)
  await expect(page.getByLabel('User name or e-mail')).toHaveValue(nameOf('admin'))
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await expect(page.getByRole('grid', { name: 'Users' })).toBeVisible()
})

test('ten failures lock the account for a while, and the window says for how long', async ({ launch, server }) => {
  const page = await (await launch(`--server=${server.url}`)).firstWindow()
  await page.getByLabel('User name or e-mail').waitFor()
  for (let tries = 0; tries < 10; tries++) await server.signIn(nameOf('partner'), 'wrong')
  await signIn(page, nameOf('partner'), server.passwordOf('partner'))
  await expect(page.getByRole('alert')).toContainText(/minute/)
})

test('the sign-in outlives the program, in the keychain and in no file', async ({ launch, server, userData }) => {
  const first = await launch(`--server=${server.url}`)
  const page = await first.firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await usersGrid(page).isComplete()
  await first.close()

  const files = readdirSync(userData, { recursive: true, encoding: 'utf8' }).map((name) => join(userData, name))
  const texts = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file).toString('latin1'))
  expect(texts.length).toBeGreaterThan(2)
  for (const secret of ['refreshToken', server.passwordOf('admin')]) {
    expect(texts.filter((text) => text.includes(secret))).toEqual([])
  }

  const again = await (await launch()).firstWindow()
  await usersGrid(again).isComplete()
})

test('signing out ends it, also for the next start', async ({ launch, server }) => {
  const first = await launch(`--server=${server.url}`)
  const page = await first.firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await usersGrid(page).isComplete()
  await page.getByRole('button', { name: 'Server and account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  await first.close()
  const again = await (await launch()).firstWindow()
  await expect(again.getByLabel('Password', { exact: true })).toBeVisible()
})
