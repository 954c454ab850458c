import type { Connection } from '../../src-shared/ipc/shapes.ts'
import { demoConnection } from '../support/demo-connection.ts'
import { expect, gridOf, test } from './fixture.ts'

const connection = (change: Partial<Connection>) => ({ connection: JSON.stringify(change) })
const settings: Connection['settings'] = {
  ...demoConnection().settings,
  colour: 'red',
  isProtected: true,
}

test('older entries are read as the end of the log comes into sight', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await page.getByRole('button', { name: 'Audit log' }).click()
  const rows = page.getByRole('table', { name: 'Entries of the audit log' }).locator('> tbody')
  await expect(rows).toHaveCount(100)
  for (const count of [200, 300, 400, 450]) {
    await rows.last().scrollIntoViewIfNeeded()
    await expect(rows).toHaveCount(count)
  }
  await expect(page.getByText('No older entries')).toBeVisible()
})

test('a page of the log that fails is asked for again, and the entries stay', async ({ open }) => {
  const page = await open()
  await gridOf(page)
  await page.getByRole('button', { name: 'Audit log' }).click()
  const rows = page.getByRole('table', { name: 'Entries of the audit log' }).locator('> tbody')
  await expect(rows).toHaveCount(100)
  await page.evaluate(() => {
    window.control.fail('audit.page', { kind: 'offline', reason: 'timeout', detail: '' })
  })
  await rows.last().scrollIntoViewIfNeeded()
  await expect(page.getByRole('alert')).toContainText('The server did not answer in time.')
  await expect(rows).toHaveCount(100)
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(rows).toHaveCount(200)
})

test('a download shows how far it is, and is cancelled', async ({ open }) => {
  const page = await open({ query: { latency: '1500' } })
  await gridOf(page)
  await page.getByRole('button', { name: 'Audit log' }).click()
  await page.getByRole('button', { name: 'Download CSV…' }).click()
  await page.evaluate(() => {
    window.control.emit('audit.exporting', { connection: 'demo', rows: 1200 })
  })
  await expect(page.getByText('1,200 entries written')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => page.evaluate(() => window.control.calls.at(-1)?.method)).toBe('audit.cancelExport')
})

test('rows that others changed are marked for a moment', async ({ open }) => {
  const page = await open()
  const grid = await gridOf(page)
  const id = await page.evaluate(() => {
    const [user] = window.control.users
    if (!user) throw new Error('no users')
    window.control.changeUser(user.id, { displayName: '0 by others' })
    window.control.emit('users.changed', { connection: 'demo', ids: [user.id] })
    return user.id
  })
  await page.getByRole('searchbox', { name: 'Search users' }).fill('0 by others')
  await expect(grid.locator('.row.is-changed')).toContainText(id)
  await expect(grid.locator('.row.is-changed')).toHaveCount(0)
})

test('a server is signed in to by an access key, where it takes one', async ({ open }) => {
  const page = await open({
    query: connection({ state: 'signedOut', account: null, signInMethods: ['password', 'accessKey'] }),
  })
  await page.getByText('Access key', { exact: true }).click()
  await page.getByLabel('Access key', { exact: true }).last().fill('AK1')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Paste the secret key.')).toBeVisible()
  await page.getByLabel('Secret key', { exact: true }).fill('s3cret')
  await page.keyboard.press('Enter')
  await gridOf(page)
  const calls = await page.evaluate(() => window.control.calls.filter(({ method }) => method === 'connections.signIn'))
  expect(calls).toEqual([
    {
      method: 'connections.signIn',
      input: { connection: 'demo', credentials: { accessKey: 'AK1', secretKey: 's3cret' } },
    },
  ])
})

test('what this server does not offer is said, not hidden', async ({ open }) => {
  const no = 'not_in_this_api' as const
  const account = { email: no, confirmEmail: no, password: no, notices: no, deletion: no, forgotten: no }
  const page = await open()
  await gridOf(page)
  await page.evaluate((denied) => {
    const [found] = window.control.connections
    if (!found) throw new Error('no connection')
    const capabilities = {
      ...found.capabilities,
      account: denied,
      sessions: 'not_in_this_api',
      audit: 'not_in_this_api',
    } as const
    window.control.setConnection('demo', { capabilities })
  }, account)
  await page.getByRole('button', { name: 'My Profile' }).click()
  await expect(page.getByText('This kind of server does not offer it')).toHaveCount(5)
  await expect(page.getByRole('button', { name: 'Audit log' })).toHaveAttribute('aria-disabled', 'true')
})

test('a protected server says so on every place, and its commands why they rest', async ({ open }) => {
  const page = await open({ query: connection({ settings }) })
  await gridOf(page)
  const bar = page.getByText('is protected: you can look, and nothing is changed.')
  await expect(bar).toBeVisible()
  await page.getByRole('button', { name: 'My Profile' }).click()
  await expect(bar).toBeVisible()
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('option', { name: /Add user/ })).toContainText(
    'This server is protected; unlock it first',
  )
  await page.keyboard.type('unlock')
  await page.keyboard.press('Enter')
  await page.getByLabel('Type Muster Demo to confirm').fill('Muster Demo')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/unlocked until/)).toBeVisible()
})

test('another keychain is taken from now on', async ({ open }) => {
  const page = await open({ query: connection({ state: 'signedOut', account: null, secret: 'changed' }) })
  await page.getByRole('button', { name: 'Use this keychain from now on' }).click()
  await expect(page.getByText('This is not the keychain that Muster wrote to.')).toHaveCount(0)
})
