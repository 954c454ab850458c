// What the specs of the manual page share.
import type { Locator, Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { create } from '../support/users.ts'
import type { TestServer } from '../support/server.ts'
import { expect } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

export const dialog = (page: Page, name: string) => page.getByRole('dialog', { name })

/** A user that this test alone knows, of the first organization that has projects. */
export async function aUser(server: TestServer, more: object = {}): Promise<UserBody> {
  const admin = await server.as('admin')
  const { body } = await admin<{ items: { id: string; organization: { id: string } }[] }>('GET', '/projects?limit=1')
  return create(admin, { organizationId: body.items[0]?.organization.id, ...more })
}

export async function openUser(page: Page, user: UserBody): Promise<Locator> {
  await usersGrid(page).isComplete()
  await usersGrid(page).search(user.userName)
  await page.getByRole('button', { name: `Edit ${user.userName}`, exact: true }).click()
  const form = dialog(page, 'Edit user')
  await expect(form.getByLabel('User Name')).toHaveValue(user.userName)
  return form
}

export async function openApp(signedIn: () => Promise<Page>): Promise<Page> {
  const page = await signedIn()
  await usersGrid(page).isComplete()
  return page
}

export async function save(form: Locator): Promise<void> {
  await form.getByRole('button', { name: 'Save now' }).click()
  await expect(form).toBeHidden()
}

export const now = (server: TestServer, user: UserBody) => server.find(`id eq "${user.id}"`)

/** Sets a password by the link of the newest mail to an address. */
export async function setPassword(server: TestServer, web: Page, email: string, password: string): Promise<void> {
  const { link } = await server.mails.next(email)
  await web.goto(link ?? '')
  for (const field of await web.locator('input[type=password]').all()) await field.fill(password)
  await web.getByRole('button').click()
  await expect(web.getByRole('heading', { name: 'Password set' })).toBeVisible()
}
