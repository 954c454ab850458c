import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { JobView } from '../../src-shared/ipc/work-shapes.ts'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'
import { openWorkHost, type WorkHost } from '../../test/support/work-host.ts'
import { type Arena, type Checked, history, readAll, versionOf } from './bulk-arena.ts'
import { alter, answerTimeout, type HostLine, type HostTask } from './bulk-host.ts'

const edits = 200

/** A host that is killed at random moments: the job goes on by itself, and every edit is done exactly once. */
export async function checkCrash(arena: Arena, run: number): Promise<Checked> {
  const users = await arena.targets(edits)
  const resets = users.filter(({ invitationExpiresAt }) => invitationExpiresAt === null).slice(0, edits / 4)
  const since = new Date()
  const name = `Crash ${run}${randomBytes(3).toString('hex')}`
  const folder = mkdtempSync(join(tmpdir(), 'muster-verify-'))
  const task: HostTask = {
    ...{ address: arena.proxy.url, ...arena.server.admin, planted: arena.planted },
    ...{ file: join(folder, 'work.db'), key: randomBytes(32).toString('hex') },
    start: { ids: users.map(({ id }) => id), resets: resets.map(({ id }) => id), name },
  }
  arena.proxy.fault = arena.faults
  const kills = 1 + Math.floor(arena.random() * 3)
  let ended = await runHost(task, Math.floor(arena.random() * 700))
  for (let kill = 1; ended === null && kill < kills; kill++) {
    ended = await runHost({ ...task, start: null }, 600 + Math.floor(arena.random() * 900))
  }
  ended ??= await runHost({ ...task, start: null }, null)
  arena.proxy.fault = () => null
  rmSync(folder, { recursive: true })
  const faults = await judgeCrash(arena, { users, resets, since, name, ended })
  return { faults, told: { kills, edits: users.length, resets: resets.length } }
}

interface Crashed {
  users: readonly UserBody[]
  resets: readonly UserBody[]
  since: Date
  name: string
  ended: JobView | null
}

async function judgeCrash(arena: Arena, { users, resets, since, name, ended }: Crashed): Promise<string[]> {
  const faults: string[] = []
  const { applied = 0, planned = 0, sent = 0, unknown = 0 } = ended?.counts ?? {}
  if (ended?.state !== 'ended' || applied !== users.length || planned + sent + unknown > 0) {
    faults.push(`the job says ${ended?.state ?? 'nothing'}: ${JSON.stringify(ended?.counts)}`)
  }
  const done = await history(arena, since)
  const isReset = new Set(resets.map(({ id }) => id))
  for (const user of users) {
    const entries = done.get(user.id) ?? []
    const updates = entries.filter(({ after }) => after?.displayName === `${name} ${user.userName}`)
    if (updates.length !== 1) faults.push(`${user.userName} was renamed ${updates.length} times`)
    const count = entries.filter(({ action }) => action === 'user.reset').length
    const wanted = isReset.has(user.id) ? 1 : 0
    if (count !== wanted) faults.push(`${user.userName} was reset ${count} times, asked for ${wanted}`)
  }
  return faults
}

/** Runs a host until it ends, or kills it so many milliseconds after its job is under way; null: killed. */
async function runHost(task: HostTask, killAfter: number | null): Promise<JobView | null> {
  const child = spawn(process.execPath, ['tools/verify/bulk-host.ts', JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let ended: JobView | null = null
  const timer = task.start === null && killAfter !== null ? killIn(child, killAfter) : null
  let rest = ''
  child.stdout.on('data', (chunk: Buffer) => {
    rest += chunk.toString()
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = JSON.parse(rest.slice(0, end)) as HostLine // printed by the host
      rest = rest.slice(end + 1)
      if ('ended' in line) ended = line.ended
      else if (killAfter !== null) killIn(child, killAfter)
    }
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (timer) clearTimeout(timer)
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the host ended with ${code}`)
  return ended
}

const killIn = (child: ChildProcess, milliseconds: number): NodeJS.Timeout =>
  setTimeout(() => child.kill('SIGKILL'), milliseconds)

async function withHost<T>(arena: Arena, work: (host: WorkHost) => Promise<T>): Promise<T> {
  const { proxy, server, planted } = arena
  const host = await openWorkHost({ address: proxy.url, ...server.admin, answerTimeout, alter: alter(planted) })
  try {
    await host.pull()
    return await work(host)
  } finally {
    proxy.fault = () => null
    await host.close()
  }
}

/** Another client saves a fifth of the targets meanwhile: nothing of that is overwritten unseen. */
export async function checkOthers(arena: Arena, run: number): Promise<Checked> {
  const users = await arena.targets(edits)
  const since = new Date()
  const name = `Ours ${run}${randomBytes(3).toString('hex')}`
  return withHost(arena, async (host) => {
    const ids = users.map(({ id }) => id)
    const set = await host.stage({ kind: 'pattern', field: 'displayName', pattern: `${name} {userName}` }, ids)
    const plan = await host.plan({ kind: 'set', set, ids: null })
    arena.proxy.fault = arena.faults
    const job = await host.send(plan)
    const theirs = users.filter(() => arena.random() < 0.2)
    await Promise.all(theirs.map((user) => editMeanwhile(arena, user, run)))
    const { counts } = await host.until(job, 'ended', 'paused')
    const base = new Map(users.map((user) => [user.id, user.displayName]))
    let overwritten = 0
    for (const [id, entries] of await history(arena, since)) {
      overwritten += entries.filter(
        ({ before, after }) =>
          String(after?.displayName).startsWith(name) && base.has(id) && before?.displayName !== base.get(id),
      ).length
    }
    const faults = overwritten === 0 ? [] : [`${overwritten} silent overwrites`]
    if (counts.applied + counts.conflict !== edits) faults.push(`counts: ${JSON.stringify(counts)}`)
    return { faults, told: { edits, 'by others': theirs.length, conflicts: counts.conflict } }
  })
}

async function editMeanwhile({ admin, random }: Arena, { id }: UserBody, run: number): Promise<void> {
  await wait(random() * 300)
  const { body } = await admin<UserBody>('GET', `/users/${id}`)
  await admin('PATCH', `/users/${id}`, {
    body: { displayName: `Theirs ${run} ${id}` },
    headers: { 'if-match': body.etag },
  })
}

/** Cancelled at a random moment: what is said to be applied is, and the rest is not. */
export async function checkCancel(arena: Arena, run: number): Promise<Checked> {
  const users = await arena.targets(edits)
  const name = `Cancel ${run}${randomBytes(3).toString('hex')}`
  return withHost(arena, async (host) => {
    const ids = users.map(({ id }) => id)
    const set = await host.stage({ kind: 'pattern', field: 'displayName', pattern: `${name} {userName}` }, ids)
    const plan = await host.plan({ kind: 'set', set, ids: null })
    arena.proxy.fault = arena.faults
    const job = await host.send(plan)
    await wait(arena.random() * 400)
    await host.work.runner.cancel(job)
    const view = await host.until(job, 'ended', 'paused')
    // a defect that tells of what was under way as if it had not been sent
    const { applied, notSent } = arena.planted === 'cancel' ? miscount(view) : view.counts
    const fresh = await readAll(arena, ids)
    const renamed = [...fresh.values()].filter(({ displayName }) => displayName?.startsWith(name)).length
    const faults: string[] = []
    if (renamed !== applied) faults.push(`${renamed} renamed, ${applied} told`)
    if (applied + notSent !== edits) faults.push(`${applied} applied and ${notSent} not sent of ${edits}`)
    return { faults, told: { applied, 'not sent': notSent } }
  })
}

const miscount = ({ counts: { applied, notSent } }: JobView) => ({
  applied: Math.max(0, applied - 1),
  notSent: notSent + 1,
})

/** Undone, everything is as before, but for what others changed since. */
export async function checkUndo(arena: Arena, run: number): Promise<Checked> {
  const users = await arena.targets(edits)
  const name = `Undo ${run}${randomBytes(3).toString('hex')}`
  return withHost(arena, async (host) => {
    const ids = users.map(({ id }) => id)
    const set = await host.stage({ kind: 'pattern', field: 'displayName', pattern: `${name} {userName}` }, ids)
    const disable = await host.lists.values('host', ids.slice(0, edits / 2), ['etag', 'disabled'])
    await host.work.desk.stage(set, { kind: 'set', set: { disabled: true } }, disable.ids, disable.columns)
    arena.proxy.fault = arena.faults
    const job = await host.send(await host.plan({ kind: 'set', set, ids: null }))
    await host.until(job, 'ended')
    const touched = users.filter(() => arena.random() < 0.1)
    await Promise.all(touched.map((user) => editMeanwhile(arena, user, run)))
    const plan = await host.plan({ kind: 'undo', job, restore: 'yes' })
    if (arena.planted === 'undo') await host.work.desk.dropFromPlan(plan.plan, { positions: [1] })
    const back = await host.until(await host.send(plan), 'ended')
    arena.proxy.fault = () => null
    return judgeUndo(arena, users, touched, back)
  })
}

async function judgeUndo(
  arena: Arena,
  users: readonly UserBody[],
  touched: readonly UserBody[],
  back: JobView,
): Promise<Checked> {
  const byOthers = new Set(touched.map(({ id }) => id))
  const faults: string[] = []
  for (const user of users) {
    const { body: fresh } = await arena.admin<UserBody>('GET', `/users/${user.id}`)
    if (byOthers.has(user.id)) {
      if (!fresh.displayName?.startsWith('Theirs')) faults.push(`${user.userName}: what another saved is gone`)
      continue
    }
    const differs = (['userName', 'displayName', 'email', 'role', 'approved', 'disabled'] as const).filter(
      (field) => fresh[field] !== user[field],
    )
    if (differs.length > 0) faults.push(`${user.userName}: ${differs.join(', ')} is not as before`)
    if (versionOf(fresh) !== versionOf(user) + 2) faults.push(`${user.userName}: saved more often than twice`)
  }
  return { faults, told: { undone: back.counts.applied, 'by others': touched.length } }
}
