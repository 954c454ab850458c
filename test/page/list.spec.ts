import type { Page } from '@playwright/test'
import { expect, gridOf, test } from './fixture.ts'
import { chips, lastQuery, search, total } from './users-list.ts'

async function paste(page: Page, text: string): Promise<void> {
  await search(page).evaluate((input, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    input.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

/** Opens the editor of a new filter by keys alone. */
async function addFilter(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+F')
  const item = page.getByRole('menuitem', { name, exact: true })
  await expect(page.getByRole('menu', { name: 'Add filter' })).toBeVisible()
  for (let step = 0; step < 20; step++) {
    if (await item.evaluate((element) => element === document.activeElement)) break
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
}

test('a search marks its hits in the text as it is written, and counts where they are', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  await search(page).fill('akesson')
  await expect(grid.getByText('Björn Åkesson').first()).toBeVisible()
  const marked = () =>
    page.evaluate(() => {
      const found: string[] = []
      CSS.highlights.get('hit')?.forEach((range) => {
        found.push(range.startContainer.textContent?.slice(range.startOffset, range.endOffset) ?? '')
      })
      return found
    })
  await expect.poll(async () => [...new Set(await marked())]).toEqual(['Åkesson'])
  await search(page).fill('alder')
  const byName = page.getByRole('button', { name: /^[\d,]+ by name$/ })
  await expect(byName).toBeVisible()
  expect(await byName.textContent()).toContain(`${(await total(page)).toLocaleString('en-GB')} by name`)
  await search(page).fill('')
  await expect.poll(marked).toEqual([])
})

test('hits by place narrow the list to one of them, and the next search is in all again', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await search(page).fill('atlas')
  const byProject = page.getByRole('button', { name: /by project$/ })
  await byProject.click()
  await expect(byProject).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(async () => (await lastQuery(page)).searchIn).toBe('project')
  await search(page).fill('atlas b')
  await expect.poll(async () => (await lastQuery(page)).searchIn).toBeNull()
})

test('pasted lines become a chip that says who is missing, and copies them', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await paste(page, 'aiko-adeyemi-3589\r\nltr-rtl\r\nnobody-1\r\nnobody-2')
  await expect(chips(page)).toContainText('Is one of 4')
  await expect(chips(page)).toContainText('2 found, 2 not')
  expect(await total(page)).toBe(2)
  await page.evaluate(() => {
    document.addEventListener('copy', (event) => (document.title = event.clipboardData?.getData('text/plain') ?? ''))
  })
  await page.getByRole('button', { name: 'Copy the 2' }).click()
  await expect(page).toHaveTitle('nobody-1 nobody-2')
  await expect(page.getByText('2 values were copied.')).toBeVisible()
  await page.getByRole('button', { name: 'Remove filter: Is one of 4' }).click()
  await expect.poll(() => total(page)).toBe(5003)
})

test('a name with a comma is searched, not taken for a list', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await paste(page, 'Novak, Mira')
  await search(page).pressSequentially('x')
  await expect(page.getByText(/Is one of/)).toHaveCount(0)
  expect((await lastQuery(page)).oneOf).toBeNull()
})

test('filters are added, changed and taken away by keys alone, and combined with their exact count', async ({
  open,
}) => {
  const page = await open()
  await gridOf(page)
  await addFilter(page, 'Role')
  await expect(page.getByRole('listbox', { name: 'Role' })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(chips(page)).toContainText('Role manager')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Role manager', exact: true })).toBeFocused()
  await addFilter(page, 'Disabled')
  await expect(page.getByRole('dialog', { name: 'Filter: Disabled' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Escape')
  await expect(chips(page)).toContainText('Not disabled')
  const expected = await page.evaluate(
    () => window.control.users.filter(({ role, disabled }) => role === 'manager' && !disabled).length,
  )
  await expect.poll(() => total(page)).toBe(expected)
  await expect(page.getByRole('status').first()).toContainText(`${expected} of 5,000 users`)

  await page.getByRole('button', { name: 'Role manager', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('ArrowRight')
  await expect(chips(page)).toContainText('Role is not manager')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Delete')
  await expect(chips(page)).not.toContainText('Role')
  await expect(page.getByRole('button', { name: 'Not disabled', exact: true })).toBeFocused()
  await page.keyboard.press('Backspace')
  await expect(page.getByRole('button', { name: 'Add filter' })).toBeFocused()
  await expect.poll(() => total(page)).toBe(5003)
})

test('days of a filter are those of this computer, and say so; both ends are included', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await addFilter(page, 'Created')
  const dialog = page.getByRole('dialog', { name: 'Filter: Created' })
  await expect(dialog).toContainText(/Days begin at midnight here: \S+/)
  await dialog.getByLabel('From').fill('2025-03-01')
  await dialog.getByLabel('Until').fill('2025-03-31')
  await expect(chips(page)).toContainText('Created 1 Mar 2025 to 31 Mar 2025')
  const expected = await page.evaluate(() => {
    const [from, to] = [new Date(2025, 2, 1), new Date(2025, 3, 1)]
    return window.control.users.filter(({ createdAt }) => {
      const at = new Date(createdAt ?? 0)
      return at >= from && at < to
    }).length
  })
  expect(expected).toBeGreaterThan(0)
  await expect.poll(() => total(page)).toBe(expected)
  await dialog.getByLabel('From').fill('2025-04-02')
  await expect(dialog.getByRole('alert')).toHaveText('The first day is after the last.')
  await expect.poll(() => total(page)).toBe(5003)
})

test('last sign-in, creation name, places and projects are filters too', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await addFilter(page, 'Last sign-in')
  await page.getByLabel('Never signed in').check()
  await expect(chips(page)).toContainText('Last sign-in never')
  await page.keyboard.press('Escape')
  await addFilter(page, 'Creation name')
  await page.keyboard.type('System')
  await expect(chips(page)).toContainText('Creation name System')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Creation name System', exact: true })).toBeFocused()
  await addFilter(page, 'Organization')
  await page.keyboard.type('cobalt')
  await page.keyboard.press('Enter')
  await expect(chips(page)).toContainText('Organization Cobalt Freight')
  await page.keyboard.press('Escape')
  const expected = await page.evaluate(
    () =>
      window.control.users.filter(
        (user) =>
          user.lastSignInAt === null && user.creationName === 'system' && user.organization.name === 'Cobalt Freight',
      ).length,
  )
  await expect.poll(() => total(page)).toBe(expected)
  await page.getByRole('button', { name: 'Clear all' }).click()
  await addFilter(page, 'Project')
  await page.getByRole('combobox', { name: 'Organization' }).last().fill('cobalt')
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'Atlas' }).click()
  await expect(chips(page)).toContainText('Project Atlas, Cobalt Freight')
  expect(await page.evaluate(() => document.querySelectorAll('.row[data-row]').length)).toBeGreaterThan(0)
})

test('a filter that the server cannot answer is not offered', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await page.getByRole('button', { name: 'Add filter' }).click()
  await expect(page.getByRole('menuitem', { name: 'Deleted users' })).toBeVisible()
  await expect(page.getByRole('menuitem', { name: 'Two-factor sign-in' })).toHaveCount(0)
})

test('when nobody passes, the list offers to clear the filters', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await addFilter(page, 'Creation name')
  await page.keyboard.type('nobody-at-all')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'No user passes these filters' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await expect.poll(() => total(page)).toBe(5003)
})

test('days in cells tell their hour and zone on hover and in the cell line', async ({ open }) => {
  const page = await open({ size: { width: 1800, height: 900 } })
  const grid = await gridOf(page)
  const cell = grid.locator('.row[aria-rowindex="6"] [data-column=createdAt]')
  await cell.hover()
  const moment = /^\d+ \w+ \d{4}(,| at) \d\d:\d\d \S+$/
  await expect(cell).toHaveAttribute('title', moment)
  await cell.click()
  await expect(page.getByLabel('Cell under the cursor').locator('.value')).toHaveText(moment)
})

test.describe('in a small dark window', () => {
  test('chips wrap and nothing of the toolbar is cut off', async ({ open }) => {
    const page = await open({ query: { theme: 'dark' }, size: { width: 1024, height: 700 } })
    await gridOf(page)
    await search(page).fill('alder')
    for (const field of [
      'Approved',
      'Disabled',
      'Password reset',
      'E-mail confirmation',
      'No projects',
      'Invitation',
    ]) {
      await addFilter(page, field)
      await page.keyboard.press('Escape')
    }
    const add = await page.getByRole('button', { name: 'Add user' }).boundingBox()
    expect((add?.x ?? 0) + (add?.width ?? 0)).toBeLessThanOrEqual(1024)
    const boxes = await chips(page)
      .locator('.chip')
      .evaluateAll((all) => all.map((chip) => chip.getBoundingClientRect().right))
    expect(boxes.length).toBe(7)
    expect(Math.max(...boxes)).toBeLessThanOrEqual(1024)
  })
})
