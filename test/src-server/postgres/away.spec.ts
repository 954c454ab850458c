import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '../../support/database.ts'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { create, trouble } from '../../support/users.ts'

const socketName = '.s.PGSQL.5432'

/** Stands between the server and its database, and can be taken away. */
function openWay(folder: string, to: string) {
  const sockets = new Set<Socket>()
  let server: Server | null = null
  return {
    async open() {
      server = createServer((near) => {
        const far = createConnection(to)
        for (const [one, other] of [
          [near, far],
          [far, near],
        ] as const) {
          sockets.add(one)
          one.pipe(other)
          one.on('error', () => other.destroy()).on('close', () => sockets.delete(one))
        }
      })
      server.listen(join(folder, socketName))
      await once(server, 'listening')
    },
    close() {
      server?.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

let database: TestDatabase
let server: TestServer
let admin: Call
let way: ReturnType<typeof openWay>
const folder = mkdtempSync(join(tmpdir(), 'muster-way-'))

beforeAll(async () => {
  database = await createDatabase()
  const name = database.name ?? ''
  const [, host = ''] = /host=([^&]+)/.exec(name) ?? []
  way = openWay(folder, join(decodeURIComponent(host), socketName))
  const url = name.replace(host, encodeURIComponent(folder))
  await way.open()
  server = await startServer({ users: 20, database: url })
  admin = await server.as('admin')
})
afterAll(async () => {
  await server.stop()
  way.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

test('a database that is away is told with 503 and when to come back, and works again once it is there', async () => {
  const before = await create(admin)
  way.close()
  for (const ask of [
    () => admin('GET', `/users/${before.id}`),
    () => admin('GET', '/users?limit=5'),
    () => admin('POST', '/users', { body: {} }),
    () => server.signIn(server.admin.login, server.admin.password),
  ]) {
    const answer = await ask()
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.headers.get('retry-after')).toBe('5')
    expect(trouble(answer)).toMatchObject({ status: 503, code: 'database_away' })
  }
  const asCloudworks = await fetch(`${server.cloudworks}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: server.admin.email, password: server.admin.password }),
  })
  expect([asCloudworks.status, asCloudworks.headers.get('retry-after')]).toEqual([503, '5'])
  const root = server.url
  expect((await fetch(`${root}/readyz`)).status).toBe(503)
  expect((await fetch(`${root}/healthz`)).status).toBe(200)

  await way.open()
  expect((await admin('GET', `/users/${before.id}`)).status).toBe(200)
  const after = await create(admin)
  const invitation = await server.mails.next(after.email) // the outbox goes on by itself
  expect(invitation.link).toContain('http')
  expect((await fetch(`${root}/readyz`)).status).toBe(200)
})

test('a transaction that breaks in the middle leaves nothing, and does not end the process', async () => {
  const names = Array.from({ length: 5 }, (_, at) => `broken-${at}`)
  const [organization] = (await admin<{ items: { id: string }[] }>('GET', '/organizations?limit=1')).body.items
  const asked = names.map((userName) =>
    admin('POST', '/users', {
      body: { userName, email: `${userName}@made.example`, role: 'user', organizationId: organization?.id },
      headers: { 'idempotency-key': userName },
    }),
  )
  setTimeout(() => {
    way.close()
  }, 5)
  const answers = await Promise.all(asked)
  await way.open()
  for (const [at, { status }] of answers.entries()) {
    expect([201, 503]).toContain(status)
    const found = await admin<{ items: object[] }>('GET', `/users?filter=userName eq "${names[at] ?? ''}"`)
    if (status === 201) expect(found.body.items).toHaveLength(1)
  }
  expect((await admin('GET', '/me')).status).toBe(200)
})

test('a start without its database says where it looked, and not with which password', async () => {
  const nowhere = new URL('postgres://muster:secret@127.0.0.1:1/users')
  const started = startServer({ database: nowhere.href })
  await expect(started).rejects.toThrow('the database cannot be reached: users at 127.0.0.1:1')
  await expect(started).rejects.not.toThrow('secret')
})
