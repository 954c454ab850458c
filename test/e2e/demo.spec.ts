import { expect, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'

test('the demo opens signed in, with 5,000 users, and its mails can be read', async ({ launch, web }) => {
  const app = await launch('--demo')
  let printed = ''
  app.process().stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const page = await app.firstWindow()
  const grid = usersGrid(page)
  await grid.isComplete()
  expect(await grid.total()).toBeGreaterThan(4900)
  await expect.poll(() => printed).toMatch(/Demo server: http:\/\/127\.0\.0\.1:\d+/)

  await page.keyboard.press('Control+N')
  const form = page.getByRole('dialog', { name: 'Add user' })
  await form.getByLabel('User Name').fill('demo-user-1')
  await form.getByLabel('E-mail').fill('demo-user-1@made.example')
  await form.getByRole('combobox', { name: 'Organization' }).fill('Elbe')
  await page.getByRole('option', { name: 'Elbe Shipping' }).click()
  await page.keyboard.press('Control+Shift+Enter')
  await expect(form).toBeHidden()
  await expect(async () => {
    await web.goto(/Mails it sends: (\S+)/.exec(printed)?.[1] ?? '')
    await expect(web.getByText('demo-user-1@made.example').first()).toBeVisible({ timeout: 500 })
  }).toPass()
})

test('without any server, the first window offers to add one or to try the demo', async ({ launch }) => {
  const page = await (await launch()).firstWindow()
  await expect(page.getByLabel('Address')).toBeVisible()
  await page.getByRole('button', { name: 'Try the demo' }).click()
  await usersGrid(page).isComplete()
})
