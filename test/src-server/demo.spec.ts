import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../../src-shared/wire/muster-api/account.ts'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import type { Ready } from '../../src-server/server.ts'
import { setPassword } from '../support/accounts.ts'
import { type ServerProcess, startProcess } from '../support/process.ts'

describe('--demo', () => {
  let server: ServerProcess
  let ready: Ready
  beforeAll(async () => {
    server = await startProcess(['--demo', '--users', '300'])
    ready = server.ready
  })
  afterAll(() => server.end('SIGTERM'))

  const post = (path: string, body: object, token = '') =>
    fetch(`${ready.listening}/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })

  test('tells accounts of each role, which sign in', async () => {
    expect(ready.accounts?.map(({ role, login }) => [role, login])).toEqual([
      ['admin', 'mira-novak'],
      ['partner', 'kestrel-admin'],
      ['manager', 'henrik-brandt'],
      ['user', 'greta-byrne'],
    ])
    for (const { role, login, password } of ready.accounts ?? []) {
      const answer = await post('/sessions', { login, password })
      expect(answer.status).toBe(201)
      expect(((await answer.json()) as Session).me.role).toBe(role)
    }
  })

  test('signs in with one call, and says so in meta', async () => {
    const meta = (await (await fetch(`${ready.listening}/v1/meta`)).json()) as { signIn: string[]; mailbox: string }
    expect(meta).toMatchObject({ signIn: ['password', 'demo'], mailbox: ready.mailbox })
    for (const body of [{}, { clientName: 'Muster' }]) {
      const answer = await post('/sessions/demo', body)
      expect(answer.status).toBe(201)
      expect(((await answer.json()) as Session).me.userName).toBe('mira-novak')
    }
  })

  test('shows its mails, with their links', async () => {
    const { accessToken } = (await (await post('/sessions/demo', {})).json()) as Session
    const created = await post(
      '/users',
      { userName: 'mail-reader', email: 'reader@x.example', displayName: '<b>Bo</b>' },
      accessToken,
    )
    expect(created.status).toBe(201)
    interface Mailbox {
      mails: { to: string; subject: string; links: string[] }[]
    }
    const read = async () => ((await (await fetch(`${ready.mailbox ?? ''}.json`)).json()) as Mailbox).mails
    for (let at = 0; at < 100 && (await read()).length === 0; at++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const [mail] = await read()
    expect(mail).toMatchObject({ to: 'reader@x.example', subject: 'You have been invited' })
    const page = await (await fetch(ready.mailbox ?? '')).text()
    expect(page).toContain(`href="${mail?.links[0] ?? ''}"`)
    expect(page).toContain('&lt;b&gt;Bo&lt;/b&gt;')
    expect(page).not.toMatch(/<script|<b>Bo/)
    expect((await setPassword(mail?.links[0] ?? null)).status).toBe(200)
  })
})

const entry = fileURLToPath(new URL('../../src-server/demo.ts', import.meta.url))
/** Gives a process what Electron gives a utility process. */
const parentPort = `data:text/javascript,${encodeURIComponent('process.parentPort = { postMessage: (message) => process.send(message) }')}`

test('as a utility process it tells its parent when it is ready, and ends with it', async () => {
  const child = fork(entry, ['--users', '50'], { execArgv: ['--import', parentPort], silent: true })
  const [ready] = (await once(child, 'message')) as [Ready]
  expect(ready).toMatchObject({
    listening: expect.stringMatching(/^http:/) as string,
    mailbox: `${ready.listening}/dev/mailbox`,
  })
  expect((await fetch(`${ready.listening}/v1/meta`)).status).toBe(200)
  const ended = once(child, 'exit')
  child.disconnect()
  expect(await ended).toEqual([0, null])
  await expect(fetch(`${ready.listening}/v1/meta`)).rejects.toThrow()
})

test('it notices that its parent was killed', async () => {
  const script = `
    const { fork } = require('node:child_process')
    const child = fork(${JSON.stringify(entry)}, ['--users', '20'], { execArgv: ['--import', ${JSON.stringify(parentPort)}], silent: true })
    child.on('message', (ready) => console.log(JSON.stringify({ listening: ready.listening, pid: child.pid })))`
  const parent = fork('-e', [script], { execArgv: [], execPath: process.execPath, silent: true })
  const [line] = (await once(parent.stdout ?? parent, 'data')) as [Buffer]
  const { listening, pid } = JSON.parse(line.toString()) as { listening: string; pid: number }
  expect((await fetch(`${listening}/v1/meta`)).status).toBe(200)
  parent.kill('SIGKILL')
  const isAlive = () => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  for (let at = 0; at < 100 && isAlive(); at++) await new Promise((resolve) => setTimeout(resolve, 50))
  expect(isAlive()).toBe(false)
})

test('the same seed gives the same users, another seed others', async () => {
  const list = async (seed: string) => {
    const server = await startProcess(['--users', '200', '--seed', seed])
    const { login, password } = server.ready.admin
    const call = (path: string, init: RequestInit) => fetch(`${server.ready.listening}/v1${path}`, init)
    const json = { 'content-type': 'application/json' }
    const session = await call('/sessions', {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ login, password }),
    })
    const { accessToken } = (await session.json()) as Session
    const users = await call('/users?limit=1000&sort=id', { headers: { authorization: `Bearer ${accessToken}` } })
    const { items } = (await users.json()) as { items: UserBody[] }
    await server.end('SIGTERM')
    const now = new Date().toISOString()
    return items
      .filter(({ userName }) => userName !== 'mira-novak') // has just signed in
      .map((user) => ({
        ...user,
        invitationExpiresAt: (user.invitationExpiresAt ?? '') > now ? 'open' : user.invitationExpiresAt,
      }))
  }
  const [one, again, other] = [await list('7'), await list('7'), await list('8')]
  expect(one).toHaveLength(199)
  expect(again).toEqual(one)
  expect(other).not.toEqual(one)
})
