import type { Page } from '@playwright/test'
import { expect, nameOf, signIn, test } from './fixture.ts'
import type { TestServer } from '../support/server.ts'
import { usersGrid } from './users-grid.ts'

const filtersOf = (page: Page) => page.getByRole('list', { name: 'Filters', exact: true })

/** How many users of the list the server counts by a filter of its own. */
async function countOf(server: TestServer, filter: string): Promise<number> {
  const admin = await server.as('admin')
  const path = `/users?limit=1&count=true&filter=${encodeURIComponent(filter)}`
  return (await admin<{ total: number }>('GET', path)).body.total
}

async function openFilter(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+F')
  await page.getByRole('menuitem', { name, exact: true }).click()
}

test('filters combine, and the count is that of the server', async ({ page, grid, server }) => {
  await openFilter(page, 'Role')
  await page.keyboard.press('Space')
  await page.getByRole('radio', { name: 'is not', exact: true }).check({ force: true })
  await page.keyboard.press('Escape')
  await expect(filtersOf(page)).toContainText('Role is not user')
  await expect.poll(() => grid.total()).toBe(await countOf(server, 'role ne "user"'))
  await openFilter(page, 'Approved')
  await page.getByRole('radio', { name: 'Not approved' }).check({ force: true })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove filter: Role' }).click()
  const waiting = await countOf(server, 'approved eq false')
  await expect.poll(() => grid.total()).toBe(waiting)
  await openFilter(page, 'Last sign-in')
  await page.getByLabel('Never signed in').check()
  const never = await countOf(server, 'approved eq false and not (lastSignInAt pr)')
  await expect.poll(() => grid.total()).toBe(never)
  await expect(page.getByRole('status').first()).toContainText(`${never} of `)
})

test('pasted names show these users, and say who is missing', async ({ page, grid, server }) => {
  const [one, two] = [await server.find('role eq "manager"'), await server.find('role eq "partner"')]
  await page.getByRole('searchbox', { name: 'Search users' }).evaluate((input, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, `${one.userName}\n${two.email.toUpperCase()}\nnobody-of-this-name`)
  await expect(filtersOf(page)).toContainText('Is one of 3')
  await expect(filtersOf(page)).toContainText('2 found, 1 not')
  await expect(grid.rowOf(one.userName)).toBeVisible()
  await expect(grid.rowOf(two.userName)).toBeVisible()
  expect(await grid.total()).toBe(2)
  // the program grants its page no permission, and copies all the same
  await page.getByRole('button', { name: 'Copy the one' }).click()
  await expect(page.getByText('1 value was copied.')).toBeVisible()
  const search = page.getByRole('searchbox', { name: 'Search users' })
  await search.focus()
  await page.keyboard.press('Control+V')
  await expect(search).toHaveValue('nobody-of-this-name')
})

test('a restart brings back what was shown: query, columns, saved views, and the cursor where it was', async ({
  launch,
  server,
}) => {
  const first = await launch(`--server=${server.url}`)
  const page = await first.firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  const grid = usersGrid(page)
  await grid.isComplete()
  const all = await grid.total()

  await page.getByRole('columnheader', { name: 'Organization', exact: true }).click()
  await page.getByRole('button', { name: 'Columns', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Last sign-in' }).click()
  await page.getByRole('checkbox', { name: 'Partner' }).click()
  await page.keyboard.press('Escape')
  await openFilter(page, 'Disabled')
  await page.getByRole('radio', { name: 'Not disabled' }).check({ force: true })
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Saved views/ }).click()
  await page.getByLabel('Save what is shown as').fill('Active ones')
  await page.keyboard.press('Enter')
  const total = await countOf(server, 'disabled eq false')
  await expect.poll(() => grid.total()).toBe(total)
  expect(total).toBeLessThan(all)

  await grid.root.focus()
  for (let step = 0; step < 4; step++) await page.keyboard.press('PageDown')
  await page.keyboard.press('ArrowRight')
  const current = page.locator('.row.is-current')
  await expect(current).not.toHaveClass(/is-loading/)
  const name = await current.locator('[data-column=userName]').textContent()
  const before = (await current.boundingBox())?.y ?? 0
  await first.close()

  const again = await (await launch()).firstWindow()
  const later = usersGrid(again)
  // the list comes back scrolled, so that its first row need not be there
  await expect(again.getByRole('status').first()).toContainText('Up to date')
  await expect.poll(() => later.total()).toBe(total)
  await expect(again.getByRole('columnheader', { name: 'Organization' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(again.getByRole('columnheader', { name: 'Last sign-in' })).toBeAttached()
  await expect(again.getByRole('columnheader', { name: 'Partner' })).toHaveCount(0)
  await expect(again.getByRole('button', { name: /^Saved views/ })).toHaveAccessibleName('Saved views: Active ones')
  await expect(again.locator('.row.is-current [data-column=userName]')).toHaveText(name ?? '')
  const after = (await again.locator('.row.is-current').boundingBox())?.y ?? 0
  expect(Math.abs(after - before)).toBeLessThanOrEqual(1)
  await again.getByRole('button', { name: 'Clear all' }).click()
  await expect.poll(() => later.total()).toBe(all)
})
