import type { Outcome } from '../../src-shared/ipc/shapes.ts'
import { expect, test } from './fixture.ts'

const query = { view: 'projects' }
type Page = Parameters<Parameters<typeof test>[2]>[0]['open'] extends (...input: never[]) => Promise<infer P>
  ? P
  : never

async function openProject(page: Page, project: string, organization: string) {
  await page.getByRole('searchbox', { name: 'Find a project' }).fill(project)
  await page.getByRole('row').filter({ hasText: project }).filter({ hasText: organization }).click()
  const drawer = page.getByRole('dialog', { name: 'Project', exact: true })
  await expect(drawer.getByRole('option').first()).toContainText('@')
  return drawer
}
const sends = (page: Page) =>
  page.evaluate(() => window.control.calls.filter(({ method }) => method === 'work.send').map(({ input }) => input))

test('projects are listed with their organization and users, found and sorted', async ({ open }) => {
  const page = await open({ query })
  const grid = page.getByRole('grid', { name: 'Projects' })
  await expect(grid.getByRole('row').nth(1)).toContainText('Atlas')
  await expect(page.getByRole('status')).toHaveText('96 projects')
  await page.getByRole('button', { name: 'Users' }).click()
  const counts = await grid
    .getByRole('row')
    .evaluateAll((rows) => rows.slice(1).map((row) => Number(row.lastElementChild?.textContent.replace(/\D/g, ''))))
  expect(counts).toEqual([...counts].sort((a, b) => b - a))
  await page.getByRole('searchbox', { name: 'Find a project' }).fill('gull')
  await expect(page.getByRole('status')).toHaveText('19 of 96 projects')
  await page.getByRole('combobox', { name: 'Organization' }).fill('kite')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toHaveText('1 of 96 projects')
  await page.getByRole('searchbox', { name: 'Find a project' }).fill('nothing has this name')
  await expect(page.getByRole('heading', { name: 'No project matches' })).toBeVisible()
})

test('several users are added by keys alone, each by a change of its own', async ({ open }) => {
  const page = await open({ query })
  await page.getByRole('searchbox', { name: 'Find a project' }).fill('delta billing')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: 'Projects' })).toBeFocused()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: 'Project', exact: true })
  await expect(drawer).toBeFocused()
  const before = await drawer.getByRole('option').first().getAttribute('aria-setsize')
  await drawer.getByRole('button', { name: 'Add users…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Add users to a project' })
  await expect(dialog.getByRole('searchbox')).toBeFocused()
  await expect(dialog.getByRole('option').first()).toContainText('@')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press(' ')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press(' ')
  await expect(dialog.getByRole('status')).toHaveText('2 chosen')
  await page.keyboard.press('Control+Shift+Enter')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('2 users were added to Delta billing.')).toBeVisible()
  await expect(drawer.getByRole('option').first()).toHaveAttribute('aria-setsize', String(Number(before) + 2))
  expect(await sends(page)).toMatchObject([
    { change: { projects: { remove: [] } } },
    { change: { projects: { remove: [] } } },
  ])
  await page.keyboard.press('Escape')
  await expect(drawer).toHaveCount(0)
  await expect(page.getByRole('grid', { name: 'Projects' })).toBeFocused()
})

test('removing names the users; who is refused is told with the reason, the others are gone', async ({ open }) => {
  const page = await open({ query })
  const drawer = await openProject(page, 'Atlas', 'Alder Clinic')
  const options = drawer.getByRole('option')
  const names = await options
    .locator('bdi.identifier')
    .evaluateAll((all) => all.slice(0, 2).map((one) => one.textContent))
  await options.nth(0).click()
  await options.nth(1).click()
  await page.evaluate(() => {
    window.control.outcomes.push({ state: 'refused', failure: { kind: 'forbidden', code: 'account_protected' } })
  })
  await drawer.getByRole('button', { name: 'Remove 2…' }).click()
  const asked = page.getByRole('dialog', { name: 'Remove users from a project' })
  for (const name of names) await expect(asked).toContainText(name)
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await asked.getByRole('button', { name: 'Remove 2 users' }).click()
  await expect(page.getByText('1 user was removed from Atlas.')).toBeVisible()
  await expect(drawer.getByRole('alert')).toContainText('1 user was refused.')
  await expect(drawer.getByRole('alert')).toContainText('This account is protected by its server')
  await drawer.getByRole('button', { name: 'Dismiss' }).click()
  await expect(drawer.getByRole('alert')).toHaveCount(0)
})

test('what meets a server that is gone stops, says what was not sent, and goes on', async ({ open }) => {
  const page = await open({ query: { ...query, latency: '40' } })
  const drawer = await openProject(page, 'Beacon', 'Alder Clinic')
  for (const at of [0, 1, 2]) await drawer.getByRole('option').nth(at).click()
  await page.evaluate(() => {
    const outcome: Outcome = { state: 'notSent', failure: { kind: 'offline', reason: 'refused', detail: '' } }
    window.control.outcomes.push(outcome, outcome, outcome)
  })
  await drawer.getByRole('button', { name: 'Remove 3…' }).click()
  await page.getByRole('button', { name: 'Remove 3 users' }).click()
  await expect(drawer.getByText('3 users were not sent.')).toBeVisible()
  await drawer.getByRole('button', { name: 'Go on with the rest' }).click()
  await expect(page.getByText('3 users were removed from Beacon.')).toBeVisible()
})

test('work can be cancelled: what is sent is sent, the rest stays and is counted', async ({ open }) => {
  const page = await open({ query: { ...query, latency: '150' } })
  const drawer = await openProject(page, 'Cedar migration', 'Alder Clinic')
  const count = 8
  for (let at = 0; at < count; at++) await drawer.getByRole('option').nth(at).click()
  await drawer.getByRole('button', { name: `Remove ${count}…` }).click()
  await page.getByRole('button', { name: `Remove ${count} users` }).click()
  await drawer.getByRole('button', { name: 'Cancel the rest' }).click()
  await expect(drawer.getByText(/users? (was|were) not sent\./)).toBeVisible()
  const left = Number((await drawer.getByText(/not sent\./).textContent())?.match(/\d+/)?.[0])
  expect((await sends(page)).length + left).toBe(count)
})

test('no projects, and a failing server, are told as such', async ({ open }) => {
  const page = await open({ query: { ...query, latency: '300' } })
  await page.evaluate(() => {
    const failure = { kind: 'remote', reason: 'error', status: 503, requestId: null, detail: '' } as const
    window.control.fail('places.projects', failure)
  })
  await page.reload()
  await page.evaluate(() => {
    const failure = { kind: 'remote', reason: 'error', status: 503, requestId: null, detail: '' } as const
    window.control.fail('places.projects', failure)
  })
  await expect(page.getByRole('heading', { name: 'The server failed.' })).toBeVisible()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('grid', { name: 'Projects' })).toBeVisible()
})
