import type { Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { expect, signIn, test as base } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

/** The window is signed in to the CloudWorks side of the server, by an address and a password. */
const test = base.extend({
  signedIn: async ({ launch, server }, use) => {
    await use(async (role = 'admin') => {
      const page = await (await launch(`--server=${server.cloudworks}`)).firstWindow()
      await signIn(page, server.emailOf(role), server.passwordOf(role))
      return page
    })
  },
})

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })
const plain = 'role eq "user" and approved eq true and disabled eq false and not (protection pr)'

async function open(page: Page, user: UserBody) {
  await page.getByRole('searchbox', { name: 'Search users' }).fill(user.userName)
  await page.getByRole('button', { name: `Edit ${user.userName}`, exact: true }).click()
  const form = dialog(page, 'Edit user')
  await expect(form.getByLabel('User Name')).toHaveValue(user.userName)
  return form
}

test('all users are listed, and what that server does not tell is a dash', async ({ grid, server }) => {
  expect(await grid.total()).toBe(300)
  await grid.search('mira-novak')
  await expect(grid.cell('mira-novak', 'E-mail')).toContainText(server.emailOf('admin'))
  await expect(grid.cell('mira-novak', 'Creation Name')).toContainText('–')
})

test('a user is added; a taken name comes back at its field', async ({ page, grid, server }) => {
  const taken = await server.find(`${plain} and projects.id pr`)
  await page.getByRole('button', { name: 'Add user' }).click()
  const form = dialog(page, 'Add user')
  await form.getByLabel('User Name').fill(taken.userName)
  await form.getByLabel('E-mail').fill('cloud.made@made.example')
  await form.getByRole('combobox', { name: 'Organization' }).fill('Elbe Shipping')
  await page.getByRole('option', { name: 'Elbe Shipping' }).click()
  await form.getByRole('button', { name: 'Add user' }).click()
  await expect(form.getByText('This user name is taken.')).toBeVisible()
  await form.getByLabel('User Name').fill('cloud-made')
  await form.getByRole('button', { name: 'Add user' }).click()
  await expect(form).toBeHidden()
  await expect(grid.cell('cloud-made', 'Organization')).toContainText('Elbe Shipping')
  expect(await server.find('userName eq "cloud-made"')).toMatchObject({
    email: 'cloud.made@made.example',
    role: 'user',
  })
})

test('a user is edited, and what somebody else has changed meanwhile stays', async ({ page, grid, server }) => {
  const user = await server.find(`${plain} and not (projects.id pr)`)
  const form = await open(page, user)
  const admin = await server.as('admin')
  const headers = { 'if-match': user.etag }
  await admin('PATCH', `/users/${user.id}`, { body: { email: 'theirs@made.example' }, headers })
  await form.getByLabel('Display Name').fill('Änne von Ödipus')
  await form.getByRole('button', { name: 'Save now' }).click()
  await expect(form).toBeHidden()
  await expect(grid.cell(user.userName, 'Display Name')).toContainText('Änne von Ödipus')
  const after = { displayName: 'Änne von Ödipus', email: 'theirs@made.example' }
  expect(await server.find(`id eq "${user.id}"`)).toMatchObject(after)
})

test('a user is deleted', async ({ page, grid, server }) => {
  const user = await server.find(`${plain} and projects.id pr`)
  await grid.search(user.userName)
  await page.getByRole('button', { name: `Delete ${user.userName}`, exact: true }).click()
  await dialog(page, 'Delete user').getByRole('button', { name: 'Delete user' }).click()
  await expect(usersGrid(page).rowOf(user.userName)).toBeHidden()
  await expect(async () => {
    await expect(server.find(`id eq "${user.id}"`)).rejects.toThrow('no user is found')
  }).toPass()
})
