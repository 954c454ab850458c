import type { Locator, Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import type { TestServer } from '../support/server.ts'
import { expect, nameOf, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

const plain = 'role eq "user" and approved eq true and disabled eq false and not (protection pr)'

async function open(page: Page, user: UserBody): Promise<Locator> {
  await usersGrid(page).search(user.userName)
  await page.getByRole('button', { name: `Edit ${user.userName}`, exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Edit user' })
  await expect(form.getByLabel('User Name')).toHaveValue(user.userName)
  return form
}

/** A second client saves. */
async function saveElsewhere(server: TestServer, id: string, body: object): Promise<void> {
  const admin = await server.as('admin')
  const { etag } = await server.find(`id eq "${id}"`)
  const answer = await admin('PATCH', `/users/${id}`, { body, headers: { 'if-match': etag } })
  expect(answer.status).toBe(200)
}
const now = (server: TestServer, { id }: UserBody) => server.find(`id eq "${id}"`)

test('other fields that somebody else saved are merged, and it is said which', async ({ page, server }) => {
  const user = await server.find(`${plain} and not (projects.id pr)`)
  const form = await open(page, user)
  await form.getByLabel('Display Name').fill('Only mine')
  await saveElsewhere(server, user.id, { email: 'merged@made.example', approved: false })
  await form.getByRole('button', { name: 'Save now' }).click()
  await expect(form).toBeHidden()
  await expect(page.getByText('Somebody else had changed E-mail, Approved meanwhile; that was kept.')).toBeVisible()
  expect(await now(server, user)).toMatchObject({
    displayName: 'Only mine',
    email: 'merged@made.example',
    approved: false,
  })
})

test('the same fields are decided one by one, by keys; fields of one side need no choice', async ({ page, server }) => {
  const user = await server.find(`${plain} and not (projects.id pr)`)
  const form = await open(page, user)
  await form.getByLabel('User Name').fill('mine-of-both')
  await form.getByLabel('Display Name').fill('Mine')
  await form.getByRole('switch', { name: 'User disabled' }).click()
  await saveElsewhere(server, user.id, { userName: 'theirs-of-both', displayName: 'Theirs', email: 'c@made.example' })
  await page.keyboard.press('Control+Shift+Enter')
  await expect(form.getByText(`${nameOf('admin')} saved meanwhile, `)).toBeVisible()
  await expect(form.getByRole('button', { name: 'Save now' })).toBeDisabled()
  await expect(form.getByText('Only you changed it')).toBeVisible()
  await expect(form.getByText('Only changed on the server')).toBeVisible()
  await form.getByRole('radio', { name: 'User Name: Keep mine' }).focus()
  await page.keyboard.press(' ')
  await page.keyboard.press('Tab')
  await expect(form.getByRole('radio', { name: /^Display Name/ }).first()).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(form.getByRole('radio', { name: 'Display Name: Take theirs' })).toBeChecked()
  await page.keyboard.press('Control+Shift+Enter')
  await expect(form).toBeHidden()
  expect(await now(server, user)).toMatchObject({
    userName: 'mine-of-both',
    displayName: 'Theirs',
    email: 'c@made.example',
    disabled: true,
  })
})

test('projects that were given meanwhile are named before a new role takes them', async ({ page, server }) => {
  const user = await server.find(`${plain} and projects.id pr`)
  const admin = await server.as('admin')
  const { body } = await admin<{ items: { id: string; name: string }[] }>(
    'GET',
    `/projects?limit=1000&organizationId=${user.organization.id}`,
  )
  const added = body.items.find(({ id }) => !user.projects.some((project) => project.id === id))
  if (!added) throw new Error('the user has all projects')
  const form = await open(page, user)
  await form.getByRole('radio', { name: 'manager' }).check({ force: true })
  await form.getByRole('button', { name: 'Save now' }).click()
  const question = page.getByRole('dialog', { name: 'Remove projects' })
  await expect(question).not.toContainText(added.name)
  await saveElsewhere(server, user.id, { projectIds: [...user.projects.map(({ id }) => id), added.id] })
  await question.getByRole('button', { name: /^Save and remove/ }).click()
  await expect(question).toContainText(added.name)
  expect((await now(server, user)).role).toBe('user')
  await question.getByRole('button', { name: /^Save and remove/ }).click()
  await expect(form).toBeHidden()
  expect(await now(server, user)).toMatchObject({ role: 'manager', projects: [] })
})
