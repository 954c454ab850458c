import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { startMailServer } from '../support/mail.ts'
import { type ServerProcess, startProcess } from '../support/process.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-server-'))
})
afterAll(() => rm(folder, { recursive: true }))

const root = fileURLToPath(new URL('../..', import.meta.url))

async function signIn(
  { ready }: ServerProcess,
  { login, password }: { login: string; password: string | null } = ready.admin,
) {
  return fetch(`${ready.listening}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
}

async function callAs(server: ServerProcess) {
  const { accessToken } = (await (await signIn(server)).json()) as { accessToken: string }
  return (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`${server.ready.listening}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
}

describe('npm run server', () => {
  test('prints one JSON line when it is ready, and ends with 0 on SIGTERM and SIGINT', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const server = await startProcess([])
      const { listening, admin, ...others } = server.ready
      expect(listening).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect(admin).toMatchObject({ login: 'admin', email: 'admin@muster.example' })
      expect(others).toEqual({})
      expect((await signIn(server)).status).toBe(201)
      expect(await server.end(signal)).toEqual({ code: 0, signal: null })
      const { stdout, stderr } = server.output()
      expect(stdout.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).not.toContain(String(admin.password))
      expect(stderr.match(/mails wait in the outbox/g)).toHaveLength(1)
    }
  })

  test('speaks as CloudWorks on a port of its own, where that is asked for', async () => {
    const server = await startProcess(['--cloudworks-port', '0'])
    const { listening, cloudworks = '' } = server.ready
    expect(cloudworks).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(cloudworks).not.toBe(listening)
    const statuses = [`${cloudworks}/api/v1/users`, `${cloudworks}/v1/meta`, `${listening}/api/v1/users`].map(
      async (url) => (await fetch(url)).status,
    )
    expect(await Promise.all(statuses)).toEqual([401, 404, 404])
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
  })

  test('on SIGTERM what runs is finished and what comes is refused', async () => {
    const server = await startProcess(['--users', '20000', '--seed', '1'])
    const { accessToken } = (await (await signIn(server)).json()) as { accessToken: string }
    const headers = { authorization: `Bearer ${accessToken}`, accept: 'application/x-ndjson' }
    const text = await new Promise<string>((resolve, reject) => {
      get(`${server.ready.listening}/v1/users`, { headers }, (response) => {
        server.child.kill('SIGTERM')
        let read = ''
        response.on('data', (chunk: Buffer) => (read += chunk.toString()))
        response.on('end', () => resolve(read))
        response.on('error', reject)
      }).on('error', reject)
    })
    expect(text.trimEnd().split('\n').at(-1)).toContain('"end":true')
    await expect(fetch(`${server.ready.listening}/healthz`)).rejects.toThrow()
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
  })

  test('an option that it does not know is refused with how it is meant', () => {
    const args = ['src-server/index.ts', '--what']
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^Unknown option '--what'/)
    expect(stderr).toContain('Usage: npm run server')
  })

  test('a port that is taken is told, and ends it', async () => {
    const server = await startProcess([])
    const { port } = new URL(server.ready.listening)
    const args = ['src-server/index.ts', '--port', port]
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toContain('EADDRINUSE')
    await server.end('SIGTERM')
  })

  test('mails go to the server that is given, with links to where people reach this one', async () => {
    const mails = await startMailServer()
    const server = await startProcess(['--smtp', mails.url, '--public-url', 'https://users.example.org/'])
    const call = await callAs(server)
    await call('POST', '/users', { userName: 'ada', email: 'ada@x.example' })
    const mail = await mails.next('ada@x.example')
    expect(mail.link).toMatch(/^https:\/\/users\.example\.org\/set-password\?token=/)
    expect(mail.from).toContain('muster@users.example.org')
    await server.end('SIGTERM')
    await mails.stop()
  })

  test('a password is told again only while it signs in', async () => {
    const database = join(folder, 'again.db')
    const first = await startProcess(['--database', database])
    await first.end('SIGTERM')
    const random = await startProcess(['--database', database])
    expect(random.ready.admin).toEqual({ ...first.ready.admin, password: null })
    await random.end('SIGTERM')

    const seeded = ['--database', join(folder, 'seeded.db'), '--users', '10', '--seed', '3']
    const one = await startProcess(seeded)
    const instance = async (server: ServerProcess) =>
      ((await (await fetch(`${server.ready.listening}/v1/meta`)).json()) as { instance: string }).instance
    const before = await instance(one)
    const call = await callAs(one)
    const oldPassword = one.ready.admin.password
    await one.end('SIGTERM')
    const two = await startProcess(seeded)
    expect(two.ready.admin).toEqual(one.ready.admin)
    expect(await instance(two)).toBe(before)
    expect((await call('GET', '/me').catch(() => null))?.status ?? 'gone').toBe('gone')
    await (
      await callAs(two)
    )('POST', '/me/password', { oldPassword, newPassword: 'something of my own' })
    await two.end('SIGTERM')
    const three = await startProcess(seeded)
    expect(three.ready.admin).toEqual({ ...one.ready.admin, password: null })
    await three.end('SIGTERM')
  })

  test('a database of a newer program is refused', async () => {
    const database = join(folder, 'newer.db')
    await (await startProcess(['--database', database])).end('SIGTERM')
    const script = `const D = require('better-sqlite3-multiple-ciphers'); new D(process.argv[1]).exec("insert into migrations values ('9999-future')")`
    spawnSync(process.execPath, ['-e', script, database], { cwd: root })
    const args = ['src-server/index.ts', '--database', database]
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
    expect(status).toBe(1)
    expect(stderr).toContain('written by a newer program')
  })
})

test('what was answered as done survives kill -9, and nothing is half done', async () => {
  const database = join(folder, 'killed.db')
  const args = ['--database', database, '--users', '30', '--seed', '1']
  const done = new Map<string, UserBody>()
  for (let round = 0; round < 3; round++) {
    const server = await startProcess(args)
    const call = await callAs(server)
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let at = 0; ; at++) {
        try {
          const userName = `w-${round}-${writer}-${at}`
          const created = await call('POST', '/users', { userName, email: `${userName}@x.example` })
          if (created.status !== 201) throw new Error(String(created.status))
          const user = (await created.json()) as UserBody
          done.set(user.id, user)
          const headers = { 'if-match': user.etag }
          const changed = await call('PATCH', `/users/${user.id}`, { displayName: `Changed ${at}` }, headers)
          done.set(user.id, (await changed.json()) as UserBody)
        } catch {
          return // the server was killed
        }
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 400 + 150 * round))
    expect(await server.end('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' })
    await Promise.all(writers)
  }
  expect(done.size).toBeGreaterThan(50)

  const server = await startProcess(args)
  const call = await callAs(server)
  const answer = await call('GET', '/users', undefined, { accept: 'application/x-ndjson' })
  const users = (await answer.text()).trimEnd().split('\n').slice(0, -1)
  const kept = new Map(users.map((line) => JSON.parse(line) as UserBody).map((user) => [user.id, user]))
  for (const [id, user] of done) {
    const now = kept.get(id)
    // a change whose answer was lost may have been made
    if (now?.etag === user.etag) expect(now).toEqual(user)
    else expect([id, user.etag, now?.etag]).toEqual([id, '"1"', '"2"'])
  }
  for (const user of kept.values()) {
    if (!user.userName.startsWith('w-')) continue
    const log = (await (await call('GET', `/users/${user.id}/audit`)).json()) as { items: { action: string }[] }
    expect(log.items.filter(({ action }) => action === 'user.create')).toHaveLength(1)
    expect(log.items).toHaveLength(user.etag === '"1"' ? 1 : 2)
  }
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
}, 60_000)

test('a job survives kill -9 again and again: each item is done once, and the job ends by itself', async () => {
  const args = ['--database', join(folder, 'job.db'), '--users', '30', '--seed', '1']
  const items = Array.from({ length: 900 }, (_, at) => ({
    op: 'create',
    body: { userName: `j-${at}`, email: `j-${at}@x.example` },
  }))
  let id = ''
  const seen: number[] = []
  for (let round = 0; round < 4; round++) {
    const server = await startProcess(args)
    const call = await callAs(server)
    if (round === 0) {
      const answer = await call('POST', '/users/bulk', { items }, { prefer: 'respond-async' })
      id = ((await answer.json()) as { id: string }).id
    }
    await new Promise((resolve) => setTimeout(resolve, 30 + 40 * round))
    seen.push(((await (await call('GET', `/jobs/${id}`)).json()) as { done: number }).done)
    await server.end('SIGKILL')
  }
  const server = await startProcess(args)
  const call = await callAs(server)
  const read = async () =>
    (await (await call('GET', `/jobs/${id}`)).json()) as { state: string; done: number; results: { status: number }[] }
  let job = await read()
  for (let tries = 0; job.state !== 'done' && tries < 400; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50))
    job = await read()
  }
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(job.done).toBe(900)
  expect(job.results.map(({ status }) => status)).toEqual(items.map(() => 201))
  const listed = (await (await call('GET', '/users?limit=1&count=true&filter=userName sw "j-"')).json()) as {
    total: number
  }
  expect(listed.total).toBe(900)
  expect((await server.end('SIGTERM')).code).toBe(0)
}, 60_000)
