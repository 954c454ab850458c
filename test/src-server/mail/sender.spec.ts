import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Call, startServer, type TestServer } from '../../support/server.ts'
import { setPassword } from '../../support/accounts.ts'
import { create } from '../../support/users.ts'

let server: TestServer
let admin: Call

beforeAll(async () => {
  server = await startServer({ users: 10 })
})
beforeEach(async () => {
  admin = await server.as('admin')
  server.mails.refuseWith(null)
})
afterAll(() => server.stop())

async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (let at = 0; at < 200; at++) {
    if (await isTrue()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not come true')
}
const waiting = () => server.context.db.selectFrom('mails').selectAll().execute()
const refusals = async () => (await admin<{ items: object[] }>('GET', '/audit?action=mail.send')).body.items

test('a mail that is refused for now is sent later, with a link of its own', async () => {
  server.mails.refuseWith(451)
  const user = await create(admin)
  await until(async () => (await waiting()).some(({ attempts }) => attempts > 0))
  expect(server.mails.mails.map(({ to }) => to)).not.toContain(user.email)
  server.mails.refuseWith(null)
  const { link } = await server.mails.next(user.email)
  expect((await setPassword(link)).status).toBe(200)
  await until(async () => (await waiting()).length === 0)
  expect(await refusals()).toEqual([])
})

test('a mail that is refused for good is given up, and the audit log says so', async () => {
  server.mails.refuseWith(550)
  const user = await create(admin)
  await until(async () => (await refusals()).length > 0)
  expect(await refusals()).toMatchObject([
    { outcome: 'refused', code: 'mail_refused', actor: null, target: { id: user.id, name: user.userName } },
  ])
  expect(await waiting()).toEqual([])
  const noted = JSON.stringify(server.log)
  expect(noted).toContain('mail not sent')
  expect(noted).not.toContain(user.email)
})

test('a mail waits while no server is given, and its link is not sent when it is dead', async () => {
  const quiet = await startServer({ users: 10, hasMail: false })
  const call = await quiet.as('admin')
  await create(call)
  expect(quiet.log.filter(({ message }) => message.includes('wait in the outbox'))).toHaveLength(1)
  const kept = await quiet.context.db.selectFrom('mails').selectAll().execute()
  expect(kept).toMatchObject([{ kind: 'invitation', attempts: 0 }])
  expect(await quiet.context.db.selectFrom('links').select('hash').execute()).toEqual([{ hash: null }])
  await quiet.stop()
})

test('many mails at once all arrive, each once', async () => {
  const items = Array.from({ length: 200 }, (_, at) => ({
    op: 'create',
    body: { userName: `crowd-${at}`, email: `crowd-${at}@x.example` },
  }))
  await admin('POST', '/users/bulk', { body: { items } })
  await until(async () => (await waiting()).length === 0)
  const addresses = server.mails.mails.map(({ to }) => to).filter((to) => to.startsWith('crowd-'))
  expect(new Set(addresses).size).toBe(200)
  expect(addresses).toHaveLength(200)
})
