// Bulk edits by keys alone, up to what is staged: nothing here is sent.
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

const status = (page: Page) => page.getByRole('status')
const active = async (page: Page) => {
  const id = await page.getByRole('grid').getAttribute('aria-activedescendant')
  return page.locator(`#${id ?? 'none'}`)
}
const selected = (page: Page, column: string) =>
  page.locator(`[role=gridcell][data-column=${column}][aria-selected=true]`)

/** The list without its protected accounts, which nobody edits, and the cursor on a column of its first row. */
async function goTo(page: Page, column: string): Promise<void> {
  await page.getByRole('grid').focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Control+G')
  await page.keyboard.type(column)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid')).toBeFocused()
}

/** Only users that an admin may edit: those with the role user. */
async function onlyUsers(page: Page): Promise<void> {
  await usersGrid(page).search('a')
  await page.keyboard.press('Enter')
}

test('a range is selected by keys, typed into, filled, undone and done again', async ({ page }) => {
  await onlyUsers(page)
  await goTo(page, 'Display')
  for (let row = 0; row < 3; row++) await page.keyboard.press('Shift+ArrowDown')
  await expect(selected(page, 'displayName')).toHaveCount(4)
  await expect(page.getByText('4 users selected')).toBeVisible()
  await page.keyboard.type('Zoë')
  await expect(page.getByRole('textbox', { name: /^Display Name of/ })).toHaveValue('Zoë')
  await page.keyboard.press('Enter')
  const cell = await active(page)
  await expect(cell).toContainText('Zoë')
  await expect(cell).toHaveAttribute('aria-description', /^Staged\. Was .*, now Zoë\.$/)
  await expect(status(page)).toContainText('1 staged change')

  await page.keyboard.press('Control+Enter')
  await expect(status(page)).toContainText('4 staged changes')
  await expect(page.locator('.staged-displayName')).toHaveCount(4)
  await page.keyboard.press('Control+Z')
  await expect(status(page)).toContainText('1 staged change')
  await page.keyboard.press('Control+Shift+Z')
  await expect(status(page)).toContainText('4 staged changes')
  await page.keyboard.press('Escape')
  await expect(selected(page, 'displayName')).toHaveCount(0)
  for (let step = 0; step < 2; step++) await page.keyboard.press('Control+Z')
  await expect(status(page)).not.toContainText('staged')
})

test('what breaks a rule is marked with its rule, and has a chip', async ({ page }) => {
  await onlyUsers(page)
  await goTo(page, 'E-mail')
  await page.keyboard.press('F2')
  const editor = page.getByRole('textbox', { name: /^E-mail of/ })
  await editor.fill('no address')
  await expect(editor).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('alert')).toContainText('This is no e-mail address')
  await page.keyboard.press('Tab')
  await expect(status(page)).toContainText('1 invalid')
  await expect(page.locator('.invalid-email')).toHaveCount(1)
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('group', { name: 'Cell under the cursor' })).toContainText('This is no e-mail address')
  await page.getByRole('button', { name: 'Invalid 1' }).click()
  await expect.poll(() => usersGrid(page).total()).toBe(1)
})

/** A field of the test's own, by which the clipboard is read and written as a spreadsheet would. */
async function withField<T>(page: Page, text: string, work: () => Promise<T>): Promise<string> {
  await page.evaluate((value) => {
    const field = document.createElement('textarea')
    field.id = 'clipboard'
    field.value = value
    document.body.append(field)
    field.select()
  }, text)
  await work()
  const value = await page.locator('#clipboard').inputValue()
  await page.evaluate(() => document.querySelector('#clipboard')?.remove())
  await page.getByRole('grid').focus()
  return value
}
const clipboard = (page: Page) => withField(page, '', () => page.keyboard.press('Control+V'))
const putOnClipboard = (page: Page, text: string) => withField(page, text, () => page.keyboard.press('Control+C'))

test('whole rows are copied with titles, and a table goes to the users that it names', async ({ page }) => {
  await onlyUsers(page)
  await goTo(page, 'Display')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+C')
  await expect(page.getByText('2 rows were copied.')).toBeVisible()
  expect((await clipboard(page)).split('\n')).toHaveLength(2)
  await page.keyboard.press('Shift+Space')
  await page.keyboard.press('Control+C')
  await expect(page.getByText('2 rows were copied.')).toHaveCount(2)
  const table = (await clipboard(page)).split('\n').map((line) => line.split('\t'))
  expect(table).toHaveLength(3)
  expect(table[0]?.slice(0, 3)).toEqual(['Id', 'User Name', 'Display Name'])
  const [first = '', second = ''] = table.slice(1).map(([id]) => id)

  await putOnClipboard(page, `Id\tDisplay Name\n${second}\tSecond\nnobody-9\tNobody\n${first}\tFirst`)
  await page.keyboard.press('Control+V')
  const question = page.getByRole('dialog', { name: 'Paste' })
  await expect(question).toContainText('2 by Id')
  await expect(question).toContainText('1 not in this list: nobody-9')
  await question.getByRole('button', { name: 'Stage 2 users' }).press('Enter')
  await expect(status(page)).toContainText('2 staged changes')
  await expect(usersGrid(page).row(1)).toContainText('First')
  await expect(usersGrid(page).row(2)).toContainText('Second')
  await page.keyboard.press('Control+Z')
  await expect(status(page)).not.toContainText('staged')
})

test('a table without titles goes where it is pasted; one that does not fit is explained', async ({ page }) => {
  await onlyUsers(page)
  await goTo(page, 'Display')
  await putOnClipboard(page, 'Ada\nBo\nCy')
  await page.keyboard.press('Control+V')
  await expect(status(page)).toContainText('3 staged changes')
  await expect(usersGrid(page).row(3)).toContainText('Cy')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+V')
  await expect(page.getByText('The table is 3 rows by 1 columns; it does not fit into 2 by 1.')).toBeVisible()
  await expect(status(page)).toContainText('3 staged changes')
})

test('cells that nobody can edit say why, and yes and no switch by Space', async ({ page }) => {
  await onlyUsers(page)
  await goTo(page, 'Partner')
  await page.keyboard.press('F2')
  await expect(page.getByRole('group', { name: 'Cell under the cursor' })).toContainText(
    'Partner cannot be changed here',
  )
  await goTo(page, 'Disabled')
  const before = await (await active(page)).innerText()
  await page.keyboard.press('Space')
  await expect(await active(page)).not.toHaveText(before)
  await expect(status(page)).toContainText('1 staged change')
  await page.keyboard.press('Space')
  await expect(status(page)).not.toContainText('staged')
})

test('sets are kept apart, and what is staged is there again after a restart', async ({ launch, server, signedIn }) => {
  const page = await signedIn()
  await usersGrid(page).isComplete()
  await onlyUsers(page)
  await goTo(page, 'Display')
  await page.keyboard.type('Kept')
  await page.keyboard.press('Enter')
  await expect(status(page)).toContainText('1 staged change')
  const sets = page.getByRole('button', { name: /^Set: / })
  await sets.press('Enter')
  await page.getByLabel('Name of a new set').fill('Autumn')
  await page.keyboard.press('Enter')
  await expect(sets).toHaveAccessibleName('Set: Autumn')
  await expect(status(page)).not.toContainText('staged')
  await sets.press('Enter')
  await page.getByRole('radio', { name: 'Staged changes, 1' }).check()
  await page.keyboard.press('Escape')
  await expect(status(page)).toContainText('1 staged change')

  await page.close()
  const app = await launch(`--server=${server.url}`)
  const again = await app.firstWindow()
  await usersGrid(again).isComplete()
  await expect(status(again)).toContainText('1 staged change')
  await expect(again.locator('.staged-displayName')).toContainText('Kept')
  await again.getByRole('button', { name: /^Set: / }).press('Enter')
  await again.getByRole('button', { name: 'Drop this set…' }).press('Enter')
  const question = again.getByRole('dialog', { name: 'Drop a set' })
  await expect(question.getByRole('button', { name: /Keep it/ })).toBeFocused()
  await question.getByRole('button', { name: 'Drop the set' }).press('Enter')
  await expect(status(again)).not.toContainText('staged')
})
