import { commands } from '../../src-shared/commands.ts'
import { expect, test } from './fixture.ts'

test('the palette has every command, its key, and why it cannot be run', async ({ page, grid }) => {
  await grid.root.focus()
  await page.keyboard.press('Control+K')
  const palette = page.getByRole('dialog', { name: 'Commands' })
  const options = palette.getByRole('option')
  for (const { id, title } of commands) {
    if (id === 'find.palette') continue
    await expect(options.filter({ hasText: title }).first()).toBeAttached()
  }
  await expect(options.filter({ hasText: 'Add user…' })).toContainText('Ctrl+N')
  const unlock = options.filter({ hasText: 'Unlock this server' })
  await expect(unlock).toHaveAttribute('aria-disabled', 'true')
  await expect(unlock).toContainText('This server is not protected')
  await page.keyboard.type('unlock this')
  await page.keyboard.press('Enter')
  await expect(palette).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)
  await expect(grid.root).toBeFocused()
})

test('places are reached by keyboard alone, and the list is as it was left', async ({ page, grid }) => {
  const run = async (name: string) => {
    await page.keyboard.press('Control+K')
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
  }
  await grid.search('a')
  await grid.root.focus()
  for (let times = 0; times < 40; times++) await page.keyboard.press('ArrowDown')
  const current = await grid.root.locator('.is-current bdi').nth(1).innerText()
  await run('audit log')
  await expect(page.getByRole('heading', { name: 'Audit log' })).toBeVisible()
  await run('my profile')
  await expect(page.getByRole('heading', { name: 'My Profile' })).toBeVisible()
  await run('go to users')
  await expect(grid.root).toBeVisible()
  await expect(page.getByRole('searchbox', { name: 'Search users' })).toHaveValue('a')
  await expect(grid.root.locator('.is-current bdi').nth(1)).toHaveText(current)
  await expect(grid.root.locator('.is-current')).toBeInViewport()
  await run('switch between')
  await expect.poll(() => page.evaluate(() => document.documentElement.style.colorScheme)).toBe('dark')
})

test('a command of the list leads to the list first', async ({ page }) => {
  await page.getByRole('button', { name: 'Audit log' }).click()
  await page.keyboard.press('Control+N')
  await expect(page.getByRole('dialog', { name: 'Add user' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Users', exact: true })).toHaveAttribute('aria-current', 'page')
})

test('help shows every key, and finds one', async ({ page }) => {
  await page.keyboard.press('F1')
  const help = page.getByRole('dialog', { name: 'Keyboard' })
  await expect(help).toContainText('Ctrl+Shift+O')
  await help.getByRole('searchbox', { name: 'Find a key or an action' }).fill('palette')
  await expect(help.getByText('No action or key has this name')).toBeVisible()
  await help.getByRole('searchbox', { name: 'Find a key or an action' }).fill('commands')
  await expect(help).toContainText('Ctrl+K')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+/')
  await expect(help).toBeVisible()
})
