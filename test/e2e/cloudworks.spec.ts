import type { Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { cloudworksAs } from '../support/cloudworks.ts'
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
  const admin = await server.as('admin')
  const { body } = await admin<{ total: number }>('GET', '/users?limit=1&count=true')
  expect(await grid.total()).toBe(body.total)
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

test('approval, lock, reset and projects are changed there', async ({ page, grid, server }) => {
  const user = await server.find('role eq "user" and approved eq false and disabled eq false and not (protection pr)')
  const form = await open(page, user)
  await form.getByRole('switch', { name: 'Approved by partner' }).click()
  await form.getByRole('switch', { name: 'User disabled' }).click()
  await form.getByRole('switch', { name: 'Force user to reset password' }).click()
  await form.getByRole('button', { name: 'Save now' }).click()
  await expect(form).toBeHidden()
  await expect(grid.cell(user.userName, 'Approved')).toContainText('Yes')
  await expect(grid.cell(user.userName, 'Disabled')).toContainText('Disabled')
  const after = { approved: true, disabled: true, mustChangePassword: true }
  expect(await server.find(`id eq "${user.id}"`)).toMatchObject(after)
})

test('what that server cannot is off, and says why', async ({ page, grid, server }) => {
  const form = await open(page, await server.find(plain))
  const signOut = form.getByRole('button', { name: 'Sign out everywhere' })
  await expect(signOut).toBeDisabled()
  await expect(signOut).toHaveAttribute('title', /kind of server cannot/)
  await expect(form.getByRole('region', { name: 'Audit log' })).toContainText('This kind of server cannot do that.')
  await expect(form.getByRole('alert')).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()

  await grid.root.focus()
  await page.keyboard.press('Control+K')
  const options = page.getByRole('dialog', { name: 'Commands' }).getByRole('option')
  for (const command of ['Restore…', 'Send the invitation again…', 'Sign out everywhere…']) {
    const option = options.filter({ hasText: command }).first()
    await expect(option).toHaveAttribute('aria-disabled', 'true')
    await expect(option).toContainText('This kind of server cannot do that')
  }
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add filter' }).click()
  await expect(page.getByRole('menuitem', { name: 'Role' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Deleted users' })).toHaveCount(0)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'My Profile' }).first().click()
  await expect(page.getByRole('region', { name: 'Where you are signed in' })).toContainText(/server/)
})

test('names follow the rules of that server', async ({ page, grid, server }) => {
  await grid.isComplete()
  const form = await open(page, await server.find(plain))
  await form.getByLabel('User Name').fill('ab')
  await form.getByLabel('User Name').press('Tab')
  await expect(form).toContainText('3 to 30')
  await expect(form.getByRole('button', { name: 'Save now' })).toBeDisabled()
})

test('an access key signs in, and the form says what it is for', async ({ launch, server }) => {
  const admin = await cloudworksAs(server, 'admin')
  const { body } = await admin<{ accessKey: string; secretKey: string }>('POST', '/usertoken/create', {
    name: 'for Muster',
    bindALL: true,
  })
  const page = await (await launch(`--server=${server.cloudworks}`)).firstWindow()
  await page.getByText('Access key', { exact: true }).click()
  await expect(page.getByText('Accounts with a second factor sign in by such a key.')).toBeVisible()
  await page.getByRole('textbox', { name: 'Access key' }).fill(body.accessKey)
  await page.getByLabel('Secret key').and(page.locator('[type=password]')).fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible()
  await page.getByLabel('Secret key').and(page.locator('[type=password]')).fill(body.secretKey)
  await page.keyboard.press('Enter')
  await usersGrid(page).isComplete()
})
