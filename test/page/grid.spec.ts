import { activeCell, expect, gridOf, test } from './fixture.ts'

const headers = [
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
  'Created',
  'Projects',
  'Actions',
]

test('the grid says how large it is, and has the columns of the page', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  await expect(grid).toHaveAttribute('aria-rowcount', '5004')
  await expect(grid).toHaveAttribute('aria-colcount', '13')
  for (const name of headers) await expect(grid.getByRole('columnheader', { name, exact: true })).toHaveCount(1)
  await expect(grid.getByRole('columnheader', { name: 'User Name' })).toHaveAttribute('aria-sort', 'ascending')
})

test('keys move one cell that the grid names, and the list follows', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  await grid.focus()
  const first = await activeCell(page)
  await page.keyboard.press('Control+End')
  await expect(page.locator('.is-current')).toHaveAttribute('aria-rowindex', '5004')
  await expect(page.locator('.is-current.is-loading')).toHaveCount(0)
  await page.keyboard.press('Control+Home')
  expect(await activeCell(page)).toBe(first)
  await page.keyboard.press('PageDown')
  const paged = Number(await page.locator('.is-current').getAttribute('aria-rowindex'))
  expect(paged).toBeGreaterThan(15)
  await page.keyboard.press('PageUp')
  await expect(page.locator('.is-current')).toHaveAttribute('aria-rowindex', '2')
})

test('a header is reached by keys; Enter sorts, Shift+Enter adds a second key', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  await grid.focus()
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  expect(await activeCell(page)).toBe('Role')
  await page.keyboard.press('Enter')
  await expect(grid.getByRole('columnheader', { name: 'Role' })).toHaveAttribute('aria-sort', 'ascending')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByText('Sorted by Role, then Organization')).toBeVisible()
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByText('Sorted by Role, then Organization (descending)')).toBeVisible()
})

test('wheel and scrollbar reach the last row and come back, also in a list taller than any element', async ({
  open,
}) => {
  const page = await open({ query: { users: '400000' } })
  const grid = await gridOf(page)
  await grid.hover()
  await page.mouse.wheel(0, 320)
  await expect(page.locator('[aria-rowindex="15"]')).toBeVisible()
  const scroller = page.locator('.scroller')
  await scroller.evaluate((element) => (element.scrollTop = element.scrollHeight))
  await expect(page.locator('.row[aria-rowindex="400004"]:not(.is-loading)')).toBeInViewport()
  await scroller.evaluate((element) => (element.scrollTop = 0))
  await expect(page.locator('.row[aria-rowindex="2"]:not(.is-loading)')).toBeInViewport()
})

test('the cursor stays on its user when others change the list', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  await grid.focus()
  for (let step = 0; step < 10; step++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const name = await activeCell(page)
  const before = await page.locator('.is-current').boundingBox()
  await page.evaluate(() => {
    for (const id of ['odd-0', 'odd-1']) window.control.changeUser(id, { deletedAt: '2026-01-01T00:00:00Z' })
  })
  await expect(grid).toHaveAttribute('aria-rowcount', '5002')
  await expect(page.locator('.is-current')).toHaveAttribute('aria-rowindex', '10')
  expect(await activeCell(page)).toBe(name)
  expect((await page.locator('.is-current').boundingBox())?.y).not.toBeNull()
  expect(before).not.toBeNull()
})

test('rows show placeholders until they arrive, and the grid says that it is busy', async ({ open }) => {
  const page = await open({ query: { latency: '600' } })
  const grid = page.getByRole('grid', { name: 'Users' })
  await expect(grid).toHaveAttribute('aria-busy', 'true')
  await expect(page.locator('.row.is-loading').first()).toBeVisible()
  await gridOf(page)
  await expect(grid).toHaveAttribute('aria-busy', 'false')
})

test('buttons in cells say what they do, and why they cannot', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  await page.getByRole('searchbox', { name: 'Search users' }).fill('aiko-adeyemi-3589')
  await expect(grid).toHaveAttribute('aria-rowcount', '2')
  for (const name of ['Edit', 'Delete', 'Projects of']) {
    const button = grid.getByRole('button', { name: `${name} aiko-adeyemi-3589` })
    await expect(button).toBeDisabled()
    await expect(button).toHaveAccessibleDescription('An account with this role cannot be changed here')
  }
})

test('Enter on the actions goes to its buttons, and Esc comes back', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  await grid.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await expect(page.locator('.is-current [data-does=edit]')).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.is-current [data-does=remove]')).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(grid).toBeFocused()
})

test('typed letters of AltGr and held keys run no command', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await page.evaluate(() => {
    const held = { key: 'n', ctrlKey: true, bubbles: true, cancelable: true }
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { ...held, modifierAltGraph: true }))
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { ...held, repeat: true }))
  })
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('Control+n')
  await expect(page.getByRole('dialog', { name: 'Add user' })).toBeVisible()
})

test('lists are closed when another is asked for', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  for (const text of ['a', 'ai', 'aik']) {
    await page.getByRole('searchbox', { name: 'Search users' }).fill(text)
    await page.waitForTimeout(150)
  }
  await expect.poll(() => page.evaluate(() => window.control.openLists())).toBe(1)
})

test('written from right to left, the first column stands at the right', async ({ open }) => {
  const page = await open({ query: { dir: 'rtl' } })
  const grid = await gridOf(page)
  const [first, last] = await Promise.all([
    grid.getByRole('columnheader', { name: 'Id' }).boundingBox(),
    grid.getByRole('columnheader', { name: 'Actions' }).boundingBox(),
  ])
  expect(first?.x).toBeGreaterThan(last?.x ?? Infinity)
  await grid.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowUp')
  expect(await activeCell(page)).toBe('User Name')
})
