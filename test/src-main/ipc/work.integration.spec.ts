import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Connections } from '../../../src-main/connections/connections.ts'
import type { OpenConnection } from '../../../src-main/connections/open-connection.ts'
import { workHandlers } from '../../../src-main/ipc/handlers/work.ts'
import { openSettings } from '../../../src-main/settings.ts'
import { everyUser } from '../../../src-shared/domain/query.ts'
import { contract, type Input, type Output } from '../../../src-shared/ipc/contract.ts'
import type { OpenedList } from '../../../src-shared/ipc/shapes.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { openWorkHost, type WorkHost } from '../../support/work-host.ts'

let server: TestServer
let host: WorkHost
let folder: string
let handlers: ReturnType<typeof workHandlers>
let list: OpenedList
let isChosen = true
const connection = 'host'
const actor = { id: 'none', userName: 'none', organization: { id: 'o', name: 'O' }, partner: null }

beforeAll(async () => {
  server = await startServer({ users: 300 })
  host = await openWorkHost({ address: server.url, ...server.admin })
  await host.pull()
  folder = mkdtempSync(join(tmpdir(), 'muster-handlers-'))
  const { capabilities } = host.server.description
  const view = {
    id: connection,
    account: { ...actor, role: 'admin' },
    capabilities,
    settings: { protectedAccounts: [] },
  }
  const open = { server: host.server, work: () => host.work, ask: (work: () => unknown) => work(), view: () => view }
  const connections = { get: () => open as unknown as OpenConnection }
  handlers = workHandlers({
    connections: connections as unknown as Connections, // of which the handlers of work need this one
    settings: openSettings(join(folder, 'settings.json'), () => undefined),
    lists: host.lists,
    now: () => new Date(),
    onStaged: () => undefined,
    chooseFile: (name) => Promise.resolve(isChosen ? join(folder, name) : null),
  })
  const isUser = { is: { field: 'role' as const, values: ['user' as const] }, isNot: false }
  list = await host.lists.open(connection, { ...everyUser, filters: [isUser] })
})
afterAll(async () => {
  await host.close()
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** Asks as the page does: what goes in and what comes out has the shapes of the contract. */
async function ask<M extends keyof typeof handlers>(method: M, input: Input<M>): Promise<Output<M>> {
  // method, input and handler belong together, which the compiler cannot see through a union
  const handler = handlers[method] as (input: unknown) => Promise<unknown>
  return contract[method].output.parse(await handler(contract[method].input.parse(input))) as Output<M>
}

async function ready(plan: number): Promise<Output<'plan.view'>> {
  for (;;) {
    const view = await ask('plan.view', { connection, plan })
    if (view.state !== 'reading') return view
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

test('the journey of a bulk edit, call by call', async () => {
  const all = await ask('selection.take', { list: list.list, revision: list.revision, ranges: null })
  expect(all.count).toBe(list.total)
  const { set } = await ask('sets.create', { connection, name: 'Names' })
  const edit = { kind: 'pattern' as const, field: 'displayName' as const, pattern: '{userName} (new)' }
  const staged = await ask('staged.edit', { connection, set, target: { selection: all.selection }, edit })
  expect(staged).toMatchObject({ count: all.count, undo: edit })
  const rows = await ask('staged.rows', { connection, set, filter: 'all', rows: { first: 0, count: 5 } })
  expect(rows).toHaveLength(5)
  expect(await ask('staged.of', { connection, set, ids: [rows[0]?.id ?? '', 'none'] })).toEqual([rows[0]])

  const made = await ask('plan.make', { connection, from: { kind: 'set', set, target: null } })
  const { plan, summary } = await ready(made.plan)
  expect(summary?.tabs.name).toBeGreaterThan(100)
  const window = await ask('plan.window', {
    connection,
    plan,
    part: 'name',
    search: '',
    rows: { first: 0, count: 200 },
  })
  expect(window[0]?.lines[0]).toMatchObject({ field: 'displayName', after: `${window[0]?.userName ?? ''} (new)` })
  expect(await ask('plan.count', { connection, plan, part: 'name', search: 'nobody-has-this' })).toBe(0)
  const dropped = await ask('plan.drop', { connection, plan, picked: { positions: [window[0]?.position ?? 0] } })
  expect(dropped.summary?.tabs.name).toBe((summary?.tabs.name ?? 0) - 1)
  expect(await ask('plan.export', { connection, plan, part: 'name', format: 'csv' })).toBe(true)
  expect(readFileSync(join(folder, 'plan.csv'), 'utf8').split('\r\n')).toHaveLength((summary?.tabs.name ?? 0) + 1)

  const { job } = await ask('plan.send', { connection, plan, typed: [], reason: 'New names', pauseAfter: null })
  await host.until(job, 'ended', 'paused')
  const [view] = await ask('jobs.list', { connection })
  expect(view).toMatchObject({
    job,
    state: 'ended',
    reason: 'New names',
    counts: { applied: (summary?.tabs.name ?? 0) - 1 },
  })
  const report = await ask('jobs.rows', { connection, job, states: ['applied'], rows: { first: 0, count: 3 } })
  expect(report[0]).toMatchObject({ state: 'applied', lines: [{ field: 'displayName' }], failure: null })
  expect(await ask('jobs.export', { connection, job, states: null, format: 'xlsx' })).toBe(true)
  expect(readFileSync(join(folder, 'job.xlsx')).subarray(0, 2).toString()).toBe('PK')
  isChosen = false
  expect(await ask('jobs.export', { connection, job, states: null, format: 'csv' })).toBe(false)
  // what was dropped, and what nobody may edit, stays staged
  const [left] = await ask('sets.list', { connection })
  expect(left?.count).toBe(1 + (summary?.tabs.refused ?? 0))

  const undo = await ready((await ask('plan.make', { connection, from: { kind: 'undo', job } })).plan)
  expect(undo).toMatchObject({ undoOf: job, summary: { tabs: { name: (summary?.tabs.name ?? 0) - 1 } } })
  await ask('plan.close', { connection, plan: undo.plan })
})

test('says what an edit would come to, and whose users they are, without asking the server', async () => {
  const { selection, count } = await ask('selection.take', { list: list.list, revision: list.revision, ranges: null })
  const target = { selection }
  const edit = { kind: 'pattern' as const, field: 'email' as const, pattern: '{userName}@new.example' }
  const preview = await ask('selection.preview', { connection, target, edit })
  expect(preview?.users).toBe(count)
  expect((preview?.changed ?? 0) + (preview?.refused ?? 0)).toBe(count)
  expect(preview?.rows[0]?.lines[0]?.after).toBe(`${preview?.rows[0]?.userName ?? ''}@new.example`)
  const facts = await ask('selection.facts', { connection, target })
  expect(facts).toMatchObject({ users: count, ofRoleUser: count })
  expect(facts.organizations.reduce((sum, { users }) => sum + users, 0)).toBe(count)
  expect(facts.projects.length).toBeGreaterThan(0)
})

test('a newer preview makes the one before needless', async () => {
  const { selection } = await ask('selection.take', { list: list.list, revision: list.revision, ranges: null })
  const edit = { kind: 'action' as const, action: 'delete' as const }
  const both = await Promise.all(
    [1, 2].map(() => ask('selection.preview', { connection, target: { selection }, edit })),
  )
  expect(both.map((preview) => preview === null)).toEqual([true, false])
})

test('what guards ask for has to be typed', async () => {
  const { selection, count } = await ask('selection.take', {
    list: list.list,
    revision: list.revision,
    ranges: [[0, 60]],
  })
  expect(count).toBe(60)
  const edit = { kind: 'set' as const, set: { disabled: true } }
  const from = { kind: 'edit' as const, name: 'Disable', target: { selection }, edit }
  const { plan, summary } = await ready((await ask('plan.make', { connection, from })).plan)
  const [guard] = summary?.guards ?? []
  expect(guard).toMatchObject({ kind: 'count', what: 'disable' })
  const send = { connection, plan, reason: null, pauseAfter: null }
  await expect(ask('plan.send', { ...send, typed: ['1'] })).rejects.toMatchObject({ failure: { code: 'plan.typed' } })
  const { job } = await ask('plan.send', { ...send, typed: [guard?.typed ?? ''] })
  await ask('jobs.cancel', { connection, job })
  await host.until(job, 'ended')
})

test('keys of a pasted list find their users', async () => {
  const columns = await host.lists.window(list.list, list.revision, 0, 3)
  if (columns.stale) throw new Error('stale')
  const { id, userName, email } = columns.columns
  const keys = [id[0] ?? '', (userName[1] ?? '').toUpperCase(), email[2] ?? '', 'nobody']
  expect(await ask('staged.match', { connection, keys })).toEqual({
    ids: [...id, null],
    by: { id: 1, userName: 1, email: 1 },
  })
})

test('a list that has moved on refuses a selection of its older rows', async () => {
  await expect(
    ask('selection.take', { list: list.list, revision: list.revision - 1, ranges: null }),
  ).rejects.toMatchObject({ failure: { code: 'stale' } })
})

test('drafts are kept by target', async () => {
  const draft = { base: null, values: { userName: 'ann' }, savedAt: new Date().toISOString() }
  expect(await ask('drafts.read', { connection, target: null })).toBeNull()
  await ask('drafts.save', { connection, target: null, draft })
  expect(await ask('drafts.read', { connection, target: null })).toEqual(draft)
  await ask('drafts.drop', { connection, target: null })
  expect(await ask('drafts.read', { connection, target: null })).toBeNull()
})

test('settings of bulk edits are kept', async () => {
  const settings = { jobLimit: 500, historyDays: 30 }
  expect(await ask('work.changeSettings', settings)).toEqual(settings)
  expect(await ask('work.settings', undefined)).toEqual(settings)
})
