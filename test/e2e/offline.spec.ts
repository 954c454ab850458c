import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startFaultyProxy } from '../support/faulty-proxy.ts'
import { expect, nameOf, signIn, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

test('the list opens without the server, is searched and sorted, and goes on when it is back', async ({
  launch,
  server,
  userData,
}) => {
  test.slow()
  const network = await startFaultyProxy(server.url)
  const first = await launch(`--server=${network.url}`)
  const before = await first.firstWindow()
  await signIn(before, nameOf('admin'), server.passwordOf('admin'))
  const grid = usersGrid(before)
  await grid.isComplete()
  const total = await grid.total()
  const names = await grid.texts('User Name')
  await first.close()

  const files = readdirSync(userData, { recursive: true, encoding: 'utf8' }).map((name) => join(userData, name))
  expect(files.some((file) => file.endsWith('copy.db'))).toBe(true)
  const texts = files.filter((file) => existsSync(file) && statSync(file).isFile())
  // only the name of the account that signed in is in the settings
  const name = names.find((each) => each !== nameOf('admin')) ?? ''
  expect(texts.filter((file) => readFileSync(file).includes(`${name}@`))).toEqual([])

  await network.stop()
  const page = await (await launch()).firstWindow()
  const offline = usersGrid(page)
  await expect(page.getByRole('status')).toContainText(/offline/i)
  await expect(offline.row(1)).toBeVisible()
  expect(await offline.total()).toBe(total)
  expect(await offline.texts('User Name')).toEqual(names)
  await offline.search(name)
  await expect.poll(() => offline.total()).toBeLessThan(total)
  await expect(offline.rowOf(name)).toBeVisible()
  await offline.search('')
  await expect.poll(() => offline.total()).toBe(total)
  await page.getByRole('columnheader', { name: 'User Name' }).click()
  await expect.poll(async () => (await offline.texts('User Name'))[0]).not.toBe(names[0])

  // it asks again by itself, at most half a minute later
  await network.start()
  await expect(page.getByRole('status')).toContainText('Up to date', { timeout: 60_000 })
  await offline.isComplete()
  await network.stop()
})
