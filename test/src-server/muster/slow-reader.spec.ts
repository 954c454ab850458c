import { get, type IncomingMessage } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../../support/server.ts'
import { create } from '../../support/users.ts'

/** So many that their stream does not fit into what the system keeps for a reader that has paused. */
const users = 30_000
let server: TestServer

beforeAll(async () => {
  server = await startServer({ users })
})
afterAll(() => server.stop())

/** Opens the stream of all users and reads its beginning. */
async function openStream(encoding = 'identity'): Promise<{ response: IncomingMessage; first: Buffer }> {
  const { accessToken } = (await server.signIn(server.admin.login, server.admin.password)).body
  const headers = {
    authorization: `Bearer ${accessToken}`,
    accept: 'application/x-ndjson',
    'accept-encoding': encoding,
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${server.url}/v1/users`, { headers }, resolve).on('error', reject)
  })
  const first = await new Promise<Buffer>((resolve) => response.once('data', resolve))
  response.pause()
  return { response, first }
}

async function readRest(response: IncomingMessage, first: Buffer): Promise<Buffer> {
  const chunks = [first]
  for await (const chunk of response) chunks.push(chunk as Buffer) // no encoding is set, so these are buffers
  return Buffer.concat(chunks)
}

test('who reads slowly holds nobody up, is not read ahead for, and gets all in the end', async () => {
  const { response, first } = await openStream()
  const admin = await server.as('admin')
  for (let at = 0; at < 10; at++) {
    await create(admin)
    expect((await admin('GET', '/users?limit=10')).status).toBe(200)
  }
  await pause(300)
  const { bytesRead } = response.socket
  const whole = await readRest(response, first)
  expect(bytesRead).toBeLessThan(whole.length / 2)
  const lines = whole.toString().trimEnd().split('\n')
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ end: true })
  expect(lines.length).toBeGreaterThan(users)
})

test('who hangs up is forgotten', async () => {
  const { response } = await openStream('gzip')
  expect(response.headers['content-encoding']).toBe('gzip')
  response.destroy()
  const admin = await server.as('admin')
  expect((await admin('GET', '/users?limit=10')).status).toBe(200)
  expect(server.log.filter(({ message }) => message === 'request failed')).toEqual([])
})

test('a stream breaks off when its account may not see any more: without its last line it is not whole', async () => {
  const { response, first } = await openStream()
  const { db } = server.context
  await db.updateTable('users').set({ disabled: 1 }).where('userName', '=', server.admin.login).execute()
  await expect(readRest(response, first)).rejects.toThrow('aborted')
  await db.updateTable('users').set({ disabled: 0 }).where('userName', '=', server.admin.login).execute()
})
