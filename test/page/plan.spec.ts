import type { Page } from '@playwright/test'
import type { Change } from '../../src-shared/domain/change.ts'
import { expect, gridOf, test } from './fixture.ts'

type Made = Pick<Change, 'set' | 'action'>

/** Opens the jobs with one whose report has refusals; retrying them asks for the plan that a test made up. */
async function openJobs(page: Page): Promise<void> {
  await gridOf(page)
  await page.evaluate(() => {
    const { plans, emit } = window.control
    const job = plans.madeUpJob({ counts: { applied: 3, refused: 2 } })
    plans.jobs.push(job)
    emit('job.changed', { connection: 'demo', job })
  })
  await page.getByRole('button', { name: 'Jobs', exact: true }).click()
}

/** Lets the next plan be of this change for so many made-up users; `base` is what was seen of them first. */
const plan = (page: Page, change: Made, count: number, base: Change['base'] = {}) =>
  page.evaluate(
    ([made, wanted, seen]) => {
      const { users, plans } = window.control
      const plain = users.filter(({ role, protection, deletedAt }) => role === 'user' && !protection && !deletedAt)
      plans.changes = plain
        .slice(0, wanted)
        .map(({ id }) => ({ target: { id }, base: seen, baseVersion: null, ...made }))
    },
    [change, count, base] as const,
  )
const review = (page: Page) => page.getByRole('button', { name: 'Try 2 again' }).click()
const table = (page: Page) => page.getByRole('grid', { name: 'Changes of the plan' })

test('a server that reads one at a time says how long it takes before it begins', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await openJobs(page)
  await page.evaluate(() => (window.control.plans.seconds = 240))
  await plan(page, { set: { displayName: 'New' } }, 2)
  await review(page)
  await expect(page.getByText('takes about 4 minutes')).toBeVisible()
  const asked = () => page.evaluate(() => window.control.calls.some(({ method }) => method === 'plan.make'))
  expect(await asked()).toBe(false)
  await page.getByRole('button', { name: 'Read and review' }).click()
  await expect(table(page)).toBeFocused()
})

test('while rows are read again it is said how far that is, and Cancel ends it', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await openJobs(page)
  await page.evaluate(() => (window.control.plans.isReading = true))
  await plan(page, { set: { displayName: 'New' } }, 40)
  await review(page)
  await expect(page.getByText('20 of 40 users')).toBeVisible()
  await expect(page.getByText('About 75 seconds left.')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  const isClosed = () => page.evaluate(() => window.control.calls.some(({ method }) => method === 'plan.close'))
  await expect.poll(isClosed).toBe(true)
  await expect(page.getByRole('heading', { name: /Clean-up/ })).toBeVisible()
})

test('a reading that fails says so, loses nothing, and is tried again', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await openJobs(page)
  await plan(page, { set: { displayName: 'New' } }, 3)
  await page.evaluate(() => {
    window.control.fail('plan.make', { kind: 'offline', reason: 'timeout', detail: '' })
  })
  await review(page)
  await expect(page.getByRole('alert')).toContainText('The server did not answer in time.')
  await page.getByRole('button', { name: 'Try again' }).last().click()
  await expect(page.getByRole('tab', { name: 'Name 3' })).toBeVisible()
})

test('where there is nothing to do, nothing can be sent', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await openJobs(page)
  await review(page)
  await expect(page.getByRole('heading', { name: 'There is nothing to do' })).toBeVisible()
  await page.keyboard.press('Control+Shift+Enter')
  expect(await page.evaluate(() => window.control.calls.some(({ method }) => method === 'plan.send'))).toBe(false)
})

test('100,000 users are gone through by keys, searched, and dropped one by one', async ({ open }) => {
  const page = await open({ query: { plain: '', users: '100000' } })
  await openJobs(page)
  await plan(page, { set: { displayName: 'New' } }, 100_000)
  await review(page)
  await expect(table(page)).toBeFocused()
  const total = Number(await table(page).getAttribute('aria-rowcount')) - 1
  expect(total).toBeGreaterThan(50_000)
  await page.keyboard.press('End')
  const active = table(page).locator('[aria-selected=true]')
  await expect(active).toHaveAttribute('aria-rowindex', String(total + 1))
  await expect(active.getByRole('gridcell')).toHaveCount(6)
  await page.keyboard.press('Delete')
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(total))
  await page.keyboard.press('Control+F')
  await page.keyboard.type('no-such-user')
  await expect(page.getByText('No user of this part has such a name.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(total))
})

test('what follows is shown user by user, and a number is typed before many are disabled', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await openJobs(page)
  await plan(page, { set: { disabled: true } }, 300)
  await review(page)
  const text = page.getByText(/^\d+ users are signed out everywhere$/)
  const count = /\d+/.exec(await text.innerText())?.[0] ?? ''
  await page.getByRole('button', { name: /^Show: .* signed out/ }).click()
  await expect(page.getByText(/^Only those of whom it is said/)).toBeVisible()
  await expect(table(page)).toHaveAttribute('aria-rowcount', String(Number(count) + 1))
  await expect(page.getByRole('button', { name: /^Send/ })).toBeDisabled()
  await page.getByLabel(`${count} users are disabled. Type ${count}`).fill(count)
  await page.getByRole('button', { name: /^Send/ }).click()
  await expect(page.getByRole('grid', { name: 'Report of the job' })).toBeVisible()
})

test('a plan larger than a job may be says so, and the limit is a setting', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await openJobs(page)
  await page.getByRole('button', { name: 'Settings…' }).click()
  await page.getByLabel('Most users of one job').fill('0')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('A whole number from 1 to 1,000,000.')
  await page.getByLabel('Most users of one job').fill('2')
  await page.keyboard.press('Enter')
  await expect(page.getByText('The settings of jobs are saved.')).toBeVisible()
  await plan(page, { set: { displayName: 'New' } }, 3)
  await review(page)
  await expect(page.getByText('A job may have 2 users, and these are 3.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send 3 changes' })).toBeDisabled()
})

test('a protected server wants its name, and nothing is sent while it is locked', async ({ open }) => {
  const settings = { name: '', colour: 'red', isProtected: true, protectedAccounts: [] }
  const page = await open({ query: { plain: '', connection: JSON.stringify({ settings }) } })
  await openJobs(page)
  await plan(page, { set: { displayName: 'New' } }, 1)
  await review(page)
  await expect(page.getByText('This server is protected and locked. Unlock it first.')).toBeVisible()
  await page.evaluate(() => {
    window.control.setConnection('demo', { unlockedUntil: new Date(Date.now() + 3_600_000).toISOString() })
  })
  await page.getByLabel('This server is protected. Type Muster Demo').fill('Muster Demo')
  await page.getByRole('button', { name: 'Send 1 change' }).click()
  const sent = await page.evaluate(() => window.control.calls.find(({ method }) => method === 'plan.send')?.input)
  expect(sent).toMatchObject({ typed: ['Muster Demo'], reason: null, pauseAfter: null })
})

test('a server without versions says what it cannot, and an undo what stays done', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await openJobs(page)
  await plan(page, { set: { displayName: 'New' } }, 2)
  await page.evaluate(() => {
    window.control.plans.isGuardedByVersion = false
    window.control.plans.irrevocable = { mail: 12, reset: 1 }
  })
  await page.getByRole('button', { name: 'Undo…' }).click()
  await expect(page.getByText('This server cannot refuse a stale change.')).toBeVisible()
  await expect(page.getByText('12 mails that went out, 1 forced reset')).toBeVisible()
})

test('conflicts are settled field by field with the arrow keys, and all at once', async ({ open }) => {
  const page = await open({ query: { plain: '' } })
  await openJobs(page)
  const base = { displayName: 'Seen before', email: 'seen-before@made.example' }
  await plan(page, { set: { displayName: 'Mine', email: 'mine@made.example' } }, 1, base)
  await review(page)
  await page.getByRole('tab', { name: 'Conflict 1' }).click()
  await table(page).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('button', { name: /^Keep mine: / })).toHaveCount(1)
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { name: 'Conflict 0' })).toBeVisible()
  await page.getByRole('tab', { name: 'All 1' }).click()
  await expect(page.getByRole('button', { name: 'Send 1 change' })).toBeEnabled()
})
