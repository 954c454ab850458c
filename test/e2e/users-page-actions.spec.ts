// The manual page of the users, its part on actions: editing and deleting.
import { expect, nameOf, test } from './fixture.ts'
import { usersGrid } from './users-grid.ts'
import { aUser, dialog, now, openApp, openUser, save, setPassword } from './users-page.ts'

test.describe('Edit User', () => {
  test("User Name changes the user's name", async ({ signedIn, server }) => {
    const user = await aUser(server)
    const page = await openApp(signedIn)
    const form = await openUser(page, user)
    await form.getByLabel('User Name').fill(`${user.userName}-x`)
    await save(form)
    expect((await now(server, user)).userName).toBe(`${user.userName}-x`)
  })

  test('Display Name changes the displayed name', async ({ signedIn, server }) => {
    const user = await aUser(server)
    const form = await openUser(await openApp(signedIn), user)
    await form.getByLabel('Display Name').fill('New Displayed Name')
    await save(form)
    expect((await now(server, user)).displayName).toBe('New Displayed Name')
  })

  test('E-mail changes the address, which the user then signs in with', async ({ signedIn, server, web }) => {
    const user = await aUser(server)
    await setPassword(server, web, user.email, 'correct horse 9')
    const form = await openUser(await openApp(signedIn), user)
    await form.getByLabel('E-mail').fill(`new-${user.email}`)
    await save(form)
    expect((await server.signIn(user.email, 'correct horse 9')).status).toBe(401)
    expect((await server.signIn(`new-${user.email}`, 'correct horse 9')).status).toBe(201)
    expect((await now(server, user)).emailConfirmed).toBe(false)
  })

  test('Role switches between user and manager', async ({ signedIn, server }) => {
    const user = await aUser(server)
    const page = await openApp(signedIn)
    for (const role of ['manager', 'user']) {
      const form = await openUser(page, user)
      await form.getByRole('radio', { name: role }).check({ force: true })
      await save(form)
      expect((await now(server, user)).role).toBe(role)
    }
  })

  test('Force user to reset password signs the user out and mails a request', async ({ signedIn, server, web }) => {
    const user = await aUser(server)
    await setPassword(server, web, user.email, 'correct horse 9')
    const { body } = await server.signIn(user.email, 'correct horse 9')
    const form = await openUser(await openApp(signedIn), user)
    await form.getByRole('switch', { name: 'Force user to reset password' }).click()
    await save(form)
    expect((await server.withToken(body.accessToken)('GET', '/me')).status).toBe(401)
    expect((await server.signIn(user.email, 'correct horse 9')).body).toMatchObject({ code: 'must_change_password' })
    await setPassword(server, web, user.email, 'another horse 9')
    expect((await server.signIn(user.email, 'another horse 9')).status).toBe(201)
  })

  test('User disabled signs the user out and locks it', async ({ signedIn, server, web }) => {
    const user = await aUser(server)
    await setPassword(server, web, user.email, 'correct horse 9')
    const { body } = await server.signIn(user.email, 'correct horse 9')
    const form = await openUser(await openApp(signedIn), user)
    await form.getByRole('switch', { name: 'User disabled' }).click()
    await save(form)
    expect((await server.withToken(body.accessToken)('GET', '/me')).status).toBe(401)
    expect((await server.signIn(user.email, 'correct horse 9')).body).toMatchObject({ code: 'disabled' })
  })

  test('a new user that is not approved by the partner cannot sign in', async ({ signedIn, server, web }) => {
    const user = await aUser(server, { approved: false })
    await setPassword(server, web, user.email, 'correct horse 9')
    expect((await server.signIn(user.email, 'correct horse 9')).body).toMatchObject({ code: 'not_approved' })
    const form = await openUser(await openApp(signedIn), user)
    await form.getByRole('switch', { name: 'Approved by partner' }).click()
    await save(form)
    expect((await server.signIn(user.email, 'correct horse 9')).status).toBe(201)
  })
})

test.describe('Delete User', () => {
  for (const role of ['user', 'manager'])
    test(`the bin deletes a user with ${role} role`, async ({ signedIn, server }) => {
      const user = await aUser(server, { role })
      const page = await openApp(signedIn)
      await usersGrid(page).search(user.userName)
      await page.getByRole('button', { name: `Delete ${user.userName}`, exact: true }).click()
      await dialog(page, 'Delete user').getByRole('button', { name: 'Delete user' }).click()
      await expect(usersGrid(page).rowOf(user.userName)).toHaveCount(0)
      expect((await server.find(`deletedAt pr and id eq "${user.id}"`)).deletedAt).not.toBeNull()
    })

  test('nobody of another role can be deleted', async ({ page, grid }) => {
    await grid.search(nameOf('partner'))
    const bin = page.getByRole('button', { name: `Delete ${nameOf('partner')}`, exact: true })
    await expect(bin).toHaveAttribute('aria-disabled', 'true')
    await expect(bin).toHaveAttribute('title', /./)
  })
})
