import { compareText, fold } from '../../src-shared/domain/text.ts'
import { expect, test, userCount } from './fixture.ts'

test('shows the columns of the users page and all users that the account sees', async ({ page, grid }) => {
  await expect(page.getByRole('columnheader')).toHaveText([
    'Id',
    'User Name',
    'Display Name',
    'E-mail',
    'Organization',
    'Role',
    'Approved',
    'Disabled',
    'Partner',
    'Creation Name',
    'Projects',
    'Created',
    'Actions',
  ])
  // deleted users are not in the list
  expect(await grid.total()).toBeGreaterThan(userCount * 0.9)
  await expect(page.getByRole('status')).toContainText(`${await grid.total()} users`)
})

test('is scrolled to the last row and back with keys', async ({ page, grid }) => {
  const last = await grid.total()
  await grid.root.focus()
  await page.keyboard.press('Control+End')
  await expect(grid.row(last)).toBeInViewport()
  await expect(grid.row(last).getByRole('gridcell').nth(1)).not.toBeEmpty()
  await page.keyboard.press('Control+Home')
  await expect(grid.row(1)).toBeInViewport()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const active = await grid.root.getAttribute('aria-activedescendant')
  await expect(page.locator(`#${active}`)).toBeInViewport()
})

test('is scrolled to the last row and back with the wheel', async ({ page, grid }) => {
  const last = await grid.total()
  await grid.root.hover()
  for (let turn = 0; turn < 30; turn++) await page.mouse.wheel(0, 1000)
  await expect(grid.row(last)).toBeInViewport()
  for (let turn = 0; turn < 30; turn++) await page.mouse.wheel(0, -1000)
  await expect(grid.row(1)).toBeInViewport()
})

test('is scrolled to the last row and back with the scrollbar', async ({ grid }) => {
  const last = await grid.total()
  const scroller = grid.root.locator('.scroller')
  await scroller.evaluate((element) => (element.scrollTop = element.scrollHeight))
  await expect(grid.row(last)).toBeInViewport()
  await scroller.evaluate((element) => (element.scrollTop = 0))
  await expect(grid.row(1)).toBeInViewport()
})

const sorted = ['User Name', 'Id', 'Display Name', 'E-mail', 'Organization', 'Role', 'Partner', 'Creation Name']
test('is sorted by each column, up and down, by pressing its header', async ({ page, grid }) => {
  for (const column of sorted) {
    const header = page.getByRole('columnheader', { name: column, exact: true })
    // sorted by it from the start, and by a second press the other way round
    if (column !== 'User Name') await header.click()
    await expect(header).toHaveAttribute('aria-sort', 'ascending')
    await expect.poll(async () => inDisorder(await grid.texts(column), 1)).toEqual([])
    const ascending = await grid.texts(column)
    await header.click()
    await expect(header).toHaveAttribute('aria-sort', 'descending')
    await expect.poll(() => grid.texts(column)).not.toEqual(ascending)
    await expect.poll(async () => inDisorder(await grid.texts(column), -1)).toEqual([])
  }
})

/** Neighbours that stand the wrong way round. */
function inDisorder(texts: string[], way: 1 | -1): string[] {
  expect(texts.length).toBeGreaterThan(10)
  const keys = texts.map((text) => fold(text === 'none' ? '' : text))
  return keys.flatMap((key, at) => {
    const before = keys[at - 1] ?? key
    return compareText(before, key) * way > 0 ? [`${before} before ${key}`] : []
  })
}

test('is sorted by a second column, by keys alone', async ({ page, grid }) => {
  await grid.root.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowUp')
  for (let column = 1; column < 5; column++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Sorted by Organization')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByText('Sorted by Organization, then Role')).toBeVisible()
})

test('shows one organization, chosen by keys alone', async ({ page, grid }) => {
  const all = await grid.total()
  await page.keyboard.press('Control+Shift+O')
  await expect(page.getByRole('combobox', { name: 'Organization' })).toBeFocused()
  await page.keyboard.type('cobalt')
  await page.keyboard.press('Enter')
  await expect.poll(() => grid.total()).toBeLessThan(all)
  await expect.poll(async () => [...new Set(await grid.texts('Organization'))]).toEqual(['Cobalt Logistics'])
  await expect(page.getByRole('status')).toContainText(`${await grid.total()} of ${all} users`)
})

test('finds users by name, ignoring case and accents, and says when nobody matches', async ({ page, grid, server }) => {
  const user = await server.find('displayName co "ö"')
  await page.keyboard.press('Control+F')
  await expect(page.getByRole('searchbox', { name: 'Search users' })).toBeFocused()
  await grid.search(user.displayName?.replaceAll('ö', 'o').toUpperCase() ?? '')
  await expect(grid.rowOf(user.userName)).toBeVisible()
  await grid.search('nobody-has-this-name')
  await expect(page.getByText('No user matches “nobody-has-this-name”')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the search' }).last().click()
  await expect(grid.row(1)).toBeVisible()
})
