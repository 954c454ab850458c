import { expect, test } from 'vitest'
import type { Change } from '../../../../src-shared/domain/change.ts'
import { creation, type Dialect, edit, pullAll, type Stage } from './stage.ts'
import { applied, createOne, newKey } from './writes.ts'

const isWrite = (request: string) => !request.startsWith('GET ')

export function testTrouble(stage: () => Stage, dialect: Dialect): void {
  /** What was done to a user, by the audit log of the store. */
  const entries = async (userName: string) => {
    const { db } = stage().server.context
    const rows = await db
      .selectFrom('audit')
      .select('action')
      .where('targetName', '=', userName)
      .where('outcome', '=', 'done')
      .orderBy('id')
      .execute()
    return rows.map(({ action }) => action)
  }

  /** Sends a change whose first answer is lost, and again. */
  async function sendTwice(change: Change) {
    const provider = await stage().as('admin')
    const key = newKey()
    stage().disturbOnce('lose the answer', isWrite)
    await expect(provider.send(change, key, false)).rejects.toMatchObject({
      failure: { kind: 'offline', reason: 'interrupted' },
    })
    const again = await provider.send(change, key, true)
    return { again, oncemore: await provider.send(change, key, true) }
  }

  test('a creation whose answer was lost happens once', async () => {
    const provider = await stage().as('admin')
    const [organization] = await provider.organizations()
    const [project] = await provider.projects(organization?.id ?? '')
    const change = creation(organization?.id ?? '')
    const { again, oncemore } = await sendTwice({ ...change, projects: { add: [project?.id ?? ''], remove: [] } })
    const user = applied(again)
    expect(user).toMatchObject({ ...change.set, projects: [{ id: project?.id }] })
    expect(applied(oncemore).id).toBe(user.id)
    const { users } = await pullAll(provider)
    expect(users.filter(({ userName }) => userName === user.userName)).toHaveLength(1)
  })

  test('a change whose answer was lost happens once', async () => {
    const user = await createOne(await stage().as('admin'))
    const { again, oncemore } = await sendTwice(edit(user, { displayName: 'Once', disabled: true }))
    expect(applied(again)).toMatchObject({ displayName: 'Once', disabled: true })
    expect(oncemore).toEqual(again)
    expect(await entries(user.userName)).toEqual(['user.create', 'user.update'])
  })

  test('a deletion whose answer was lost happens once', async () => {
    const user = await createOne(await stage().as('admin'))
    const { again } = await sendTwice(edit(user, {}, { action: 'delete' }))
    expect(again).toEqual({ state: 'applied', user: null })
    expect(await entries(user.userName)).toEqual(['user.create', 'user.delete'])
  })

  test('an assignment whose answer was lost happens once', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    const [project] = await provider.projects(user.organization.id)
    const { again } = await sendTwice(edit(user, {}, { projects: { add: [project?.id ?? ''], remove: [] } }))
    expect(applied(again).projects.map(({ id }) => id)).toEqual([project?.id])
  })

  test('a reset whose answer was lost sends one mail', async () => {
    const user = await createOne(await stage().as('admin'))
    const { again } = await sendTwice(edit(user, {}, { action: 'reset' }))
    expect(applied(again).mustChangePassword).toBe(true)
    const done = (await entries(user.userName)).filter((action) => action !== 'user.create')
    expect(done).toHaveLength(1)
  })

  test('a server that asks for a pause is told as such, with its seconds', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    const pause = { answer: 429, type: 'application/problem+json', body: '{}', headers: { 'retry-after': '7' } }
    stage().proxy.fault = (method) => (method === 'GET' ? null : pause)
    const asked = { failure: { kind: 'rateLimited', retryAfter: 7 } }
    await expect(provider.send(edit(user, { disabled: true }), newKey(), false)).rejects.toMatchObject(asked)
    stage().proxy.fault = () => ({ ...pause, type: 'text/html', body: '<h1>Slow down</h1>' })
    await expect(provider.read(user.id)).rejects.toMatchObject(asked)
    stage().proxy.fault = () => ({ ...pause, answer: 503 })
    await expect(provider.read(user.id)).rejects.toMatchObject(asked)
    stage().proxy.fault = () => ({ ...pause, answer: 503, headers: {} })
    await expect(provider.read(user.id)).rejects.toMatchObject({ failure: { kind: 'remote', status: 503 } })
  })

  test('a server that fails with a web page is told as failed, and nothing of the page', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    stage().proxy.fault = () => ({ answer: 500, body: '<h1>Internal secrets</h1>' })
    const failed = {
      failure: { kind: 'remote', status: 500, detail: expect.not.stringContaining('secrets') as string },
    }
    await expect(provider.read(user.id)).rejects.toMatchObject(failed)
    await expect(provider.send(edit(user, { disabled: true }), newKey(), false)).rejects.toMatchObject(failed)
  })

  test('a web page in place of the list is told as such', async () => {
    const provider = await stage().as('admin')
    stage().proxy.fault = (method, path) =>
      dialect.isListing(`${method} ${path}`) ? { answer: 200, body: '<h1>Sign in to this network</h1>' } : null
    await expect(pullAll(provider)).rejects.toMatchObject({
      failure: { kind: 'remote', reason: 'notJson' },
    })
  })

  test('a list that breaks off is never taken for whole', async () => {
    const provider = await stage().as('admin')
    stage().proxy.fault = (method, path) => (dialect.isListing(`${method} ${path}`) ? 'cut the connection' : null)
    await expect(pullAll(provider)).rejects.toMatchObject({ failure: { kind: 'offline' } })
  })

  test('a proxy that forbids what the server allows is no problem of the account', async () => {
    const provider = await stage().as('admin')
    const user = await createOne(provider)
    stage().proxy.fault = (method) =>
      method === 'GET' ? null : { answer: 403, type: 'text/html', body: '<h1>Blocked</h1>' }
    const result = await provider.send(edit(user, { disabled: true }), newKey(), false).catch((error: unknown) => error)
    expect(result).toMatchObject({ failure: { kind: expect.stringMatching(/forbidden|remote/) as string } })
    expect((await provider.read(user.id)).disabled).toBe(false)
  })
}
