import { expect, test } from 'vitest'
import { Organization, Project } from '../../../../src-shared/domain/place.ts'
import { User } from '../../../../src-shared/domain/user.ts'
import { creation, type Dialect, edit, pullAll, readDelta, type Stage } from './stage.ts'

export function testLists(stage: () => Stage, dialect: Dialect): void {
  const namesInStore = async (organization?: string) => {
    const { db } = stage().server.context
    let query = db
      .selectFrom('users')
      .innerJoin('organizations', 'organizations.id', 'organizationId')
      .select('userName')
      .where('deletedAt', 'is', null)
    if (organization !== undefined) query = query.where('organizations.name', '=', organization)
    return (await query.execute()).map(({ userName }) => userName).sort()
  }
  const namesOf = (users: readonly User[]) => users.map(({ userName }) => userName).sort()

  test('a full read brings every user once, whole and in the shape of the domain', async () => {
    const provider = await stage().as('admin')
    const { users, skipped, total, end } = await pullAll(provider)
    expect(namesOf(users)).toEqual(await namesInStore())
    for (const user of users) expect(User.parse(user)).toEqual(user)
    expect([skipped, total, end.isComplete]).toEqual([0, users.length, true])
    expect(end.delta !== null).toBe(provider.description.capabilities.delta === 'yes')
    const { versions, creationName } = provider.description.capabilities
    expect(users.every(({ etag }) => (etag !== null) === (versions === 'yes'))).toBe(true)
    expect(users.every((user) => (user.creationName !== null) === (creationName === 'yes'))).toBe(true)
  })

  test('an account sees what it looks after, and nothing else', async () => {
    const provider = await stage().as('manager')
    const { users } = await pullAll(provider)
    const [organization, ...others] = await provider.organizations()
    expect(others).toEqual([])
    expect(namesOf(users)).toEqual(await namesInStore(organization?.name))
  })

  test('a user is read with all its values', async () => {
    const provider = await stage().as('admin')
    const { users } = await pullAll(provider)
    const withProjects = users.find(({ projects }) => projects.length > 1)
    expect(await provider.read(withProjects?.id ?? '')).toEqual(withProjects)
  })

  test('a user that does not exist, or that is none of ours, is not found', async () => {
    const admin = await stage().as('admin')
    const manager = await stage().as('manager')
    const own = new Set((await pullAll(manager)).users.map(({ id }) => id))
    const foreign = (await pullAll(admin)).users.find(({ id }) => !own.has(id))
    for (const id of ['nobody', '../meta', foreign?.id ?? ''])
      await expect(manager.read(id)).rejects.toMatchObject({ failure: { kind: 'notFound' } })
  })

  test('organizations and their projects are listed whole', async () => {
    const provider = await stage().as('admin')
    const organizations = await provider.organizations()
    const { db } = stage().server.context
    const stored = (await db.selectFrom('organizations').select('name').execute()).map(({ name }) => name)
    expect(organizations.map(({ name }) => name).sort()).toEqual(stored.sort())
    for (const organization of organizations) expect(Organization.parse(organization)).toEqual(organization)
    const [first] = organizations
    const projects = await provider.projects(first?.id ?? '')
    expect(projects).toHaveLength(5)
    for (const project of projects) {
      expect(Project.parse(project)).toEqual(project)
      expect(project.organization).toEqual({ id: first?.id, name: first?.name })
    }
  })

  test('what has changed since a full read is told, where the server can tell', async () => {
    const provider = await stage().as('admin')
    const { users, end } = await pullAll(provider)
    if (end.delta === null) {
      const changes = provider.delta('any', new AbortController().signal)
      await expect(changes.next()).rejects.toMatchObject({ failure: { kind: 'unsupported' } })
      return
    }
    const [organization] = await provider.organizations()
    const created = await provider.send(creation(organization?.id ?? ''), 'delta-create', false)
    const victim = users.find(({ role, protection }) => role === 'user' && protection === null)
    if (created.state !== 'applied' || !victim) throw new Error('nobody to work with')
    await provider.send(edit(victim, {}, { action: 'delete' }), 'delta-delete', false)
    const changed = await readDelta(provider, end.delta)
    expect(changed.users.map(({ id }) => id)).toEqual([created.user?.id])
    expect(changed.gone).toEqual([victim.id])
    expect(await readDelta(provider, changed.token ?? '')).toMatchObject({ users: [], gone: [] })
  })

  test('a token that the server does not know asks for a full read', async () => {
    const provider = await stage().as('admin')
    const changes = provider.delta('long-ago', new AbortController().signal)
    await expect(changes.next()).rejects.toMatchObject({ failure: { kind: 'unsupported' } })
  })

  test('a row that cannot be understood is skipped and counted, and costs no other', async () => {
    const provider = await stage().as('admin')
    const { users } = await pullAll(provider)
    const victim = users.find(({ role, roleLabel }) => role === 'user' && roleLabel === null)
    const broken = `"email":"${victim?.email ?? ''}"`
    stage().proxy.fault = (method, path) =>
      dialect.isListing(`${method} ${path}`) ? { rewrite: (text) => text.replace(broken, '"email":5') } : null
    const read = await pullAll(provider)
    expect(read.skipped).toBeGreaterThan(0)
    expect(namesOf(read.users)).toEqual(namesOf(users.filter(({ id }) => id !== victim?.id)))
  })

  test('a role of a later server is kept with its label', async () => {
    const provider = await stage().as('admin')
    stage().proxy.fault = (method, path) =>
      dialect.isListing(`${method} ${path}`)
        ? { rewrite: (text) => text.replaceAll(`"role":${dialect.role}`, '"role":"Auditor"') }
        : null
    const { users, skipped } = await pullAll(provider)
    expect(skipped).toBe(0)
    const others = users.filter(({ role }) => role === 'other')
    expect(others.length).toBeGreaterThan(0)
    expect(new Set(others.map(({ roleLabel }) => roleLabel))).toEqual(new Set(['Auditor']))
    expect(users.some(({ role }) => role === 'user')).toBe(false)
  })

  test('a read that is called off ends with the reason', async () => {
    const provider = await stage().as('admin')
    const reason = new Error('called off')
    await expect(pullAll(provider, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
}
