// The whole way of a bulk edit by keys alone, as keyboard.md ends with it, over thousands of users and a crash.
import type { Page } from '@playwright/test'
import { startServer, type TestServer } from '../support/server.ts'
import { expect, nameOf, signIn, test as base } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

/** A server whose users no other spec looks at. */
const test = base.extend<object, { server: TestServer }>({
  server: [
    async ({}, use) => {
      const server = await startServer({ users: 6000, seed: 12 })
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
})

const plan = (page: Page) => page.getByRole('grid', { name: 'Changes of the plan' })
const shot = async (page: Page, name: string) => {
  const folder = process.env.MUSTER_PICTURES
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}

/** Types what the plan asks for, as a person reads it from the label. */
async function typeGuards(page: Page): Promise<void> {
  for (const field of await page.getByLabel(/Type .+/).all()) {
    const label =
      (await field.getAttribute('aria-label')) ??
      (await field.evaluate((input) => (input as HTMLInputElement).labels?.[0]?.textContent ?? ''))
    await field.focus()
    await page.keyboard.type(/Type (\S+)/.exec(label)?.[1]?.replaceAll(/[,.]$/g, '') ?? '')
  }
}

test('thousands of users get a role by keys alone, over a crash, and get the one of before back', async ({
  launch,
  server,
}) => {
  test.slow()
  const managers = async () => {
    const admin = await server.as('admin')
    const path = `/users?limit=1&count=true&filter=${encodeURIComponent('role eq "manager"')}`
    return (await admin<{ total: number }>('GET', path)).body.total
  }
  const before = await managers()
  const app = await launch(`--server=${server.url}`)
  const page = await app.firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await usersGrid(page).isComplete()

  await page.keyboard.press('Control+F')
  await page.keyboard.type('example')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid')).toBeFocused()
  await page.keyboard.press('Control+G')
  await page.keyboard.type('role')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Shift+ArrowDown')
  await shot(page, '1-range')
  await page.keyboard.type('m')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
  await shot(page, '2-question')
  await page.getByRole('dialog').getByRole('button', { name: 'Stage' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText(/\d,\d{3} staged changes/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await shot(page, '3-staged')

  await page.keyboard.press('Control+S')
  await expect(plan(page)).toBeFocused({ timeout: 60_000 })
  await shot(page, '4-plan')
  const all = await page.getByRole('tab', { name: /^All / }).innerText()
  const count = Number(all.replaceAll(/\D/g, ''))
  expect(count).toBeGreaterThan(4000)
  await typeGuards(page)
  await shot(page, '5-guards')
  await page.keyboard.press('Control+Shift+Enter')
  await expect(page.getByRole('tab', { name: /^Applied [1-9]/ })).toBeVisible({ timeout: 30_000 })
  await shot(page, '6-job')
  const gone = app.waitForEvent('close')
  app.process().kill('SIGKILL')
  await gone

  const again = await (await launch()).firstWindow()
  await usersGrid(again).isComplete()
  await again.keyboard.press('Control+K')
  await again.keyboard.type('jobs')
  await again.keyboard.press('Enter')
  await expect(again.getByRole('heading', { level: 2 }).first()).toContainText('Done', { timeout: 120_000 })
  await expect(again.getByRole('tab', { name: `Applied ${count.toLocaleString('en')}` })).toBeVisible()
  await shot(again, '7-report')
  expect(await managers()).toBe(before + count)

  await again.getByRole('button', { name: 'Undo…' }).focus()
  await again.keyboard.press('Enter')
  await expect(plan(again)).toBeFocused({ timeout: 60_000 })
  await shot(again, '8-undo')
  await typeGuards(again)
  await again.keyboard.press('Control+Shift+Enter')
  await expect(again.getByRole('list', { name: 'Jobs, the newest first' }).getByText(/^Undone/)).toBeVisible({
    timeout: 120_000,
  })
  await shot(again, '9-undone')
  expect(await managers()).toBe(before)
})
