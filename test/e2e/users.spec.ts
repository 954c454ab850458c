import type { Locator, Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { expect, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

async function choose(page: Page, form: Locator, organization: string): Promise<void> {
  await form.getByRole('combobox', { name: 'Organization' }).fill(organization)
  await page.getByRole('option', { name: organization }).click()
}

test('a user is added, invited by mail, sets a password and signs in; the link is dead afterwards', async ({
  page,
  grid,
  server,
  web,
}) => {
  await page.getByRole('button', { name: 'Add user' }).click()
  const form = dialog(page, 'Add user')
  await form.getByLabel('User Name').fill('layla-haddad-9')
  await form.getByLabel('Display Name').fill('ليلى حداد')
  await form.getByLabel('E-mail').fill('layla.haddad@made.example')
  await choose(page, form, 'Cobalt Logistics')
  await form.getByRole('switch', { name: 'Role' }).click()
  await form.getByRole('radio', { name: 'manager' }).check({ force: true })
  await page.keyboard.press('Control+Shift+Enter')
  await expect(form).toBeHidden()
  await expect(grid.rowOf('layla-haddad-9')).toBeVisible()
  await expect(grid.cell('layla-haddad-9', 'Role')).toContainText('manager')
  await expect(grid.cell('layla-haddad-9', 'Organization')).toContainText('Cobalt Logistics')
  await expect(grid.cell('layla-haddad-9', 'E-mail')).toContainText('invitation open')

  const { link } = await server.mails.next('layla.haddad@made.example')
  await web.goto(link ?? '')
  for (const field of await web.locator('input[type=password]').all()) await field.fill('correct horse 9')
  await web.getByRole('button').click()
  await expect(web.getByRole('heading', { name: 'Password set' })).toBeVisible()
  expect((await server.signIn('layla-haddad-9', 'correct horse 9')).status).toBe(201)
  const again = await web.goto(link ?? '')
  expect(again?.status()).toBeGreaterThanOrEqual(400)
})

test('while all organizations are selected, a new user needs one chosen', async ({ page }) => {
  await page.keyboard.press('Control+N')
  const form = dialog(page, 'Add user')
  await form.getByLabel('User Name').fill('no-organization')
  await form.getByLabel('E-mail').fill('no-organization@made.example')
  await form.getByRole('button', { name: 'Add user' }).click()
  await expect(form.getByText('Choose the organization that the user belongs to.')).toBeVisible()
})

test('the rules stand beside the fields, and a taken name comes back with another to try', async ({ page, server }) => {
  const taken = await server.find('role eq "user" and approved eq true')
  await page.keyboard.press('Control+N')
  const form = dialog(page, 'Add user')
  await form.getByLabel('User Name').fill('two words')
  await expect(form.getByText(/Only letters, digits and dash/)).toBeVisible()
  await expect(form.getByLabel('User Name')).toHaveAttribute('aria-invalid', 'true')
  await form.getByLabel('User Name').fill(taken.userName)
  await form.getByLabel('E-mail').fill('fresh@made.example')
  await choose(page, form, 'Elbe Shipping')
  await form.getByRole('button', { name: 'Add user' }).click()
  await expect(form.getByText('This user name is taken.')).toBeVisible()
  await form.getByRole('button', { name: /^Try / }).click()
  await expect(form.getByLabel('User Name')).not.toHaveValue(taken.userName)
  await form.getByRole('button', { name: 'Add user' }).click()
  await expect(form).toBeHidden()
})

test('what was typed survives closing the dialog', async ({ page }) => {
  await page.keyboard.press('Control+N')
  await dialog(page, 'Add user').getByLabel('User Name').fill('half-typed')
  await page.keyboard.press('Escape')
  await expect(dialog(page, 'Add user')).toBeHidden()
  await page.keyboard.press('Control+N')
  await expect(dialog(page, 'Add user').getByLabel('User Name')).toHaveValue('half-typed')
})

test.describe('an existing user', () => {
  const plain = 'role eq "user" and approved eq true and disabled eq false and not (protection pr)'

  async function open(page: Page, user: UserBody): Promise<Locator> {
    await page.getByRole('searchbox', { name: 'Search users' }).fill(user.userName)
    await page.getByRole('button', { name: `Edit ${user.userName}`, exact: true }).click()
    const form = dialog(page, 'Edit user')
    await expect(form.getByLabel('User Name')).toHaveValue(user.userName)
    return form
  }

  test('is edited: name, display name, e-mail', async ({ page, grid, server }) => {
    const user = await server.find(`${plain} and not (projects.id pr)`)
    const form = await open(page, user)
    await form.getByLabel('Display Name').fill('Änne von Ödipus')
    await form.getByLabel('E-mail').fill('changed@made.example')
    await expect(form.getByText('2 unsaved')).toBeVisible()
    await form.getByRole('button', { name: 'Save now' }).click()
    await expect(form).toBeHidden()
    await expect(grid.cell(user.userName, 'Display Name')).toContainText('Änne von Ödipus')
    await expect(grid.cell(user.userName, 'E-mail')).toContainText('changed@made.example')
    await expect(grid.cell(user.userName, 'E-mail')).toContainText('not confirmed')
    const after = await server.find(`id eq "${user.id}"`)
    expect(after).toMatchObject({ displayName: 'Änne von Ödipus', email: 'changed@made.example' })
  })

  test('is approved, and disabled', async ({ page, grid, server }) => {
    const user = await server.find('approved eq false and disabled eq false and role eq "user" and not (protection pr)')
    const form = await open(page, user)
    await form.getByRole('switch', { name: 'Approved by partner' }).click()
    await form.getByRole('switch', { name: 'User disabled' }).click()
    await form.getByRole('button', { name: 'Save now' }).click()
    await expect(grid.cell(user.userName, 'Approved')).toContainText('Yes')
    await expect(grid.cell(user.userName, 'Disabled')).toContainText('Disabled')
    expect(await server.find(`id eq "${user.id}"`)).toMatchObject({ approved: true, disabled: true })
  })

  test('is forced to reset the password, and gets a mail', async ({ page, grid, server }) => {
    const user = await server.find(`${plain} and mustChangePassword eq false and projects.id pr`)
    const form = await open(page, user)
    await form.getByRole('switch', { name: 'Force user to reset password' }).click()
    await form.getByRole('button', { name: 'Save now' }).click()
    await expect(grid.cell(user.userName, 'User Name')).toContainText('password reset pending')
    expect((await server.mails.next(user.email)).link).toContain('/set-password?token=')
  })

  test('becomes manager only after the projects that go were named', async ({ page, grid, server }) => {
    const user = await server.find(`${plain} and projects.id pr`)
    const form = await open(page, user)
    await form.getByRole('radio', { name: 'manager' }).check({ force: true })
    const names = user.projects.map(({ name }) => name)
    await expect(form.getByText(/Managers have no projects: takes/)).toContainText(names[0] ?? '')
    await form.getByRole('button', { name: 'Save now' }).click()
    const question = dialog(page, 'Remove projects')
    for (const name of names) await expect(question).toContainText(name)
    await question.getByRole('button', { name: /^Save and remove/ }).click()
    await expect(grid.cell(user.userName, 'Role')).toContainText('manager')
    expect(await server.find(`id eq "${user.id}"`)).toMatchObject({ role: 'manager', projects: [] })
  })

  test('gets projects and loses them', async ({ page, server }) => {
    const user = await server.find(`${plain} and projects.id pr`)
    await page.getByRole('searchbox', { name: 'Search users' }).fill(user.userName)
    await page.getByRole('button', { name: `Projects of ${user.userName}`, exact: true }).click()
    const form = dialog(page, 'Assign projects')
    const had = user.projects.map(({ name }) => name)
    await form.getByRole('option', { name: had[0] ?? '' }).click()
    const free = form
      .getByRole('option', { selected: false })
      .filter({ hasNotText: had[0] ?? '' })
      .first()
    const gained = (await free.locator('bdi').first().textContent()) ?? ''
    await free.click()
    await expect(form.getByText('+1 added')).toBeVisible()
    await expect(form.getByText('−1 removed')).toBeVisible()
    await form.getByRole('button', { name: 'Save now' }).click()
    await expect(form).toBeHidden()
    const after = (await server.find(`id eq "${user.id}"`)).projects.map(({ name }) => name)
    expect(after.sort()).toEqual([...had.slice(1), gained].sort())
  })

  test('is deleted after a question that names it; the focus is on Cancel', async ({ page, grid, server }) => {
    const user = await server.find(plain)
    await page.getByRole('searchbox', { name: 'Search users' }).fill(user.userName)
    await page.getByRole('button', { name: `Delete ${user.userName}`, exact: true }).click()
    const question = dialog(page, 'Delete user')
    await expect(question).toContainText(user.userName)
    await expect(question).toContainText(user.email)
    await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused()
    await question.getByRole('button', { name: 'Delete user' }).click()
    await expect(grid.rowOf(user.userName)).toHaveCount(0)
    expect((await server.find(`deletedAt pr and id eq "${user.id}"`)).deletedAt).not.toBeNull()
  })

  test('that somebody else changed meanwhile is shown with both versions', async ({ page, server }) => {
    const user = await server.find(`${plain} and not (projects.id pr)`)
    const form = await open(page, user)
    await form.getByLabel('Display Name').fill('Mine')
    const admin = await server.as('admin')
    const patch = { body: { displayName: 'Theirs', email: 'theirs@made.example' }, headers: { 'if-match': user.etag } }
    expect((await admin('PATCH', `/users/${user.id}`, patch)).status).toBe(200)
    await form.getByRole('button', { name: 'Save now' }).click()
    await expect(form.getByText(/^\S+ saved meanwhile, /)).toBeVisible()
    await expect(form.getByRole('table').first()).toContainText('Theirs')
    expect((await server.find(`id eq "${user.id}"`)).displayName).toBe('Theirs')
    await form.getByRole('radio', { name: 'Keep mine' }).first().check({ force: true })
    await form.getByRole('button', { name: 'Save now' }).click()
    await expect(form).toBeHidden()
    const after = await server.find(`id eq "${user.id}"`)
    expect(after).toMatchObject({ displayName: 'Mine', email: 'theirs@made.example' })
  })

  test('left with unsaved changes asks first', async ({ page, server }) => {
    const form = await open(page, await server.find(plain))
    await form.getByLabel('Display Name').fill('Not saved')
    await page.keyboard.press('Escape')
    await dialog(page, 'Discard changes').getByRole('button', { name: 'Keep editing' }).click()
    await expect(form.getByLabel('Display Name')).toHaveValue('Not saved')
    await page.keyboard.press('Escape')
    await dialog(page, 'Discard changes').getByRole('button', { name: 'Discard' }).click()
    await expect(form).toBeHidden()
  })
})

test('a manager sees its organization only, and cannot approve', async ({ signedIn, server }) => {
  const page = await signedIn('manager')
  const manager = await server.as('manager')
  const filter = encodeURIComponent('role eq "user" and not (protection pr)')
  const { body } = await manager<{ items: UserBody[]; total: number }>('GET', `/users?limit=1&filter=${filter}`)
  const all = await manager<{ total: number }>('GET', '/users?limit=1&count=true')
  const name = body.items[0]?.userName ?? ''
  await usersGrid(page).isComplete()
  await usersGrid(page).search(name)
  await expect.poll(() => usersGrid(page).total()).toBe(1)
  await page.getByRole('button', { name: `Edit ${name}`, exact: true }).click()
  const form = dialog(page, 'Edit user')
  await expect(form.getByRole('switch', { name: 'Approved by partner' })).toHaveAttribute('aria-disabled', 'true')
  await expect(form.getByText('Only partners and admins approve')).toBeVisible()
  await page.keyboard.press('Escape')
  await usersGrid(page).search('')
  await expect.poll(() => usersGrid(page).total()).toBe(all.body.total)
})

test('an account with the role user is told that its role does not show users', async ({ signedIn }) => {
  const page = await signedIn('user')
  await expect(page.getByText('Your role does not show users')).toBeVisible()
})
