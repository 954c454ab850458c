import { expect, test } from 'vitest'
import type { DirectoryServer, SendResult } from '../../../../src-main/providers/provider.ts'
import { rebase } from '../../../../src-shared/domain/change.ts'
import type { User } from '../../../../src-shared/domain/user.ts'
import { creation, edit, type Stage } from './stage.ts'

let keys = 0
export const newKey = () => `suite-${++keys}`

/** The user of a change that must have been applied. */
export function applied(result: SendResult): User {
  if (result.state !== 'applied' || result.user === null) throw new Error(JSON.stringify(result))
  return result.user
}

export async function createOne(
  provider: DirectoryServer,
  set: Parameters<typeof creation>[1] = {},
  more: object = {},
): Promise<User> {
  const [organization] = await provider.organizations()
  const change = { ...creation(organization?.id ?? '', set), ...more }
  return applied(await provider.send(change, newKey(), false))
}

export function testWrites(stage: () => Stage): void {
  test('a creation is answered with the user as the server has it', async () => {
    const provider = await stage().as('admin')
    const [organization] = await provider.organizations()
    const [project] = await provider.projects(organization?.id ?? '')
    const change = creation(organization?.id ?? '', { displayName: 'Ada Lindqvist' })
    const user = applied(
      await provider.send({ ...change, projects: { add: [project?.id ?? ''], remove: [] } }, newKey(), false),
    )
    expect(user).toMatchObject({ ...change.set, approved: true, disabled: false, mustChangePassword: false })
    expect([user.organization.id, user.projects.map(({ id }) => id)]).toEqual([organization?.id, [project?.id]])
    expect(await provider.read(user.id)).toEqual(user)
  })

  test('a manager is created where that is chosen', async () => {
    const provider = await stage().as('admin')
    expect((await createOne(provider, { role: 'manager' })).role).toBe('manager')
  })

  test('each field is changed, and nothing else', async () => {
    const provider = await stage().as('admin')
    let user = await createOne(provider)
    const steps = [
      { displayName: 'Åsa Ødegård' },
      { email: `${user.userName}@moved.example` },
      { userName: `${user.userName}-x` },
      { disabled: true },
      { disabled: false },
      { approved: false },
      { approved: true },
      { role: 'manager' as const },
      { role: 'user' as const },
    ]
    for (const set of steps) {
      const changed = applied(await provider.send(edit(user, set), newKey(), false))
      const { etag, updatedAt, emailConfirmed, invitationExpiresAt } = changed
      expect(changed).toEqual({ ...user, ...set, etag, updatedAt, emailConfirmed, invitationExpiresAt })
      user = changed
    }
    expect(await provider.read(user.id)).toEqual(user)
  })

  test('projects are added and taken away; what is so already is no error', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    const [a = '', b = ''] = (await provider.projects(user.organization.id)).map(({ id }) => id)
    const move = (from: User, add: string[], remove: string[]) =>
      provider.send(edit(from, {}, { projects: { add, remove } }), newKey(), false)
    const both = applied(await move(user, [a, b], []))
    expect(both.projects.map(({ id }) => id).sort()).toEqual([a, b].sort())
    const one = applied(await move(both, [a], [b]))
    expect(one.projects.map(({ id }) => id)).toEqual([a])
    expect(applied(await move(one, [a], [b])).projects).toEqual(one.projects)
  })

  test('a role that takes the projects away is refused while there are some, and applied with their removal', async () => {
    const provider = await stage().as('admin')
    const [organization] = await provider.organizations()
    const [project] = await provider.projects(organization?.id ?? '')
    const user = await createOne(provider, {}, { projects: { add: [project?.id ?? ''], remove: [] } })
    const refused = await provider.send(edit(user, { role: 'manager' }), newKey(), false)
    expect(refused).toMatchObject({ state: 'refused', failure: { kind: 'invalid', code: 'projects_assigned' } })
    const cleared = edit(user, { role: 'manager' }, { projects: { add: [], remove: [project?.id ?? ''] } })
    expect(applied(await provider.send(cleared, newKey(), false))).toMatchObject({ role: 'manager', projects: [] })
  })

  test('what somebody else has changed meanwhile is never overwritten unseen', async () => {
    const provider = await stage().as('admin')
    const rival = await stage().as('admin')
    const seen = await createOne(provider)
    const theirs = applied(await rival.send(edit(seen, { displayName: 'Theirs' }), newKey(), false))
    const mine = edit(seen, { displayName: 'Mine' })
    const result = await provider.send(mine, newKey(), false)
    expect(result).toEqual({ state: 'outdated', theirs })
    // the person chooses, and the choice is made on the fresh row
    const { change, conflicts } = rebase(mine, theirs)
    expect(conflicts).toEqual(['displayName'])
    expect(applied(await provider.send(change, newKey(), false)).displayName).toBe('Mine')
  })

  test('another field that somebody else has changed meanwhile stays as they left it', async () => {
    const provider = await stage().as('admin')
    const rival = await stage().as('admin')
    const seen = await createOne(provider)
    applied(await rival.send(edit(seen, { displayName: 'Theirs' }), newKey(), false))
    const mine = edit(seen, { disabled: true })
    let result = await provider.send(mine, newKey(), false)
    if (result.state === 'outdated') result = await provider.send(rebase(mine, result.theirs).change, newKey(), false)
    expect(applied(result)).toMatchObject({ disabled: true, displayName: 'Theirs' })
  })

  test('a reset, an invitation and a sign-out do what the capabilities say', async () => {
    const provider = await stage().as('admin')
    const { invite, signOut } = provider.description.capabilities
    const user = await createOne(provider)
    const unable = { state: 'refused', failure: { kind: 'unsupported' } }
    const act = (action: 'reset' | 'invite' | 'signOut', on: User) =>
      provider.send(edit(on, {}, { action }), newKey(), false)
    const invited = await act('invite', user)
    if (invite === 'yes') expect(applied(invited).invitationExpiresAt).not.toBeNull()
    else expect(invited).toMatchObject(unable)
    const ended = await act('signOut', user)
    if (signOut === 'yes') expect(applied(ended).id).toBe(user.id)
    else expect(ended).toMatchObject(unable)
    expect(applied(await act('reset', await provider.read(user.id))).mustChangePassword).toBe(true)
  })

  test('a change after a reset leaves the reset standing', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    const reset = applied(await provider.send(edit(user, {}, { action: 'reset' }), newKey(), false))
    const renamed = applied(await provider.send(edit(reset, { displayName: 'Renamed' }), newKey(), false))
    expect(renamed).toMatchObject({ displayName: 'Renamed', mustChangePassword: true, approved: true })
  })

  test('who is deleted is gone, and comes back where the server can restore', async () => {
    const provider = await stage().as('admin')
    const { restore } = provider.description.capabilities
    const user = await createOne(provider)
    const deleted = await provider.send(edit(user, {}, { action: 'delete' }), newKey(), false)
    expect(deleted).toEqual({ state: 'applied', user: null })
    const now = await provider.read(user.id).catch(() => null)
    expect(now?.deletedAt ?? null).toEqual(restore === 'yes' ? expect.any(String) : null)
    const restored = await provider.send(edit(now ?? user, {}, { action: 'restore' }), newKey(), false)
    if (restore === 'yes') expect(applied(restored).deletedAt).toBeNull()
    else expect(restored).toMatchObject({ state: 'refused', failure: { kind: 'unsupported' } })
  })
}
