import { expect, test } from 'vitest'
import type { SendResult } from '../../../../src-main/providers/provider.ts'
import { creation, edit, pullAll, type Stage } from './stage.ts'
import { applied, createOne, newKey } from './writes.ts'

export function testRefusals(stage: () => Stage): void {
  const invalid = (field: string, code: string) => ({
    state: 'refused',
    failure: { kind: 'invalid', issues: [expect.objectContaining({ field, code })] },
  })

  test('a name or an address that is taken is refused at its field, and nobody is created', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    const count = (await pullAll(provider)).users.length
    const create = (set: object) => provider.send(creation(user.organization.id, set), newKey(), false)
    expect(await create({ userName: user.userName.toUpperCase() })).toMatchObject(invalid('userName', 'userName.taken'))
    expect(await create({ email: user.email })).toMatchObject(invalid('email', 'email.taken'))
    const other = await createOne(provider)
    expect(await provider.send(edit(other, { email: user.email }), newKey(), false)).toMatchObject(
      invalid('email', 'email.taken'),
    )
    expect((await pullAll(provider)).users).toHaveLength(count + 1)
  })

  test('values that break a rule are refused at their fields with the codes of the domain', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    const cases: [Parameters<typeof edit>[1], string, string][] = [
      [{ email: 'no address' }, 'email', 'email.format'],
      [{ userName: 'blanks are bad' }, 'userName', 'userName.charset'],
      [{ displayName: 'a\u202Eb' }, 'displayName', 'displayName.charset'],
    ]
    for (const [set, field, code] of cases)
      expect(await provider.send(edit(user, set), newKey(), false)).toMatchObject(invalid(field, code))
    expect(await provider.read(user.id)).toEqual(user)
  })

  test('a project of another organization is refused, and nothing is assigned', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    const organizations = await provider.organizations()
    const other = organizations.find(({ id }) => id !== user.organization.id)
    const [project] = await provider.projects(other?.id ?? '')
    const change = edit(user, {}, { projects: { add: [project?.id ?? ''], remove: [] } })
    expect(await provider.send(change, newKey(), false)).toMatchObject({ state: 'refused' })
    expect((await provider.read(user.id)).projects).toEqual([])
  })

  test('an organization that nobody knows is refused', async () => {
    const provider = await stage().as('admin')
    const result = await provider.send(creation('999999'), newKey(), false)
    expect(result).toMatchObject({
      state: 'refused',
      failure: { kind: expect.stringMatching(/invalid|notFound/) as string },
    })
  })

  test('a change of somebody who is gone is refused as not found', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    await provider.send(edit(user, {}, { action: 'delete' }), newKey(), false)
    const change = edit(user, { displayName: 'Late' })
    expect(await provider.send(change, newKey(), false)).toEqual({
      state: 'refused',
      failure: { kind: 'notFound' },
    })
  })

  test('the server decides who may do what', async () => {
    const manager = await stage().as('manager')
    const waiting = await createOne(manager)
    expect(waiting.approved).toBe(false)
    const denied = (result: SendResult) =>
      expect(result).toMatchObject({ state: 'refused', failure: { kind: 'forbidden' } })
    denied(await manager.send(edit(waiting, { approved: true }), newKey(), false))

    const promoted = applied(await manager.send(edit(waiting, { role: 'manager' }), newKey(), false))
    denied(await manager.send(edit(promoted, { role: 'user' }), newKey(), false))
    denied(await manager.send(edit(promoted, {}, { action: 'delete' }), newKey(), false))

    const me = await manager.resume()
    const own = await manager.read(me?.id ?? '')
    denied(await manager.send(edit(own, { disabled: true }), newKey(), false))
    expect(await manager.read(own.id)).toEqual(own)
  })

  test('owners, read-only accounts, partners and admins are changed by nobody', async () => {
    const provider = await stage().as('admin')
    const { db } = stage().server.context
    const other = await createOne(provider)
    await db.updateTable('users').set({ protection: 'owner' }).where('userName', '=', other.userName).execute()
    const owner = await provider.read(other.id)
    expect(owner.protection).toBe('owner')
    const partner = (await pullAll(provider)).users.find(({ role }) => role === 'partner')
    for (const user of [owner, partner]) {
      if (!user) throw new Error('nobody to try it on')
      const result = await provider.send(edit(user, { displayName: 'Changed' }), newKey(), false)
      expect(result).toMatchObject({ state: 'refused', failure: { kind: 'forbidden' } })
      expect(await provider.read(user.id)).toEqual(user)
    }
  })
}
