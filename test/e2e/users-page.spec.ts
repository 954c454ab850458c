// The manual page of the users, sentence by sentence: each test is one rule of it, in the page's order; its actions are
// in users-page-actions.spec.ts.
import type { Locator, Page } from '@playwright/test'
import { newUser } from '../support/users.ts'
import { expect, nameOf, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'
import { aUser, dialog, now, openApp, save, setPassword } from './users-page.ts'

test.describe('Users', () => {
  test('the tab lists the users of each organization', async ({ grid, server }) => {
    const admin = await server.as('admin')
    const { body } = await admin<{ total: number }>('GET', '/users?limit=1&count=true')
    expect(await grid.total()).toBe(body.total)
  })

  test('for each user one can preview id, names, e-mail, role, approved, partner, creation name, projects, actions', async ({
    signedIn,
    server,
  }) => {
    const project = await server.find('role eq "user" and projects.id pr')
    const user = await aUser(server, {
      displayName: 'Änne Ödipus',
      organizationId: project.organization.id,
      projectIds: project.projects.map(({ id }) => id),
    })
    const page = await openApp(signedIn)
    const grid = usersGrid(page)
    await grid.search(user.userName)
    const shown: Record<string, string> = {
      Id: user.id,
      'User Name': user.userName,
      'Display Name': 'Änne Ödipus',
      'E-mail': user.email,
      Role: 'user',
      Approved: 'Yes',
      Partner: user.partner.name,
      'Creation Name': nameOf('admin'),
      Projects: user.projects[0]?.name ?? 'none',
    }
    for (const [column, text] of Object.entries(shown))
      await expect(grid.cell(user.userName, column)).toContainText(text)
    await expect(grid.cell(user.userName, 'Actions').getByRole('button')).toHaveCount(2)
  })
})

test.describe('Find User', () => {
  for (const column of ['User Name', 'Role', 'Organization'])
    test(`the list can be sorted by ${column}`, async ({ page, grid }) => {
      const head = page.getByRole('columnheader', { name: column })
      await head.click()
      await expect(head).toHaveAttribute('aria-sort', column === 'User Name' ? 'descending' : 'ascending')
      const first = await grid.texts(column)
      await head.click()
      await expect(head).toHaveAttribute('aria-sort', column === 'User Name' ? 'ascending' : 'descending')
      await expect.poll(() => grid.texts(column)).not.toEqual(first)
    })

  test('the search bar stands above the list', async ({ signedIn, server }) => {
    const user = await aUser(server)
    const page = await openApp(signedIn)
    const bar = await page.getByRole('searchbox', { name: 'Search users' }).boundingBox()
    const list = await usersGrid(page).root.boundingBox()
    expect((bar?.y ?? Infinity) + (bar?.height ?? 0)).toBeLessThanOrEqual(list?.y ?? 0)
    await usersGrid(page).search(user.email.toUpperCase())
    await expect(usersGrid(page).rowOf(user.userName)).toBeVisible()
    await expect.poll(() => usersGrid(page).total()).toBe(1)
  })

  test('Select organization, above left, previews the users from one organization', async ({ page, grid, server }) => {
    const { organization } = await server.find('role eq "user"')
    const selector = page.getByRole('combobox', { name: 'Organization' })
    const [box, list] = [await selector.boundingBox(), await grid.root.boundingBox()]
    expect(box?.y ?? Infinity).toBeLessThan(list?.y ?? 0)
    expect((box?.x ?? Infinity) - (list?.x ?? 0)).toBeLessThan(60)
    await selector.fill(organization.name)
    await page.getByRole('option', { name: organization.name }).click()
    await expect.poll(async () => new Set(await grid.texts('Organization'))).toEqual(new Set([organization.name]))
  })
})

test.describe('Add User', () => {
  async function openForm(page: Page): Promise<Locator> {
    await page.getByRole('button', { name: 'Add user' }).click()
    const form = dialog(page, 'Add user')
    await expect(form).toBeVisible()
    return form
  }

  async function choose(page: Page, form: Locator, organization: string): Promise<void> {
    await form.getByRole('combobox', { name: 'Organization' }).fill(organization)
    await page.getByRole('option', { name: organization }).click()
  }

  test('a new user is added by the button in the upper right corner', async ({ page, grid }) => {
    const button = await page.getByRole('button', { name: 'Add user' }).boundingBox()
    const list = await grid.root.boundingBox()
    expect(button?.y ?? Infinity).toBeLessThan(list?.y ?? 0)
    expect((list?.x ?? 0) + (list?.width ?? 0) - ((button?.x ?? 0) + (button?.width ?? 0))).toBeLessThan(40)
    await openForm(page)
  })

  for (const role of ['user', 'manager'])
    test(`one can create a new user with ${role} role`, async ({ page, grid, server }) => {
      const made = newUser()
      const form = await openForm(page)
      await form.getByLabel('User Name').fill(made.userName)
      await form.getByLabel('E-mail').fill(made.email)
      await choose(page, form, 'Cobalt Logistics')
      if (role === 'manager') {
        await form.getByRole('switch', { name: 'Role' }).click()
        await form.getByRole('radio', { name: 'manager' }).check({ force: true })
      }
      await form.getByRole('button', { name: 'Add user', exact: true }).click()
      await expect(form).toBeHidden()
      await expect(grid.cell(made.userName, 'Role')).toContainText(role)
      expect((await server.find(`userName eq "${made.userName}"`)).role).toBe(role)
    })

  test('no other role can be created', async ({ page }) => {
    const form = await openForm(page)
    await form.getByRole('switch', { name: 'Role' }).click()
    await expect(form.getByRole('radio')).toHaveCount(2)
  })

  test('User Name: only alphanumeric characters and dash are allowed', async ({ page }) => {
    const form = await openForm(page)
    const field = form.getByLabel('User Name')
    for (const wrong of ['two words', 'änne', 'a_b', 'a.b', 'a@b', '名前']) {
      await field.fill(wrong)
      await expect(field, wrong).toHaveAttribute('aria-invalid', 'true')
      await expect(form.getByText(/Only letters, digits and dash/)).toBeVisible()
    }
    await field.fill('Anne-2')
    await expect(field).not.toHaveAttribute('aria-invalid', 'true')
  })

  test('Display Name: upper and lower case and spaces are allowed, and it is optional', async ({ page, server }) => {
    const made = newUser()
    const form = await openForm(page)
    await form.getByLabel('Display Name').fill('Mixed Case With Spaces')
    await expect(form.getByLabel('Display Name')).not.toHaveAttribute('aria-invalid', 'true')
    await form.getByLabel('Display Name').fill('')
    await form.getByLabel('User Name').fill(made.userName)
    await form.getByLabel('E-mail').fill(made.email)
    await choose(page, form, 'Cobalt Logistics')
    await form.getByRole('button', { name: 'Add user', exact: true }).click()
    await expect(form).toBeHidden()
    expect((await server.find(`userName eq "${made.userName}"`)).displayName).toBeNull()
  })

  test("E-mail: the new user's address is required, and must be one", async ({ page }) => {
    const form = await openForm(page)
    await form.getByLabel('E-mail').fill('not an address')
    await page.keyboard.press('Tab')
    await expect(form.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true')
    await form.getByLabel('E-mail').fill('')
    await form.getByRole('button', { name: 'Add user', exact: true }).click()
    await expect(form.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true')
    await expect(form).toBeVisible()
  })

  test('Organization: its switch specifies the organization; without it the selected one is taken', async ({
    page,
    server,
  }) => {
    const { organization } = await server.find('role eq "user"')
    await page.getByRole('combobox', { name: 'Organization' }).fill(organization.name)
    await page.getByRole('option', { name: organization.name }).click()
    const made = newUser()
    const form = await openForm(page)
    await expect(form.getByRole('switch', { name: 'Organization' })).not.toBeChecked()
    await form.getByLabel('User Name').fill(made.userName)
    await form.getByLabel('E-mail').fill(made.email)
    await form.getByRole('button', { name: 'Add user', exact: true }).click()
    await expect(form).toBeHidden()
    expect((await server.find(`userName eq "${made.userName}"`)).organization).toEqual(organization)
    const other = await openForm(page)
    await other.getByRole('switch', { name: 'Organization' }).click()
    await expect(other.getByRole('combobox', { name: 'Organization' })).toBeVisible()
  })

  test('Role: its switch specifies the role; without it the role is user', async ({ page }) => {
    const form = await openForm(page)
    await expect(form.getByRole('radio')).toHaveCount(0)
    await form.getByRole('switch', { name: 'Role' }).click()
    await expect(form.getByRole('radio', { name: 'user' })).toBeChecked()
  })

  test('a token is sent to the address, redirects to the page where a password is set, and is used once', async ({
    page,
    server,
    web,
  }) => {
    const made = newUser()
    const form = await openForm(page)
    await form.getByLabel('User Name').fill(made.userName)
    await form.getByLabel('E-mail').fill(made.email)
    await choose(page, form, 'Cobalt Logistics')
    await form.getByRole('button', { name: 'Add user', exact: true }).click()
    await expect(form).toBeHidden()
    await setPassword(server, web, made.email, 'correct horse 9')
    expect((await server.signIn(made.email, 'correct horse 9')).status).toBe(201)
    expect((await web.goto(web.url()))?.status()).toBeGreaterThanOrEqual(400)
  })
})

test('the token expires in 3 hours', async ({ ownServer, web }) => {
  const user = await aUser(ownServer)
  const { link } = await ownServer.mails.next(user.email)
  ownServer.advance(3 * 3_600_000 - 60_000)
  expect((await web.goto(link ?? ''))?.status()).toBe(200)
  ownServer.advance(2 * 60_000)
  expect((await web.goto(link ?? ''))?.status()).toBeGreaterThanOrEqual(400)
})

test.describe('Projects', () => {
  test('the pencil in the Projects column assigns a user to projects', async ({ signedIn, server }) => {
    const user = await aUser(server)
    const page = await openApp(signedIn)
    await usersGrid(page).search(user.userName)
    await usersGrid(page)
      .cell(user.userName, 'Projects')
      .getByRole('button', { name: `Projects of ${user.userName}` })
      .click()
    const form = dialog(page, 'Assign projects')
    const options = form.getByRole('option')
    const names = [await options.nth(0).locator('bdi').first().textContent()]
    await options.nth(0).click()
    await save(form)
    await expect(usersGrid(page).cell(user.userName, 'Projects')).toContainText(names[0] ?? '')
    expect((await now(server, user)).projects.map(({ name }) => name)).toEqual(names)
  })

  test('a project can be assigned to a user with user role only', async ({ signedIn, server }) => {
    const manager = await aUser(server, { role: 'manager' })
    const page = await openApp(signedIn)
    await usersGrid(page).search(manager.userName)
    const pencil = page.getByRole('button', { name: `Projects of ${manager.userName}` })
    await expect(pencil).toHaveAttribute('aria-disabled', 'true')
    await expect(pencil).toHaveAttribute('title', /./)
  })
})
