import type { ElectronApplication, Locator, Page } from '@playwright/test'
import type { CommandId } from '../../src-shared/commands.ts'
import { expect, nameOf, signIn, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })
const plain = 'role eq "user" and approved eq true and disabled eq false and not (protection pr)'

async function open(page: Page, userName: string): Promise<Locator> {
  await usersGrid(page).search(userName)
  await page.getByRole('button', { name: `Edit ${userName}`, exact: true }).click()
  const form = dialog(page, 'Edit user')
  await expect(form.getByLabel('User Name')).toHaveValue(userName)
  return form
}

test('several users are added one after the other: organization and role stay, the first field has the focus', async ({
  page,
  server,
}) => {
  await page.keyboard.press('Control+N')
  const form = dialog(page, 'Add user')
  await form.getByRole('combobox', { name: 'Organization' }).fill('Elbe')
  await page.getByRole('option', { name: 'Elbe Shipping' }).click()
  await form.getByRole('switch', { name: 'Role' }).click()
  await form.getByRole('radio', { name: 'manager' }).check({ force: true })
  for (const name of ['one-after', 'the-other']) {
    await form.getByLabel('User Name').fill(name)
    await form.getByLabel('E-mail').fill(`${name}@made.example`)
    await form.getByRole('button', { name: 'Add, then another' }).click()
    await expect(page.getByText(`${name} was added`)).toBeVisible()
    await expect(form.getByLabel('User Name')).toHaveValue('')
    await expect(form.getByLabel('User Name')).toBeFocused()
  }
  for (const name of ['one-after', 'the-other']) {
    const user = await server.find(`userName eq "${name}"`)
    expect(user).toMatchObject({ role: 'manager', organization: { name: 'Elbe Shipping' } })
  }
})

test('an expired invitation is seen in the list and sent again; the older link is dead', async ({
  page,
  grid,
  server,
  web,
}) => {
  await page.keyboard.press('Control+N')
  const form = dialog(page, 'Add user')
  await form.getByLabel('User Name').fill('invited-twice')
  await form.getByLabel('E-mail').fill('invited-twice@made.example')
  await form.getByRole('combobox', { name: 'Organization' }).fill('Elbe')
  await page.getByRole('option', { name: 'Elbe Shipping' }).click()
  await form.getByRole('button', { name: 'Add user' }).click()
  await expect(form).toBeHidden()
  const first = await server.mails.next('invited-twice@made.example')
  await expect(grid.cell('invited-twice', 'E-mail')).toContainText('invitation open')

  const drawer = await open(page, 'invited-twice')
  await expect(drawer.getByText(/open until/)).toBeVisible()
  await drawer.getByRole('button', { name: 'Send the invitation again…' }).click()
  const question = dialog(page, 'Send invitation')
  await expect(question).toContainText('invited-twice@made.example')
  await question.getByRole('button', { name: 'Send invitation' }).click()
  await expect(page.getByText('The invitation of invited-twice was sent again.')).toBeVisible()
  const second = await server.mails.next('invited-twice@made.example')
  expect(second.link).not.toBe(first.link)
  expect((await web.goto(first.link ?? ''))?.status()).toBeGreaterThanOrEqual(400)
  expect((await web.goto(second.link ?? ''))?.status()).toBe(200)
})

test('a user is signed out everywhere, after a question', async ({ page, server }) => {
  const admin = await server.as('admin')
  const user = await server.find(`userName eq "${nameOf('manager')}"`)
  const session = await server.signIn(user.userName, server.passwordOf('manager'))
  const theirs = server.withToken(session.body.accessToken)
  expect((await theirs('GET', '/me')).status).toBe(200)
  const drawer = await open(page, user.userName)
  await drawer.getByRole('button', { name: 'Sign out everywhere…' }).click()
  await dialog(page, 'Sign out everywhere').getByRole('button', { name: 'Sign out everywhere' }).click()
  await expect(page.getByText(`${user.userName} was signed out everywhere.`)).toBeVisible()
  expect((await theirs('GET', '/me')).status).toBe(401)
  expect((await admin('GET', '/me')).status).toBe(200)
})

test('a deleted user comes back by Undo', async ({ page, grid, server }) => {
  const user = await server.find(`${plain} and projects.id pr`)
  await grid.search(user.userName)
  await page.getByRole('button', { name: `Delete ${user.userName}`, exact: true }).click()
  await dialog(page, 'Delete user').getByRole('button', { name: 'Delete user' }).click()
  await expect(grid.rowOf(user.userName)).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText(`${user.userName} was restored.`)).toBeVisible()
  await expect(grid.rowOf(user.userName)).toBeVisible()
  expect(await server.find(`id eq "${user.id}"`)).toMatchObject({ deletedAt: null, projects: user.projects })
})

test('deleted users are a list of their own, from which one is restored', async ({ launch, server }) => {
  const user = await server.find(`${plain} and projects.id pr`)
  const admin = await server.as('admin')
  expect((await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': user.etag } })).status).toBe(204)
  const app = await launch(`--server=${server.url}`)
  const page = await app.firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  const grid = usersGrid(page)
  await grid.isComplete()
  await grid.search(user.userName)
  await expect(page.getByText(/No user matches/)).toBeVisible()
  await runCommand(app, 'view.deleted')
  await page.getByRole('button', { name: `Restore ${user.userName}`, exact: true }).click()
  await dialog(page, 'Restore user').getByRole('button', { name: 'Restore user' }).click()
  await expect(page.getByText(`${user.userName} was restored.`)).toBeVisible()
  await expect(grid.rowOf(user.userName)).toHaveCount(0)
  await page.getByRole('button', { name: 'Remove filter: Shown' }).click()
  await expect(page.getByRole('button', { name: `Edit ${user.userName}`, exact: true })).toBeVisible()
  expect((await server.find(`id eq "${user.id}"`)).deletedAt).toBeNull()
})

test('what was typed survives the end of the program by force, and is read by nobody else', async ({
  launch,
  server,
}) => {
  const user = await server.find(plain)
  const first = await launch(`--server=${server.url}`)
  const page = await first.firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await usersGrid(page).isComplete()
  const form = await open(page, user.userName)
  await form.getByLabel('Display Name').fill('Typed before the crash')
  await form.getByRole('switch', { name: 'User disabled' }).click()
  await expect(form.getByText('2 unsaved')).toBeVisible()
  await page.waitForTimeout(1000) // typing has to rest before it is kept
  const gone = first.waitForEvent('close')
  first.process().kill('SIGKILL')
  await gone

  // meanwhile somebody else changes another field
  const admin = await server.as('admin')
  const fresh = await server.find(`id eq "${user.id}"`)
  const patch = { body: { email: 'after-the-crash@made.example' }, headers: { 'if-match': fresh.etag } }
  expect((await admin('PATCH', `/users/${user.id}`, patch)).status).toBe(200)

  const again = await (await launch()).firstWindow()
  await usersGrid(again).isComplete()
  const restored = await open(again, user.userName)
  await expect(restored.getByText('Your unsaved changes are back.')).toBeVisible()
  await expect(restored.getByText('Changed by somebody else: E-mail.')).toBeVisible()
  await expect(restored.getByLabel('Display Name')).toHaveValue('Typed before the crash')
  await expect(restored.getByLabel('E-mail')).toHaveValue('after-the-crash@made.example')
  await restored.getByRole('button', { name: 'Save now' }).click()
  await expect(restored).toBeHidden()
  expect(await server.find(`id eq "${user.id}"`)).toMatchObject({
    displayName: 'Typed before the crash',
    email: 'after-the-crash@made.example',
    disabled: true,
  })
  await open(again, user.userName)
  await expect(again.getByText('Your unsaved changes are back.')).toHaveCount(0)
})

/** Runs a command as the menu of the window does. */
const runCommand = (app: ElectronApplication, id: CommandId) =>
  app.evaluate(({ Menu }, wanted) => {
    Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click()
  }, id)
