import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { ElectronApplication, Page } from '@playwright/test'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { expect, nameOf, signIn, test as base } from './fixture.ts'
import { stage } from './staging.ts'
import { usersGrid } from './users-grid.ts'

/** A server whose users no other spec looks at. */
const test = base.extend<object, { server: TestServer }>({
  server: [
    async ({}, use) => {
      const server = await startServer({ users: 400, seed: 11 })
      await use(server)
      await server.stop()
    },
    { scope: 'worker' },
  ],
})

const plain = 'role eq "user" and approved eq true and disabled eq false and not (protection pr)'

async function plainUsers(server: TestServer, count: number): Promise<UserBody[]> {
  const admin = await server.as('admin')
  const path = `/users?limit=${count}&filter=${encodeURIComponent(plain)}`
  const { items } = (await admin<{ items: UserBody[] }>('GET', path)).body
  expect(items).toHaveLength(count)
  return items
}
const countOf = async (server: TestServer, filter: string): Promise<number> => {
  const admin = await server.as('admin')
  const path = `/users?limit=200&filter=${encodeURIComponent(filter)}`
  return (await admin<{ items: unknown[] }>('GET', path)).body.items.length
}

async function start(launch: (...args: string[]) => Promise<ElectronApplication>, server: TestServer) {
  const app = await launch(`--server=${server.url}`)
  const page = await app.firstWindow()
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await usersGrid(page).isComplete()
  return { app, page }
}

/** A second client saves. */
async function saveElsewhere(server: TestServer, id: string, body: object): Promise<void> {
  const admin = await server.as('admin')
  const { etag } = await server.find(`id eq "${id}"`)
  expect((await admin('PATCH', `/users/${id}`, { body, headers: { 'if-match': etag } })).status).toBe(200)
}

async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(found.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
}

const review = (page: Page) => page.getByRole('region', { name: 'Review' })
const plan = (page: Page) => page.getByRole('grid', { name: 'Changes of the plan' })
const report = (page: Page) => page.getByRole('grid', { name: 'Report of the job' })
const sendButton = (page: Page) => page.getByRole('button', { name: /^Send \d+ change/ })
const tab = (page: Page, name: string, count: number) =>
  page.getByRole('tab', { name: `${name} ${count}`, exact: true })

async function openReview(page: Page): Promise<void> {
  await page.keyboard.press('Control+S')
  await expect(plan(page)).toBeFocused()
}

test('many are disabled: counted, guarded, sent by its one key, reported, exported and taken back', async ({
  launch,
  server,
  userData,
}) => {
  const users = await plainUsers(server, 60)
  const { app, page } = await start(launch, server)
  await stage(
    page,
    users.map(({ id }) => id),
    { kind: 'set', set: { disabled: true } },
  )
  await openReview(page)
  await expect(tab(page, 'Disable', 60)).toBeVisible()
  await expect(page.getByText('60 users are signed out everywhere')).toBeVisible()
  await expect(plan(page)).toHaveAttribute('aria-rowcount', '61')
  await expectNoBarriers(page)

  await page.keyboard.press('Control+Shift+Enter')
  await expect(sendButton(page)).toBeDisabled()
  const guard = page.getByLabel('60 users are disabled. Type 60')
  await guard.fill('59')
  await expect(sendButton(page)).toBeDisabled()
  await guard.fill('60')
  await page.getByLabel('Reason').fill('They have left')
  await page.keyboard.press('Control+Shift+Enter')

  await expect(page.getByRole('heading', { name: /Clean-up/ })).toContainText('Done')
  await expect(tab(page, 'Applied', 60)).toBeVisible()
  await expect(page.getByText('Reason: They have left')).toBeVisible()
  const ids = users.map(({ id }) => `id eq "${id}"`)
  expect(await countOf(server, `disabled eq true and (${ids.join(' or ')})`)).toBe(60)
  await expectNoBarriers(page)

  const file = join(userData, 'report.csv')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'CSV…' }).click()
  await expect(page.getByText('The report was written to the file.')).toBeVisible()
  expect(readFileSync(file, 'utf8').trimEnd().split('\r\n')).toHaveLength(61)

  // somebody else has enabled one meanwhile, and disabled it again under another name: only that field is shown
  await page.getByRole('button', { name: 'Undo…' }).click()
  await expect(review(page).getByRole('heading', { name: 'Review: take back “Clean-up”' })).toBeVisible()
  await expect(plan(page)).toBeFocused()
  await page.keyboard.press('Control+Shift+Enter')
  await expect(page.getByRole('heading', { name: /Clean-up/ })).toContainText('Done')
  await expect(page.getByRole('list', { name: 'Jobs, the newest first' }).getByText(/^Undone/)).toBeVisible()
  expect(await countOf(server, `disabled eq true and (${ids.join(' or ')})`)).toBe(0)
})

test('what others changed is a conflict to be settled, and what cannot be sent says why', async ({
  launch,
  server,
}) => {
  const [mine, theirs, gone, both] = await plainUsers(server, 4)
  if (!mine || !theirs || !gone || !both) throw new Error('too few users')
  const { page } = await start(launch, server)
  const edit = { kind: 'set' as const, set: { displayName: 'Edited here' } }
  await stage(
    page,
    [mine, theirs, gone, both].map(({ id }) => id),
    edit,
  )
  await saveElsewhere(server, mine.id, { displayName: 'Saved by others 1' })
  await saveElsewhere(server, theirs.id, { displayName: 'Saved by others 2' })
  await saveElsewhere(server, both.id, { email: 'other-field@made.example' })
  const admin = await server.as('admin')
  await admin('DELETE', `/users/${gone.id}`, { headers: { 'if-match': gone.etag } })

  await openReview(page)
  await expect(tab(page, 'All', 1)).toBeVisible()
  await tab(page, 'Refused', 1).click()
  await expect(plan(page)).toContainText('This user no longer exists.')
  await page.getByRole('button', { name: 'Drop refused' }).click()
  await tab(page, 'Conflict', 2).click()
  await expect(plan(page)).toContainText('Somebody else changed Display Name')
  await plan(page).focus()
  const first = await plan(page).getByRole('row').nth(1).getByRole('gridcell').first().innerText()
  await page.keyboard.press('ArrowLeft')
  await expect(tab(page, 'Conflict', 1)).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect(tab(page, 'Conflict', 0)).toBeVisible()
  await tab(page, 'All', 2).click()
  await sendButton(page).click()
  await expect(page.getByRole('heading', { name: /Clean-up/ })).toContainText('Done')
  const names = new Map([mine, theirs].map((user) => [user.userName, user]))
  for (const user of [mine, theirs]) {
    const { displayName } = await server.find(`id eq "${user.id}"`)
    const before = user === mine ? 'Saved by others 1' : 'Saved by others 2'
    expect(displayName).toBe(names.get(first) === user ? 'Edited here' : before)
  }
  expect((await server.find(`id eq "${both.id}"`)).displayName).toBe('Edited here')
})

test('a refusal is reported with field and reason, and can be staged again', async ({ launch, server }) => {
  const [user, other] = await plainUsers(server, 2)
  if (!user || !other) throw new Error('too few users')
  const { page } = await start(launch, server)
  await stage(page, [user.id], { kind: 'set', set: { email: 'wanted@made.example' } })
  await openReview(page)
  await expect(page.getByText('1 user signs in with a new address')).toBeVisible()
  // between the re-read and the sending somebody else takes the address
  await saveElsewhere(server, other.id, { email: 'wanted@made.example' })
  await page.keyboard.press('Control+Shift+Enter')
  await expect(page.getByRole('heading', { name: /Clean-up/ })).toContainText('Done, not all')
  await tab(page, 'Refused', 1).click()
  await expect(report(page)).toContainText('E-mail: This address belongs to another user.')
  await page.getByRole('button', { name: 'Stage 1 again' }).click()
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Review', exact: true }).click()
  await expect(tab(page, 'Refused', 1)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(review(page)).toHaveCount(0)
})

test('a job pauses after ten, survives a crash, and goes on', async ({ launch, server }) => {
  const users = await plainUsers(server, 150)
  const { app, page } = await start(launch, server)
  await stage(
    page,
    users.map(({ id }) => id),
    { kind: 'set', set: { displayName: 'Over a crash' } },
  )
  await openReview(page)
  await page.getByLabel('Send 10, then pause').check()
  await page.keyboard.press('Control+Shift+Enter')
  await expect(page.getByText('Paused after the first, as you asked.')).toBeVisible()
  await expect(tab(page, 'Applied', 10)).toBeVisible()
  await page.getByRole('button', { name: 'Go on' }).first().click()
  const gone = app.waitForEvent('close')
  app.process().kill('SIGKILL')
  await gone

  const again = await (await launch()).firstWindow()
  await usersGrid(again).isComplete()
  await again.getByRole('button', { name: /^Jobs/ }).click()
  await expect(tab(again, 'Applied', 150)).toBeVisible()
  await expect(again.getByRole('heading', { name: /Clean-up/ })).toContainText('Done')
  expect(await countOf(server, 'displayName eq "Over a crash"')).toBe(150)
})
