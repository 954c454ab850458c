import { expect, test } from 'vitest'
import { createMemoryVault } from '../../../../src-main/connections/vault.ts'
import { Capabilities } from '../../../../src-shared/domain/capabilities.ts'
import { SignInMethod } from '../../../../src-shared/domain/account.ts'
import { Account } from '../../../../src-shared/ipc/shapes.ts'
import { type Dialect, pullAll, type Stage } from './stage.ts'

const minute = 60_000

export function testSessions(stage: () => Stage, dialect: Dialect): void {
  test('a server tells what it is and can before anybody signs in', async () => {
    const { description } = await stage().open()
    expect(Capabilities.parse(description.capabilities)).toEqual(description.capabilities)
    expect(description.signInMethods.map((method) => SignInMethod.parse(method))).toContain('password')
    expect([description.instance, description.name, description.server]).not.toContain('')
    expect((await stage().open()).description).toEqual(description)
  })

  test('signing in answers the account, and the vault can sign in again', async () => {
    const vault = createMemoryVault()
    const account = await (await stage().open(vault)).signIn(stage().credentials('manager'))
    expect(Account.parse(account)).toEqual(account)
    expect([account.userName, account.role]).toEqual(['henrik-brandt', 'manager'])
    expect(account.organization.name).not.toBe('')

    const later = await stage().open(vault)
    expect(await later.resume()).toEqual(account)
    expect((await later.read(account.id)).userName).toBe('henrik-brandt')
  })

  test('no secret is in what a vault keeps but what signs in again', async () => {
    const vault = createMemoryVault()
    const provider = await stage().open(vault)
    await provider.signIn(stage().credentials('admin'))
    const kept = await vault.load()
    expect(kept).not.toBeNull()
    expect(kept).not.toContain(stage().server.passwordOf('admin'))
  })

  test('a wrong password is told as such, and leaves nothing in the vault', async () => {
    const vault = createMemoryVault()
    const provider = await stage().open(vault)
    const credentials = { login: stage().server.emailOf('partner'), password: 'not the password' }
    await expect(provider.signIn(credentials)).rejects.toMatchObject({
      failure: { kind: 'unauthorized', code: 'bad_credentials' },
    })
    expect(await vault.load()).toBeNull()
    expect(await provider.resume()).toBeNull()
  })

  test('a sign-in that the server does not offer is said to be unsupported', async () => {
    const provider = await stage().open()
    const missing = provider.description.signInMethods.includes('accessKey')
      ? ('demo' as const)
      : { accessKey: 'a', secretKey: 's' }
    await expect(provider.signIn(missing)).rejects.toMatchObject({ failure: { kind: 'unsupported' } })
  })

  test('signing out forgets everything, also when the server is away', async () => {
    const vault = createMemoryVault()
    const provider = await stage().open(vault)
    const { id } = await provider.signIn(stage().credentials('admin'))
    stage().proxy.fault = () => 'cut the connection'
    await provider.signOut().catch(() => undefined) // that it could not be told is no reason to stay
    stage().proxy.fault = () => null
    expect(await vault.load()).toBeNull()
    await expect(provider.read(id)).rejects.toMatchObject({ failure: { kind: 'unauthorized' } })
    expect(await (await stage().open(vault)).resume()).toBeNull()
  })

  test('an expired session is renewed exactly once for any number of waiting requests', async () => {
    const vault = createMemoryVault()
    const provider = await stage().open(vault)
    const { id } = await provider.signIn(stage().credentials('admin'))
    const before = await vault.load()
    stage().server.advance(16 * minute)
    const { seen } = stage().proxy
    seen.length = 0
    const users = await Promise.all(Array.from({ length: 12 }, () => provider.read(id)))
    expect(new Set(users.map(({ userName }) => userName))).toEqual(new Set(['mira-novak']))
    expect(seen.filter(dialect.isRefresh)).toHaveLength(1)
    expect(await vault.load()).not.toBe(before)
  })

  test('a renewal whose answer was lost is asked for again, and nobody is signed out', async () => {
    const vault = createMemoryVault()
    const { id } = await (await stage().open(vault)).signIn(stage().credentials('admin'))
    const provider = await stage().open(vault)
    stage().disturbOnce('lose the answer', dialect.isRefresh)
    await expect(provider.resume()).rejects.toMatchObject({ failure: { kind: 'offline', reason: 'interrupted' } })
    expect(await (await stage().open(vault)).resume()).toMatchObject({ id })
  })

  test('a session that the server has ended asks for the password, and the vault is empty', async () => {
    const vault = createMemoryVault()
    const provider = await stage().open(vault)
    const { id } = await provider.signIn(stage().credentials('partner'))
    await stage().server.context.db.deleteFrom('sessions').execute()
    await expect(provider.read(id)).rejects.toMatchObject({ failure: { kind: 'unauthorized', code: 'expired' } })
    expect(await vault.load()).toBeNull()
  })

  test('a vault whose text cannot be read is told as corrupt', async () => {
    const vault = createMemoryVault()
    await vault.save('{"refresh')
    await expect((await stage().open(vault)).resume()).rejects.toMatchObject({
      failure: { kind: 'keychain', state: 'corrupt' },
    })
  })

  test('an account without a list has none', async () => {
    const provider = await stage().as('user')
    await expect(pullAll(provider)).rejects.toMatchObject({ failure: { kind: 'forbidden' } })
  })
}
