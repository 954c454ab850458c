import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { create } from '../support/users.ts'
import { expect, nameOf, signIn, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

const entries = (page: Page) => page.getByRole('table', { name: 'Entries of the audit log' }).locator('> tbody')

async function choose(page: Page, filter: string, typed: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: filter }).fill(typed)
  await page.getByRole('option', { name: option }).first().click()
}

test('the log is filtered by who, whom, action, organization, time, and whether the thing still exists', async ({
  page,
  server,
}) => {
  const admin = await server.as('admin')
  const organization = (await admin<{ items: { id: string; name: string }[] }>('GET', '/organizations?limit=1')).body
    .items[0]
  if (!organization) throw new Error('no organization')
  const user = await create(admin, { organizationId: organization.id, displayName: 'Before Name' })
  const change = { body: { displayName: 'After Name' }, headers: { 'if-match': user.etag } }
  const { etag } = (await admin<UserBody>('PATCH', `/users/${user.id}`, change)).body
  await expect(usersGrid(page).root).toBeVisible()
  await page.getByRole('button', { name: 'Audit log' }).click()
  await expect(entries(page).first()).toContainText('Changed the user')

  await choose(page, 'About user', user.userName, new RegExp(user.userName))
  await expect(entries(page)).toHaveCount(2)
  await choose(page, 'Action', 'Changed the user', 'Users: Changed the user')
  await expect(entries(page)).toHaveCount(1)
  await expect(entries(page)).toContainText(nameOf('admin'))
  await entries(page)
    .getByRole('button', { name: /Show what changed/ })
    .click()
  await expect(entries(page)).toContainText('Before Name')
  await expect(entries(page)).toContainText('After Name')
  await choose(page, 'Organization', organization.name, organization.name)
  await expect(entries(page)).toHaveCount(1)

  await admin('DELETE', `/users/${user.id}`, { headers: { 'if-match': etag } })
  await choose(page, 'Still exists', 'No', 'No, gone by now')
  await expect(entries(page)).toContainText('gone')
  await choose(page, 'Still exists', 'Yes', 'Yes')
  await expect(page.getByRole('heading', { name: 'No entry passes these filters' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear all' }).first().click()
  await page.getByLabel('Before', { exact: true }).fill('2001-01-01T00:00')
  await expect(page.getByRole('heading', { name: 'No entry passes these filters' })).toBeVisible()
})

test('the log is saved as CSV with the filters applied, and runs no formula', async ({ launch, server, userData }) => {
  const app = await launch(`--server=${server.url}`)
  const page = await app.firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await usersGrid(page).isComplete()
  const file = join(userData, 'log.csv')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  const admin = await server.as('admin')
  const { body } = await admin<{ items: { id: string }[] }>('GET', '/organizations?limit=1')
  await create(admin, { organizationId: body.items[0]?.id, displayName: '=HYPERLINK("x")' })
  await page.getByRole('button', { name: 'Audit log' }).click()
  await choose(page, 'Action', 'Added the user', 'Users: Added the user')
  await expect(entries(page).first()).toContainText('Added the user')
  await page.getByRole('button', { name: 'Download CSV…' }).click()
  await expect(page.getByText(/were saved to|was saved to/)).toBeVisible()
  const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n')
  expect(lines[0]).toMatch(/^\uFEFFTime \(UTC\),Who,/)
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.slice(1).every((line) => line.includes('user.create'))).toBe(true)
  expect(lines.join('\n')).not.toMatch(/(^|,"?)[=+@]/m)
  expect(existsSync(`${file}.part`)).toBe(false)
})

test('what was done to a user stands in its drawer', async ({ page, grid, server }) => {
  const [userName = ''] = await grid.texts('User Name')
  const admin = await server.as('admin')
  const user = await server.find(`userName eq "${userName}"`)
  await admin('PATCH', `/users/${user.id}`, {
    body: { displayName: 'Seen In Drawer' },
    headers: { 'if-match': user.etag },
  })
  await page.keyboard.press('Alt+Enter')
  const log = page.getByRole('region', { name: 'Audit log' })
  await expect(log).toContainText('Changed the user')
  await expect(log).toContainText('Seen In Drawer')
})

test('a role without the log is told so in the rail', async ({ signedIn }) => {
  const page = await signedIn('user')
  await expect(page.getByRole('button', { name: 'Audit log' })).toHaveAttribute('aria-disabled', 'true')
})
