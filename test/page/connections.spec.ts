import type { Connection } from '../../src-shared/ipc/shapes.ts'
import { expect, gridOf, test } from './fixture.ts'

const at = '2026-11-24T08:00:00.000Z'
const connection = (change: Partial<Connection>) => ({ connection: JSON.stringify(change) })
const signedOut: Partial<Connection> = {
  state: 'signedOut',
  account: null,
  sync: { state: 'none', done: 0, total: null, at: null, skipped: 0, isComplete: true, failure: null, copy: null },
}

test('the first run takes an address, or the demo', async ({ open }) => {
  const page = await open({ query: { none: '' } })
  await page.getByRole('button', { name: 'Connect' }).click()
  await expect(page.getByText('Type the address of the server.')).toBeVisible()
  await page.getByLabel('Address').fill('https://users.example.org')
  await page.keyboard.press('Enter')
  await page.getByLabel('User name or e-mail').fill('mira')
  await page.getByLabel('Password', { exact: true }).fill('secret')
  await page.keyboard.press('Enter')
  await gridOf(page)
})

test('the demo is one press away', async ({ open }) => {
  const page = await open({ query: { none: '' } })
  await page.getByRole('button', { name: 'Try the demo' }).click()
  await gridOf(page)
  await expect(page.getByRole('button', { name: 'Mailbox' })).toBeVisible()
})

test('a refused sign-in says why, and keeps the name', async ({ open }) => {
  const page = await open({ query: connection(signedOut) })
  await page.evaluate(() => {
    window.control.fail(
      'connections.signIn',
      { kind: 'unauthorized', code: 'bad_credentials' },
      { kind: 'rateLimited', retryAfter: 900 },
    )
  })
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('alert')).toContainText('User name or password is wrong.')
  await expect(page.getByLabel('User name or e-mail')).toHaveValue('mira-novak')
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('15 minutes')
})

for (const [secret, title] of [
  ['locked', 'The keychain is locked.'],
  ['unavailable', 'There is no keychain on this computer.'],
  ['changed', 'This is not the keychain that Muster wrote to.'],
  ['corrupt', 'The saved sign-in is damaged.'],
] as const) {
  test(`a keychain that is ${secret} is never shown as signed out`, async ({ open }) => {
    const page = await open({ query: connection({ ...signedOut, secret }) })
    await expect(page.getByRole('main')).toContainText(title)
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    await expect(page.getByText('Signed out')).toHaveCount(0)
  })
}

test('a session that ended is signed in again in place, with the dialog kept', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await page.evaluate(() => {
    window.control.setConnection('demo', { state: 'signedOut', failure: { kind: 'unauthorized', code: 'expired' } })
  })
  await expect(page.getByRole('alert')).toContainText('Your session has ended.')
  await page.getByRole('button', { name: 'Add user' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add user' })
  await dialog.getByLabel('User Name', { exact: true }).fill('zoe-new')
  await dialog.getByLabel('E-mail', { exact: true }).fill('zoe@alder.example')
  await dialog.getByRole('combobox', { name: 'Organization' }).fill('gull')
  await page.keyboard.press('Enter')
  await page.evaluate(() => {
    const failure = { kind: 'unauthorized', code: 'expired' } as const
    window.control.outcomes.push({ state: 'notSent', failure })
  })
  await dialog.getByRole('button', { name: 'Add user' }).click()
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  const signIn = page.getByRole('dialog', { name: 'Sign in' })
  await signIn.getByLabel('Password', { exact: true }).fill('secret')
  await page.keyboard.press('Enter')
  await expect(signIn).toHaveCount(0)
  await expect(dialog.getByLabel('User Name', { exact: true })).toHaveValue('zoe-new')
  await dialog.getByRole('button', { name: 'Add user' }).click()
  await expect(page.getByText('zoe-new was added')).toBeVisible()
})

test('offline with nothing read yet says so, and how to go on', async ({ open }) => {
  const offline: Partial<Connection> = {
    state: 'offline',
    failure: { kind: 'offline', reason: 'unreachable', detail: '' },
    sync: { state: 'none', done: 0, total: null, at: null, skipped: 0, isComplete: true, failure: null, copy: null },
  }
  const page = await open({ query: { users: '0', plain: '', ...connection(offline) } })
  await expect(page.getByRole('heading', { name: 'The server cannot be reached.' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('a directory without users offers the first one', async ({ open }) => {
  const page = await open({ query: { users: '0', plain: '' } })
  await expect(page.getByRole('heading', { name: 'No users yet' })).toBeVisible()
  await expect(page.getByRole('grid')).toHaveAttribute('aria-rowcount', '1')
})

test('an error of the list stands above it until it is solved', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await page.evaluate(() => {
    window.control.fail('places.organizations', {
      kind: 'remote',
      reason: 'error',
      status: 503,
      requestId: 'r-7',
      detail: '',
    })
    const demo = { state: 'failed', done: 0, total: 5000, at: null, skipped: 0, isComplete: true, copy: null } as const
    window.control.setConnection('demo', {
      sync: { ...demo, failure: { kind: 'remote', reason: 'error', status: 503, requestId: 'r-7', detail: '' } },
    })
  })
  await expect(page.getByRole('alert')).toContainText('The server failed.')
  await expect(page.getByRole('alert')).toContainText('r-7')
})

test('a search without a hit is told as such, also while the list is not fresh', async ({ open }) => {
  const failure = { kind: 'remote', reason: 'error', status: 503, requestId: null, detail: '' } as const
  const sync = { state: 'failed', done: 0, total: 5003, at, skipped: 0, isComplete: true, failure, copy: null } as const
  const page = await open({ query: connection({ sync }) })
  await gridOf(page)
  await page.getByRole('searchbox', { name: 'Search users' }).fill('nobody-has-this-name')
  await expect(page.getByRole('heading', { name: 'No user matches “nobody-has-this-name”' })).toBeVisible()
  await expect(page.getByRole('alert')).toContainText('The server failed.')
})

test('the status bar says how the list stands', async ({ open }) => {
  const page = await open({
    query: connection({
      sync: { state: 'reading', done: 1200, total: 5000, at, skipped: 2, isComplete: false, failure: null, copy: null },
    }),
  })
  await gridOf(page)
  const status = page.getByRole('status').filter({ hasText: 'Syncing' })
  await expect(status).toContainText('Syncing 1,200 of 5,000')
  await expect(status).toContainText('2 users could not be read')
  await expect(status).toContainText('May be incomplete')
  await page.evaluate((last) => {
    const sync = {
      state: 'ready',
      done: 5000,
      total: 5003,
      at: last,
      skipped: 0,
      isComplete: true,
      failure: null,
      copy: null,
    } as const
    window.control.setConnection('demo', { sync })
  }, at)
  await page.getByRole('combobox', { name: 'Organization' }).fill('gull')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'of 5,003 users' })).toBeVisible()
})

test('signing out leads to the servers, and a role without users says so', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await page.getByRole('button', { name: 'Server and account' }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
})

test('the theme is a choice of three, and sticks', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await page.getByRole('button', { name: 'Theme' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect.poll(() => page.evaluate(() => document.documentElement.style.colorScheme)).toBe('dark')
})
