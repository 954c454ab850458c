import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import type { Call } from '../support/server.ts'
import { expect, nameOf, signIn, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

/** Gives a user another display name, as somebody else does. */
async function rename(call: Call, user: UserBody, displayName: string): Promise<void> {
  const { etag } = (await call<UserBody>('GET', `/users/${user.id}`)).body
  const answer = await call('PATCH', `/users/${user.id}`, { body: { displayName }, headers: { 'if-match': etag } })
  expect(answer.status).toBe(200)
}

test('what others change appears by itself, marked for a moment, with the cursor on its user', async ({
  page,
  grid,
  server,
}) => {
  const [, , above = '', , mine = ''] = await grid.texts('User Name')
  await grid.cell(mine, 'User Name').click()
  const user = await server.find(`userName eq "${above}"`)
  await rename(await server.as('admin'), user, 'Renamed By Others')
  await expect(grid.cell(above, 'Display Name')).toHaveText('Renamed By Others')
  await expect(grid.rowOf(above)).toHaveClass(/is-changed/)
  await expect(grid.rowOf(mine)).toHaveClass(/is-current/)
  await expect(grid.rowOf(above)).not.toHaveClass(/is-changed/, { timeout: 15_000 })
  await expect(page.getByRole('status').filter({ hasText: 'Up to date' })).toBeVisible()
})

test('what is being typed is left alone while others change the same user', async ({ page, grid, server }) => {
  const [userName = ''] = await grid.texts('User Name')
  const user = await server.find(`userName eq "${userName}"`)
  await page.keyboard.press('Alt+Enter')
  const drawer = page.getByRole('dialog', { name: 'Edit user' })
  await drawer.getByLabel('Display Name').fill('Typed Here')
  await rename(await server.as('admin'), user, 'Typed Elsewhere')
  await expect(grid.cell(userName, 'Display Name')).toHaveText('Typed Elsewhere')
  await expect(drawer.getByLabel('Display Name')).toHaveValue('Typed Here')
})

test('own changes are not marked as those of others', async ({ page, grid }) => {
  const [, userName = ''] = await grid.texts('User Name')
  await grid.cell(userName, 'User Name').click()
  await page.keyboard.press('Alt+Enter')
  const drawer = page.getByRole('dialog', { name: 'Edit user' })
  await drawer.getByLabel('Display Name').fill('My Own Change')
  await page.keyboard.press('Control+Shift+Enter')
  await expect(grid.cell(userName, 'Display Name')).toHaveText('My Own Change')
  await expect(grid.root.locator('.is-changed')).toHaveCount(0)
})

test('a stream that was cut is opened again, and what was missed meanwhile appears', async ({ launch, server }) => {
  const network = await startFaultyProxy(server.url)
  const page = await (await launch(`--server=${network.url}`)).firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  const grid = usersGrid(page)
  await grid.isComplete()
  const [, , , userName = ''] = await grid.texts('User Name')
  const user = await server.find(`userName eq "${userName}"`)
  await expect.poll(() => network.seen.filter((request) => request === 'GET /v1/events').length).toBe(1)
  await network.stop()
  await rename(await server.as('admin'), user, 'Changed While Away')
  await network.start()
  await expect(grid.cell(userName, 'Display Name')).toHaveText('Changed While Away', { timeout: 30_000 })
  await network.stop()
})
