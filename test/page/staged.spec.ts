// Selecting and staging where only a made-up main can bring about what happens meanwhile.
import type { Page } from '@playwright/test'
import { activeCell, expect, gridOf, test } from './fixture.ts'
import { total } from './users-list.ts'

const selected = (page: Page) => page.locator('[role=gridcell][data-column=displayName][aria-selected=true]')
const status = (page: Page) => page.getByRole('status')
const line = (page: Page) => page.getByRole('group', { name: 'Cell under the cursor' })

/** What main was asked to stage last. */
const lastEdit = (page: Page) =>
  page.evaluate(() => window.control.calls.filter(({ method }) => method === 'staged.edit').at(-1)?.input)

async function start(page: Page, row = 10): Promise<void> {
  const grid = await gridOf(page)
  await grid.focus()
  for (let step = 0; step < row; step++) await page.keyboard.press('ArrowDown')
  for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowRight')
}

test('who is selected stays selected while others change the list, and nobody else is edited', async ({ open }) => {
  const page = await open({ query: { users: '300', plain: '' } })
  await start(page)
  for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+ArrowDown')
  await expect(selected(page)).toHaveCount(4)
  await expect
    .poll(() => page.evaluate(() => window.control.calls.some(({ method }) => method === 'selection.take')))
    .toBe(true)
  const names = await page.locator('.in-range [data-column=userName] bdi').allTextContents()
  // one above goes, and one of the selected sorts elsewhere from now on
  const [above, inside] = await page.evaluate(() => {
    const nameAt = (row: number) =>
      document.querySelector(`[data-row="${row}"] [data-column=userName] bdi`)?.textContent ?? ''
    const idOf = (name: string) => window.control.users.find(({ userName }) => userName === name)?.id ?? ''
    return [idOf(nameAt(2)), idOf(nameAt(12))]
  })
  await page.evaluate(
    ([gone = '', moved = '']) => {
      window.control.changeUser(gone, { deletedAt: '2026-01-01T00:00:00Z' })
      window.control.changeUser(moved, { userName: 'aaaa-first' })
    },
    [above, inside],
  )
  await expect(page.locator('.row.is-current')).toHaveAttribute('aria-rowindex', '12')
  await expect.poll(() => page.locator('.in-range').count()).toBe(4)
  const after = await page.locator('.in-range [data-column=userName] bdi').allTextContents()
  expect(after.toSorted()).toEqual([...names.filter((_, at) => at !== 2), 'aaaa-first'].toSorted())
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => page.locator('.staged-displayName').count()).toBeGreaterThanOrEqual(3)
  await page.keyboard.press('Control+Home')
  await expect(page.locator('[data-row="0"]')).toContainText('aaaa-first')
  await expect(page.locator('[data-row="0"].staged-displayName')).toBeVisible()
})

test('a fill over more than 500 users asks, with Cancel in focus; holding the key confirms nothing', async ({
  open,
}) => {
  const page = await open({ query: { users: '2000', plain: '' } })
  await start(page)
  await page.keyboard.press('Control+A')
  await expect(page.getByText('2,000 users selected')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  const question = page.getByRole('dialog', { name: 'Edit many users' })
  await expect(question).toContainText('Stage Display Name for 2,000 users?')
  await expect(question.getByRole('button', { name: /Cancel/ })).toBeFocused()
  await page.keyboard.down('Control')
  for (let times = 0; times < 3; times++) await page.keyboard.down('Enter')
  await page.keyboard.up('Enter')
  await page.keyboard.up('Control')
  expect(await lastEdit(page)).toBeUndefined()
  if (!(await question.isVisible())) await page.keyboard.press('Control+Enter')
  await question.getByRole('button', { name: 'Stage for 2,000 users' }).click()
  await expect(status(page)).toContainText(/\d staged changes/)
  await page.keyboard.press('Control+Z')
  await expect(status(page)).not.toContainText('staged')
})

test('what cannot be given to many says so, and nothing is staged', async ({ open }) => {
  const page = await open({ query: { users: '100', plain: '' } })
  await start(page)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+Enter')
  await expect(line(page)).toContainText('E-mail belongs to one user alone')
  await page.keyboard.press('Delete')
  await expect(line(page)).toContainText('Only Display Name may be empty')
  expect(await lastEdit(page)).toBeUndefined()
})

test('fill down gives the values of the first row to those below', async ({ open }) => {
  const page = await open({ query: { users: '100', plain: '' } })
  await start(page)
  const value = await activeCell(page)
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Control+D')
  await expect(page.locator('[data-row="12"] [data-column=displayName]')).toHaveText(value)
  await expect(page.locator('[data-row="11"] [data-column=displayName]')).toHaveText(value)
})

test('a text that an input method composes opens the editor, and its first letter is not lost', async ({ open }) => {
  const page = await open({ query: { users: '100', plain: '' } })
  await start(page)
  const session = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text: 'か', selectionStart: 1, selectionEnd: 1 })
  await expect(page.locator('.cell-editor')).toContainText('か')
  await session.send('Input.imeSetComposition', { text: 'かな', selectionStart: 2, selectionEnd: 2 })
  await expect(page.locator('.cell-editor')).toContainText('かな')
  await session.send('Input.insertText', { text: '仮名' })
  await expect(page.getByRole('textbox', { name: /^Display Name of/ })).toHaveValue('仮名')
  await page.keyboard.press('Enter')
  await expect(page.locator('[data-row="10"] [data-column=displayName]')).toHaveText('仮名')
})

test('rows are selected in the gutter, by drag, Shift and Ctrl', async ({ open }) => {
  const page = await open({ query: { users: '100', plain: '' } })
  await gridOf(page)
  const gutter = (row: number) => page.locator(`[data-row="${row}"] .gutter`)
  await gutter(2).click()
  await gutter(4).click({ modifiers: ['Shift'] })
  await expect(page.locator('.in-range')).toHaveCount(3)
  await gutter(6).click({ modifiers: ['Control'] })
  await gutter(3).click({ modifiers: ['Control'] })
  await expect(page.locator('.in-range')).toHaveCount(3)
  await expect(page.getByText('3 users selected')).toBeVisible()
  await page.locator('[data-row="8"] [data-column=displayName]').hover()
  await page.mouse.down()
  await page.locator('[data-row="10"] [data-column=role]').hover()
  await page.mouse.up()
  await expect(page.locator('.in-range')).toHaveCount(3)
  expect(await page.locator('[data-row="9"] [aria-selected=true]').count()).toBeGreaterThan(2)
  await page.keyboard.press('Escape')
  await expect(page.locator('.in-range')).toHaveCount(0)
  expect(await total(page)).toBe(100)
})
