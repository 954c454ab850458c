import { expect, gridOf, test } from './fixture.ts'

const staged = (page: Parameters<typeof gridOf>[0]) =>
  page.evaluate(() => window.control.calls.filter(({ method }) => method === 'staged.edit').map(({ input }) => input))
const asked = (page: Parameters<typeof gridOf>[0]) =>
  page.evaluate(() => window.control.calls.findLast(({ method }) => method === 'plan.make')?.input)

/** Selects the first rows by keys. */
async function select(page: Parameters<typeof gridOf>[0], rows: number) {
  const grid = await gridOf(page)
  await grid.focus()
  for (let row = 1; row < rows; row++) await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('toolbar', { name: 'Selected users' })).toContainText(`${rows} selected`)
  return grid
}

test('the bar comes with several selected users and moves no row; Clear lets them go', async ({ open }) => {
  const page = await open({ query: { plain: '1' } })
  const grid = await gridOf(page)
  const before = await grid.boundingBox()
  await select(page, 3)
  expect(await grid.boundingBox()).toEqual(before)
  await page.getByRole('button', { name: 'Clear' }).last().click()
  await expect(page.getByRole('toolbar', { name: 'Selected users' })).toHaveCount(0)
  await expect(grid).toBeFocused()
})

test('an action is counted first, staged by Ctrl+Enter, and can be taken back', async ({ open }) => {
  const page = await open({ query: { plain: '1' } })
  await select(page, 4)
  await page.getByRole('button', { name: 'Disable…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Disable' })
  await expect(dialog.getByRole('heading')).toHaveText('Disable 4 users')
  await expect(dialog.getByRole('button', { name: 'Stage' })).toBeFocused()
  await expect(dialog.getByText(/\d change/)).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toHaveCount(0)
  await expect.poll(() => staged(page)).toMatchObject([{ edit: { kind: 'set', set: { disabled: true } } }])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect
    .poll(() => page.evaluate(() => window.control.calls.some(({ method }) => method === 'staged.undo')))
    .toBe(true)
})

test('Ctrl+Shift+Enter shows the plan of the edit alone, and stages nothing', async ({ open }) => {
  const page = await open({ query: { plain: '1' } })
  await select(page, 4)
  await page.getByRole('button', { name: 'Set role…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Set role' })
  await expect(dialog.getByRole('button', { name: 'Send now' })).toBeDisabled()
  await dialog.getByText('manager').click()
  await expect(dialog.getByText('the role takes them away')).toBeVisible()
  await page.keyboard.press('Control+Shift+Enter')
  await expect(dialog).toHaveCount(0)
  await expect
    .poll(() => asked(page))
    .toMatchObject({
      from: { kind: 'edit', name: 'Set role', edit: { kind: 'set', set: { role: 'manager' } } },
    })
  expect(await staged(page)).toEqual([])
})

test('a pattern shows the first users as it is typed, and what is wrong in it', async ({ open }) => {
  const page = await open({ query: { plain: '1' } })
  await select(page, 5)
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Set e-mail by pattern…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Set e-mail' })
  const pattern = dialog.getByLabel('Pattern')
  await expect(pattern).toBeFocused()
  await pattern.fill('{name}@new.example')
  await expect(dialog.getByText('There is nothing called {name}.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Stage' })).toBeDisabled()
  await pattern.fill('@new.example')
  await pattern.press('Home')
  await dialog.getByRole('button', { name: 'Insert: User Name' }).click()
  await expect(pattern).toHaveValue('{userName}@new.example')
  const rows = dialog.getByRole('table', { name: 'The first users' }).getByRole('row')
  await expect(rows.nth(1)).toContainText('@new.example')
  await expect(rows).toHaveCount(6)
  await pattern.fill('all@new.example')
  await expect(dialog.getByText('4 would be refused')).toBeVisible()
})

test('find and replace counts who has the text', async ({ open }) => {
  const page = await open({ query: { plain: '1' } })
  await select(page, 5)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('find and replace')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Find and replace' })
  await dialog.getByText('E-mail', { exact: true }).click()
  await dialog.getByLabel('Find', { exact: true }).fill('EXAMPLE')
  await dialog.getByLabel('Replace by').fill('test')
  await expect(dialog.getByText('5 change')).toBeVisible()
  await dialog.getByLabel('Match case').check()
  await expect(dialog.getByText('Nothing would change.')).toBeVisible()
})

test('projects of several users: what some have is neither chosen nor not, and goes round', async ({ open }) => {
  const page = await open({ query: { plain: '1' } })
  await select(page, 8)
  await page.getByRole('button', { name: 'Projects…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Assign projects' })
  await expect(dialog.getByText(/belong to \d+ organizations/)).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Organization' }).fill('gull')
  await page.keyboard.press('Enter')
  await select(page, 8)
  await page.getByRole('button', { name: 'Projects…' }).click()
  const partly = dialog.locator('[aria-checked=mixed]').first()
  const name = (await partly.locator('bdi').textContent()) ?? ''
  const option = dialog.getByRole('option', { name: name.trim() })
  await option.click()
  await expect(dialog.getByText('Add to 1 project')).toBeVisible()
  await option.click()
  await expect(dialog.getByText('Remove from 1 project')).toBeVisible()
  await option.click()
  await expect(option).toHaveAttribute('aria-checked', 'mixed')
  await option.click()
  await page.keyboard.press('Control+Enter')
  await expect(dialog).toHaveCount(0)
  await expect.poll(() => staged(page)).toMatchObject([{ edit: { kind: 'projects', remove: [] } }])
})

test('the menu of the list opens by Shift+F10 and by the right button, with keys and reasons', async ({ open }) => {
  const page = await open({ query: { plain: '1' } })
  const grid = await gridOf(page)
  await grid.focus()
  await page.keyboard.press('Shift+F10')
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem').first()).toBeFocused()
  await expect(menu.getByRole('menuitem', { name: /^Delete…/ })).toContainText('Ctrl+Delete')
  await expect(menu.getByRole('menuitem', { name: /^Restore…/ })).toHaveAttribute('aria-disabled', 'true')
  await expect(menu.getByRole('menuitem', { name: /^Restore…/ })).toContainText('This user is not deleted')
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await expect(grid).toBeFocused()
  await select(page, 3)
  await grid.getByRole('row').nth(2).click({ button: 'right' })
  await expect(page.getByRole('menu', { name: 'Actions on 3 selected users' })).toBeVisible()
  await page.keyboard.press('Escape')
  await grid.getByRole('row').nth(9).click({ button: 'right' })
  await expect(page.getByRole('menu', { name: /^Actions on [a-z]/ })).toBeVisible()
})

test('Ctrl+Delete on several users asks for their number, with the focus on Cancel', async ({ open }) => {
  const page = await open({ query: { plain: '1' } })
  await select(page, 3)
  await page.keyboard.press('Control+Delete')
  const dialog = page.getByRole('dialog', { name: 'Delete' })
  await expect(dialog.getByRole('heading')).toHaveText('Delete 3 users?')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Stage' }).click()
  await expect.poll(() => staged(page)).toMatchObject([{ edit: { kind: 'action', action: 'delete' } }])
})

test('all expired invitations are planned at once, whoever is selected', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('expired')
  await page.keyboard.press('Enter')
  await expect.poll(() => asked(page)).toMatchObject({ from: { kind: 'edit', edit: { action: 'invite' } } })
})

test('what the role or the server cannot do says why, in bar, menu and palette', async ({ open }) => {
  const account = {
    ...{ id: 'me', userName: 'mira-novak', role: 'manager' },
    ...{ organization: { id: 'o1', name: 'One' }, partner: null },
  }
  const page = await open({ query: { plain: '1', connection: JSON.stringify({ account }) } })
  await select(page, 3)
  const approve = page.getByRole('toolbar', { name: 'Selected users' }).getByRole('button', { name: 'Approve…' })
  await expect(approve).toHaveAttribute('aria-disabled', 'true')
  await expect(approve).toHaveAttribute('title', 'Only partners and admins approve')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('withdraw')
  await expect(page.getByRole('option', { name: /Withdraw approval/ })).toContainText(
    'Only partners and admins approve',
  )
})
