// Actions on many selected users, by keys where there are keys, against a real server.
import type { Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { expect, nameOf, test as base } from './fixture.ts'
import { usersGrid } from './users-grid.ts'
import { dialog, openApp } from './users-page.ts'

/** A server whose users no other spec looks at. */
const test = base.extend<object, { server: TestServer }>({
  server: [
    async ({}, use) => {
      const server = await startServer({ users: 400, seed: 13 })
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
})

async function usersOf(server: TestServer, filter: string): Promise<UserBody[]> {
  const admin = await server.as('admin')
  const path = `/users?limit=200&filter=${encodeURIComponent(filter)}`
  return (await admin<{ items: UserBody[] }>('GET', path)).body.items
}

async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(command)
  await page.keyboard.press('Enter')
}

/** Sends what the review shows, which asks for nothing to be typed. */
async function send(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /^Send \d+ change/ })).toBeEnabled()
  await page.keyboard.press('Control+Shift+Enter')
  await expect(page.getByRole('region', { name: 'Review' })).toHaveCount(0)
}

test('a pattern over all users of the list: previewed, planned, and sent to those who may be changed', async ({
  signedIn,
  server,
}) => {
  const page = await openApp(signedIn)
  await usersGrid(page).root.focus()
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('toolbar', { name: 'Selected users' })).toBeVisible()
  await run(page, 'display name by pattern')
  const form = dialog(page, 'Set display name')
  await expect(form.getByLabel('Pattern')).toBeFocused()
  await page.keyboard.type('Team {userName')
  await expect(form.getByText('A brace is alone here: {')).toBeVisible()
  await page.keyboard.type('}')
  await expect(form.getByRole('table', { name: 'The first users' }).getByRole('row')).toHaveCount(9)
  const words = (await form.getByText(/^\d+ change$/).textContent()) ?? ''
  const refused = (await form.getByText(/^\d+ would be refused$/).textContent()) ?? ''
  expect(Number.parseInt(words)).toBeGreaterThan(100)
  expect(Number.parseInt(words) + Number.parseInt(refused)).toBe(await usersGrid(page).total())
  await page.keyboard.press('Control+Shift+Enter')
  await expect(page.getByRole('tab', { name: `Refused ${Number.parseInt(refused)}`, exact: true })).toBeVisible()
  await send(page)
  await expect.poll(async () => (await usersOf(server, 'displayName sw "Team "')).length).toBeGreaterThan(100)
  expect((await usersOf(server, 'role eq "admin" and displayName sw "Team "')).length).toBe(0)
})

test('all expired invitations are sent again', async ({ signedIn, server }) => {
  const page = await openApp(signedIn)
  const expired = (await usersOf(server, 'invitationExpiresAt pr')).filter(
    ({ invitationExpiresAt }) => (invitationExpiresAt ?? '') < server.now().toISOString(),
  )
  expect(expired.length).toBeGreaterThan(3)
  await run(page, 'resend all expired')
  await expect(page.getByRole('region', { name: 'Review' })).toBeVisible()
  await send(page)
  for (const { id } of expired) {
    const expiry = async () => (await server.find(`id eq "${id}"`)).invitationExpiresAt ?? ''
    await expect.poll(async () => (await expiry()) > server.now().toISOString()).toBe(true)
  }
})

test('several users get a project: staged by its key, reviewed and sent', async ({ signedIn, server }) => {
  const admin = await server.as('admin')
  const { body } = await admin<{ items: { id: string; name: string; organization: { name: string } }[] }>(
    'GET',
    '/projects?limit=1',
  )
  const [project] = body.items
  const page = await openApp(signedIn)
  const grid = usersGrid(page)
  await page.keyboard.press('Control+Shift+O')
  await page.keyboard.type(project?.organization.name ?? '')
  await page.keyboard.press('Enter')
  await grid.search('')
  const filter = `role eq "user" and not (protection pr) and organization.name eq "${project?.organization.name ?? ''}"`
  const three = (await usersOf(server, filter)).slice(0, 3)
  await page.getByRole('searchbox', { name: 'Search users' }).focus()
  await page.evaluate(
    (text) => {
      const data = new DataTransfer()
      data.setData('text/plain', text)
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
    },
    three.map(({ userName }) => userName).join('\n'),
  )
  await expect.poll(() => grid.total()).toBe(3)
  await grid.root.focus()
  await page.keyboard.press('Control+a')
  await run(page, 'assign projects')
  const form = dialog(page, 'Assign projects')
  await form.getByLabel('Find a project').fill(project?.name ?? '')
  const option = form.getByRole('option', { name: project?.name ?? '' }).first()
  await form.getByRole('listbox', { name: 'Projects' }).focus()
  if ((await option.getAttribute('aria-checked')) !== 'true') await page.keyboard.press(' ')
  await expect(form.getByText('Add to 1 project')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(form).toHaveCount(0)
  await expect(page.getByText('Assign projects: staged for 3 users. Nothing has been sent.')).toBeVisible()
  await page.keyboard.press('Control+s')
  await send(page)
  for (const { id } of three) {
    await expect
      .poll(async () => (await server.find(`id eq "${id}"`)).projects.map(({ id: each }) => each))
      .toContain(project?.id)
  }
})

test('the menu of the list says what a manager may not do, and disables one user by its plan', async ({
  signedIn,
  server,
}) => {
  const page = await signedIn('manager')
  const grid = usersGrid(page)
  await grid.isComplete()
  const { organization } = (await usersOf(server, `userName eq "${nameOf('manager')}"`))[0] ?? {}
  const rule = `role eq "user" and disabled eq false and not (protection pr) and organization.id eq "${organization?.id ?? ''}"`
  const [user] = await usersOf(server, rule)
  await grid.search(user?.userName ?? '')
  await expect.poll(() => grid.total()).toBe(1)
  await grid.root.focus()
  await page.keyboard.press('Shift+F10')
  const item = (name: string) => page.getByRole('menu').getByRole('menuitem', { name })
  await expect(item('Withdraw approval…')).toHaveAttribute('aria-disabled', 'true')
  await expect(item('Withdraw approval…')).toContainText('Only partners and admins approve')
  await page.keyboard.type('d')
  await expect(item('Disable…')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog(page, 'Disable').getByRole('heading')).toHaveText(`Disable ${user?.userName ?? ''}`)
  await page.keyboard.press('Control+Shift+Enter')
  await send(page)
  await expect.poll(async () => (await server.find(`id eq "${user?.id ?? ''}"`)).disabled).toBe(true)
})
