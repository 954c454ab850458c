import type { Page } from '@playwright/test'
import { type Fault, type FaultyProxy, startFaultyProxy } from '../support/faulty-proxy.ts'
import { expect, nameOf, signIn, test as base } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

/** The app behind a network that does what a test says. */
const test = base.extend<{ network: FaultyProxy; behind: Page }>({
  network: async ({ server }, use) => {
    const network = await startFaultyProxy(server.url)
    await use(network)
    await network.stop()
  },
  behind: async ({ network, launch, server }, use) => {
    const page = await (await launch(`--server=${network.url}`)).firstWindow()
    await signIn(page, nameOf('admin'), server.passwordOf('admin'))
    await usersGrid(page).isComplete()
    await use(page)
  },
})

/** Opens the form for a new user and fills it. */
async function fillForm(page: Page, userName: string) {
  await page.keyboard.press('Control+N')
  const form = page.getByRole('dialog', { name: 'Add user' })
  await form.getByLabel('User Name').fill(userName)
  await form.getByLabel('E-mail').fill(`${userName}@made.example`)
  await form.getByRole('combobox', { name: 'Organization' }).fill('Elbe')
  await page.getByRole('option', { name: 'Elbe Shipping' }).click()
  return form
}

const isCreation = (method: string, path: string) => method === 'POST' && path === '/v1/users'
const problem = (status: number, body: object, headers = {}): Fault => ({
  answer: status,
  type: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', title: 'x', status, detail: 'x', errors: [], ...body }),
  headers,
})
const field = (pointer: string, code: string) => ({ code, errors: [{ pointer, code, detail: 'x' }] })

const answers: [name: string, fault: Fault, sentence: RegExp][] = [
  ['a web page instead of data', { answer: 200, body: '<h1>Hotel Wi-Fi</h1>' }, /Not known yet/],
  ['a refusal by role (403)', problem(403, { code: 'role_protected' }), /cannot be changed here/],
  ['too many requests (429)', problem(429, { code: 'rate_limited' }, { 'retry-after': '90' }), /Try again in/],
  ['a failing server (500)', { answer: 500 }, /Not known yet/],
  ['a gateway without its server (503)', { answer: 503 }, /Not known yet/],
  ['a refused value (422)', problem(422, field('/email', 'email.format')), /This is no e-mail address/],
  ['a taken address (409)', problem(409, field('/email', 'email.taken')), /belongs to another user/],
]

test.describe('a save that meets', () => {
  for (const [at, [name, fault, sentence]] of answers.entries()) {
    test(`${name} says so and loses nothing`, async ({ behind: page, network }) => {
      const form = await fillForm(page, `trouble-${at}`)
      network.fault = (method, path) => (isCreation(method, path) ? fault : null)
      await form.getByRole('button', { name: 'Add user' }).click()
      await expect(form.getByText(sentence).first()).toBeVisible({ timeout: 15_000 })
      await expect(form.getByLabel('User Name')).toHaveValue(`trouble-${at}`)
      await expect(page.getByText(/ at \S+ \(|Error:|undefined|\[object/)).toHaveCount(0)
    })
  }
})

test('a save whose answer is lost is done once, and the window finds out', async ({
  behind: page,
  network,
  server,
}) => {
  const form = await fillForm(page, 'lost-answer')
  let sent = 0
  network.fault = (method, path) => (isCreation(method, path) && sent++ === 0 ? 'lose the answer' : null)
  await form.getByRole('button', { name: 'Add user' }).click()
  await expect(form).toBeHidden({ timeout: 15_000 })
  await expect(usersGrid(page).rowOf('lost-answer')).toBeVisible()
  expect(network.seen.filter((request) => request === 'POST /v1/users')).toHaveLength(2)
  await server.mails.next('lost-answer@made.example')
  expect(server.mails.mails.filter(({ to }) => to === 'lost-answer@made.example')).toHaveLength(1)
})

test('a save while the server is away waits, and goes through by itself once it is back', async ({
  behind: page,
  network,
}) => {
  const form = await fillForm(page, 'server-away')
  await network.stop()
  await form.getByRole('button', { name: 'Add user' }).click()
  await expect(form).toBeHidden()
  await expect(page.getByRole('button', { name: '1 change waits for the server' })).toBeVisible()
  await network.start()
  await page.keyboard.press('F5')
  await usersGrid(page).search('server-away')
  await expect(usersGrid(page).rowOf('server-away')).toBeVisible()
})

test('a session that is over asks to sign in again, in place', async ({ behind: page, network, server }) => {
  network.fault = () => problem(401, { code: 'token_expired' })
  await page.keyboard.press('F5')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  network.fault = () => null
  await signIn(page, nameOf('admin'), server.passwordOf('admin'))
  await usersGrid(page).isComplete()
})

test.describe('at the start', () => {
  test('a server that is not there is told, with its address at hand', async ({ network, launch }) => {
    await network.stop()
    const page = await (await launch(`--server=${network.url}`)).firstWindow()
    await expect(page.getByText(/Nothing answers at this address/).first()).toBeVisible()
    await expect(page.getByLabel('Address')).toHaveValue(network.url)
    await network.start()
    await page.getByRole('button', { name: 'Connect' }).click()
    await expect(page.getByLabel('Password', { exact: true })).toBeVisible()
  })

  test('an address that is no directory is told apart', async ({ network, launch }) => {
    network.fault = () => ({ answer: 200, body: '<h1>It works</h1>' })
    const page = await (await launch(`--server=${network.url}`)).firstWindow()
    await expect(page.getByText(/no server that Muster knows/).first()).toBeVisible()
  })

  test('an insecure address is refused', async ({ launch }) => {
    const page = await (await launch('--server=http://users.example.org')).firstWindow()
    await expect(page.getByRole('alert').first()).toContainText(/https/)
  })
})
