import type { Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { goodPassword, welcome } from '../support/accounts.ts'
import type { TestServer } from '../support/server.ts'
import { expect, signIn, test as base } from './fixture.ts'

/** Somebody of its own for each test, signed in to the app and on My Profile. */
const test = base.extend<{ person: UserBody; profile: Page }>({
  person: async ({ server }, use) => {
    await use(await newcomer(server))
  },
  profile: async ({ launch, server, person }, use) => {
    const page = await (await launch(`--server=${server.url}`)).firstWindow()
    await signIn(page, person.userName, goodPassword)
    await page.getByRole('button', { name: 'My Profile' }).click()
    await expect(page.getByRole('heading', { name: 'My Profile' })).toBeVisible()
    await use(page)
  },
})

/** Somebody who was invited to the first organization, and has set a password. */
async function newcomer(server: TestServer): Promise<UserBody> {
  const admin = await server.as('admin')
  const { body } = await admin<{ items: { id: string }[] }>('GET', '/organizations?limit=1')
  return (await welcome(server, admin, { organizationId: body.items[0]?.id })).user
}

const form = (page: Page, name: string) => page.getByRole('form', { name })

test('My Profile shows user name, organization, role and the e-mail, confirmed by the invitation', async ({
  profile: page,
  person,
}) => {
  await expect(page.getByRole('region', { name: 'Account', exact: true })).toContainText(person.userName)
  await expect(page.getByRole('region', { name: 'Account', exact: true })).toContainText('user')
  await expect(form(page, 'E-mail')).toContainText(person.email)
  await expect(form(page, 'E-mail')).toContainText('Confirmed')
})

test('a new e-mail is used at once, marked until its link is followed, and the link is sent again on demand', async ({
  profile: page,
  person,
  server,
  web,
}) => {
  const email = `next-${person.email}`
  await form(page, 'E-mail').getByLabel('E-mail').fill(email)
  await page.keyboard.press('Enter')
  await expect(form(page, 'E-mail')).toContainText('Not confirmed')
  await expect(form(page, 'E-mail')).toContainText(email)
  // a further change waits for the present one
  await expect(form(page, 'E-mail').getByLabel('E-mail')).toHaveCount(0)
  const first = await server.mails.next(email)
  await form(page, 'E-mail').getByRole('button', { name: 'Send the link again' }).click()
  const second = await server.mails.next(email)
  expect(second.link).not.toBe(first.link)
  await web.goto(second.link ?? '')
  await web.getByRole('button').click()
  await page.getByRole('button', { name: 'Users', exact: true }).click()
  await page.getByRole('button', { name: 'My Profile' }).click()
  await expect(form(page, 'E-mail').getByLabel('E-mail')).toHaveValue(email)
})

test('changing the password asks for the old one, ends all sessions and signs in anew', async ({
  profile: page,
  person,
  server,
}) => {
  const elsewhere = await server.signIn(person.userName, goodPassword)
  const password = 'another good battery'
  const fill = async (before: string) => {
    await form(page, 'Password').getByLabel('Present password').fill(before)
    await form(page, 'Password').getByLabel('New password', { exact: true }).fill(password)
    await form(page, 'Password').getByLabel('New password again').fill(password)
    await form(page, 'Password').getByRole('button', { name: 'Change password' }).click()
  }
  await fill('not the password')
  await expect(form(page, 'Password').getByRole('alert')).toContainText('not the present password')
  await fill(goodPassword)
  await expect(page.getByText('Your password was changed.')).toBeVisible()
  expect((await server.withToken(elsewhere.body.accessToken)('GET', '/me')).status).toBe(401)
  await expect(page.getByRole('listitem').filter({ hasText: 'here' })).toHaveCount(1)
  expect((await server.signIn(person.userName, password)).status).toBe(201)
})

test('own sessions are listed and ended; notices are switched', async ({ profile: page, person, server }) => {
  const elsewhere = await server.signIn(person.userName, goodPassword)
  await page.getByRole('button', { name: 'Users', exact: true }).click()
  await page.getByRole('button', { name: 'My Profile' }).click()
  await page
    .getByRole('button', { name: /End the session of test/ })
    .first()
    .click()
  await expect(page.getByText('The session has ended.')).toBeVisible()
  await page.getByRole('button', { name: 'End all others' }).click()
  await expect(page.getByText('All other sessions have ended.')).toBeVisible()
  expect((await server.withToken(elsewhere.body.accessToken)('GET', '/me')).status).toBe(401)
  await page.getByRole('switch', { name: 'E-mail notices' }).click()
  await expect(page.getByText('You get no more notices by e-mail.')).toBeVisible()
})

test('the own account is deleted once its name is typed', async ({ profile: page, person, server }) => {
  await page.getByRole('button', { name: 'Delete my account…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete account' })
  await dialog.getByLabel(/Type/).fill('somebody-else')
  await expect(dialog.getByRole('button', { name: 'Delete my account' })).toBeDisabled()
  await dialog.getByLabel(/Type/).fill(person.userName)
  await dialog.getByRole('button', { name: 'Delete my account' }).click()
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  expect((await server.signIn(person.userName, goodPassword)).status).toBe(401)
})

test('a forgotten password is set anew by a mailed link, which is sent again on demand', async ({
  launch,
  server,
  person,
  web,
}) => {
  const page = await (await launch(`--server=${server.url}`)).firstWindow()
  await page.getByRole('button', { name: 'Forgotten password?' }).click()
  await page.getByLabel('E-mail of your account').fill(person.email)
  await page.keyboard.press('Enter')
  await expect(page.getByText(/a mail is on its way/)).toBeVisible()
  await server.mails.next(person.email)
  await page.getByRole('button', { name: 'Send it again' }).click()
  const { link } = await server.mails.next(person.email)
  await web.goto(link ?? '')
  const fields = web.locator('input[type=password]')
  await fields.nth(0).fill('a password found again')
  await fields.nth(1).fill('a password found again')
  await web.getByRole('button').click()
  await page.getByRole('button', { name: 'Back to signing in' }).click()
  await signIn(page, person.userName, 'a password found again')
  await expect(page.getByRole('button', { name: 'My Profile' })).toBeVisible()
})
