/**
 * `node tools/bench/bulk.ts [users]`: bulk edits against the real server as its own process on loopback, beside the same
 * changes one by one and beside the loop of a web console (read the row, write it, next). Plans and fills over all users.
 * Prints Markdown.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { inMemory } from '../../src-main/lists/in-memory.ts'
import { createLists } from '../../src-main/lists/lists.ts'
import { startDesk } from '../../src-main/work/host.ts'
import type { Edit } from '../../src-shared/domain/staging-schema.ts'
import { neededFields } from '../../src-shared/domain/staging.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { defaultNameRules } from '../../src-shared/domain/user-rules.ts'
import { startProcess } from '../../test/support/process.ts'
import { openWorkHost, type WorkHost } from '../../test/support/work-host.ts'
import { madeUpUser } from '../page/made-up-users.ts'

const many = Number(process.argv[2] ?? 100_000)
const edits = 5000
const fewer = 500
const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'))
const rows: [what: string, took: string, note: string][] = []
const milliseconds = (took: number) => `${took.toFixed(0)} ms`

async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** Users per second of a job, from its making to its end. */
async function jobRate(host: WorkHost, ids: readonly string[], name: string): Promise<number> {
  const set = await host.stage({ kind: 'pattern', field: 'displayName', pattern: `${name} {userName}` }, ids)
  const plan = await host.plan({ kind: 'set', set, ids: null })
  const took = await timed(async () => {
    const { counts } = await host.until(await host.send(plan), 'ended', 'paused')
    if (counts.applied !== plan.summary?.tabs.all) throw new Error(JSON.stringify(counts))
  })
  return ((plan.summary?.tabs.all ?? 0) / took) * 1000
}

/** What consoles do: for each row, read it, send the change, wait, next. */
async function loopRate({ server }: WorkHost, ids: readonly string[]): Promise<number> {
  const took = await timed(async () => {
    for (const [at, id] of ids.entries()) {
      const { displayName, etag } = await server.read(id)
      const change = { target: { id }, base: { displayName }, baseVersion: etag, set: { displayName: `Loop ${at}` } }
      const { state } = await server.send(change, randomBytes(12).toString('hex'), false)
      if (state === 'outdated') throw new Error(state)
    }
  })
  return (ids.length / took) * 1000
}

async function measureJobs(): Promise<void> {
  const args = ['--database', join(folder, 'server.db'), '--users', String(edits * 1.3), '--seed', '1']
  const { ready, end } = await startProcess(args)
  const login = { address: ready.listening, login: ready.admin.login, password: ready.admin.password ?? '' }
  const file = { path: join(folder, 'work.db'), key: randomBytes(32).toString('hex') }
  const host = await openWorkHost({ ...login, file })
  const slow = await openWorkHost({
    ...login,
    alter: (server) => {
      const one = { ...server }
      delete one.sendMany
      return one
    },
  })
  await host.pull()
  const { list, revision } = await host.lists.open('host', {
    ...{ organizationId: null, search: '', searchIn: null, oneOf: null, deleted: false, sort: [] },
    filters: [{ is: { field: 'role', values: ['user'] }, isNot: false }],
  })
  const ids = ((await host.lists.ids(list, revision, null)) ?? []).slice(0, edits)
  if (ids.length < edits) throw new Error(`only ${ids.length} users`)
  const some = ids.slice(0, fewer)
  const bulk = await jobRate(host, ids, 'Bulk')
  await slow.pull()
  const single = await jobRate(slow, some, 'Single')
  const loop = await loopRate(slow, some)
  const rate = (value: number) => `${value.toFixed(0)}/s`
  const ratio = (value: number) => `${(bulk / value).toFixed(1)}x slower`
  rows.push([`${edits} edits as a job, by bulk`, rate(bulk), ''])
  rows.push([`${fewer} edits as a job, one by one, 6 under way`, rate(single), ratio(single)])
  rows.push([`${fewer} edits in the loop of a web console`, rate(loop), ratio(loop)])
  await host.close()
  await slow.close()
  await end('SIGTERM')
}

/** Staging and planning in the worker that the program has, with all that crosses between the threads. */
async function measureDesk(): Promise<void> {
  const users: User[] = Array.from({ length: many }, (_, at) => ({ ...madeUpUser(at), id: `u${at}` }))
  const lists = createLists({ ...inMemory, onChanged: () => undefined, now: () => new Date() })
  lists.begin('c')
  lists.add('c', users)
  lists.finish('c', null, { token: null, at: new Date().toISOString(), isComplete: true }, true)
  const ids = users.map(({ id }) => id)
  const worker = new Worker(new URL('../../src-main/work/worker.ts', import.meta.url))
  const desk = await startDesk(worker, join(folder, 'desk.db'), randomBytes(32).toString('hex'))
  const { set } = await desk.createSet('bench', new Date().toISOString())
  const stage = async (edit: Edit) => {
    const values = lists.values('c', ids, neededFields(edit))
    await desk.stage(set, edit, values.ids, values.columns)
  }
  await stage({ kind: 'set', set: { disabled: true } })
  const fill = await timed(() => stage({ kind: 'set', set: { role: 'manager' } }))
  rows.push([`a fill over ${many} rows staged and kept`, milliseconds(fill), ''])
  rows.push(['the same taken back', milliseconds(await timed(() => desk.undo(set))), ''])

  const { plan } = await desk.openPlan({ kind: 'set', set, ids: null })
  for (let first = 0; first < many; first += 1000) await desk.addPlanRows(plan, users.slice(first, first + 1000))
  const took = await timed(async () => {
    await desk.judgePlan(plan, {
      actor: { id: 'me', role: 'admin', organization: { id: 'o0' }, partner: null },
      ...{ nameRules: defaultNameRules, protectedAccounts: ['svc-*'], projects: [] },
    })
    await desk.finishPlan(plan, { holders: [], sizes: [], managers: [] })
  })
  rows.push([`a plan of ${many}, rows at hand`, milliseconds(took), ''])
  const drop = await timed(() => desk.dropFromPlan(plan, { positions: [1] }))
  rows.push(['a row dropped from it, everything counted again', milliseconds(drop), ''])
  const window = await timed(() => desk.planWindow(plan, 'disable', '', 50_000, 200))
  rows.push(['a window of 200 rows of it', milliseconds(window), ''])
  await desk.close()
}

try {
  await measureJobs()
  await measureDesk()
  console.log('| what | measured | |\n| --- | --- | --- |')
  for (const row of rows) console.log(`| ${row.join(' | ')} |`)
} finally {
  rmSync(folder, { recursive: true })
}
process.exit(0)
