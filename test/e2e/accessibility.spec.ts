import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'

/** What keeps somebody out: axe's two worst grades, and none of them is left. */
const grades = ['serious', 'critical']

async function expectNoBarriers(page: Page, screen: string): Promise<void> {
  const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(passes.length, `axe looked at ${screen}`).toBeGreaterThan(10)
  const found = violations
    .filter(({ impact }) => grades.includes(impact ?? ''))
    .map(({ id, nodes }) => `${screen}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  expect(found).toEqual([])
}

async function setTheme(page: Page, theme: 'Light' | 'Dark'): Promise<void> {
  await page.keyboard.press('Control+K')
  const isDark = await page.evaluate(() => document.documentElement.style.colorScheme === 'dark')
  await page.keyboard.type('switch between')
  await page.keyboard.press(isDark === (theme === 'Dark') ? 'Escape' : 'Enter')
  await expect
    .poll(() => page.evaluate(() => document.documentElement.style.colorScheme))
    .toBe(theme === 'Dark' ? 'dark' : 'light')
}

const dialogs: [name: string, open: (page: Page) => Promise<unknown>][] = [
  ['palette', (page) => page.keyboard.press('Control+K')],
  ['help', (page) => page.keyboard.press('F1')],
  ['add user', (page) => page.keyboard.press('Control+N')],
  ['edit user', (page) => page.keyboard.press('Alt+Enter')],
  ['delete user', (page) => page.keyboard.press('Control+Delete')],
  [
    'projects',
    (page) =>
      page
        .getByRole('button', { name: /^Projects of/, disabled: false })
        .first()
        .click(),
  ],
]

for (const theme of ['Light', 'Dark'] as const) {
  test(`no barrier before anybody signs in, ${theme.toLowerCase()}`, async ({ launch, server }) => {
    const first = await (await launch()).firstWindow()
    await first.getByRole('heading', { name: 'Welcome to Muster' }).waitFor()
    await setTheme(first, theme)
    await expectNoBarriers(first, 'first run')
    await first.getByRole('button', { name: 'Connect' }).click()
    await expectNoBarriers(first, 'first run, with an error')
    await first.getByLabel('Address').fill(server.url)
    await first.keyboard.press('Enter')
    await first.getByLabel('Password', { exact: true }).waitFor()
    await expectNoBarriers(first, 'sign-in')
    await first.getByLabel('User name or e-mail').fill('somebody')
    await first.getByLabel('Password', { exact: true }).fill('wrong')
    await first.keyboard.press('Enter')
    await first.getByRole('alert').waitFor()
    await expectNoBarriers(first, 'sign-in refused')
    await first.getByRole('button', { name: 'Forgotten password?' }).click()
    await expectNoBarriers(first, 'forgotten password')
    await first.getByRole('button', { name: 'Edit server…' }).click()
    await expectNoBarriers(first, 'edit server')
  })

  test(`no barrier on any place, ${theme.toLowerCase()}`, async ({ page, grid }) => {
    await setTheme(page, theme)
    await expectNoBarriers(page, 'users')
    await grid.search('nobody has this name')
    await page.getByRole('heading', { name: /No user matches/ }).waitFor()
    await expectNoBarriers(page, 'users, none found')
    await grid.search('')
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page.getByRole('table').waitFor()
    await expectNoBarriers(page, 'audit log')
    await page.getByRole('button', { name: 'My Profile' }).click()
    await page.getByRole('form', { name: 'Password' }).waitFor()
    await expectNoBarriers(page, 'profile')
    await page.getByRole('button', { name: 'Delete my account…' }).click()
    await expectNoBarriers(page, 'profile, deleting')
  })

  test(`no barrier in any dialog, ${theme.toLowerCase()}`, async ({ page, grid }) => {
    await setTheme(page, theme)
    for (const [name, open] of dialogs) {
      await grid.root.focus()
      await open(page)
      await page.getByRole('dialog').first().waitFor()
      await expectNoBarriers(page, name)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
  })
}
