import type { Change } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import type { JobView, StopReason } from '../../src-shared/ipc/work-shapes.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { JobPatch, StoredJob } from './bulk-store.ts'
import { type ChunkEnd, sendChunk } from './chunk.ts'
import type { DeskHost } from './host.ts'
import type { Item } from './job-store.ts'
import { createLane, createSlowLane, type Lane } from './lane.ts'
import { createMeter, createPace, type Meter, type Pace } from './pace.ts'
import { type Remedy, remedyFor } from './remedy.ts'

export interface RunnerDeps {
  desk: DeskHost
  server: Pick<DirectoryServer, 'send' | 'sendMany' | 'read' | 'description'>
  now(): Date
  wait(milliseconds: number): Promise<void>
  /** False while the server may not be written to: then jobs wait for the next start. */
  mayStart(): boolean
  /** The server has applied these; `user` null: as it is now is not known, but for its version. */
  onApplied(applied: readonly { id: string; etag: string | null; user: User | null; change: Change }[]): void
  onChanged(job: JobView): void
}

/** Sends jobs of many, one job after the other, in the background and across restarts. */
export interface Runner {
  /** Goes on with what is under way or queued. */
  start(): void
  jobs(): Promise<JobView[]>
  view(job: string): Promise<JobView>
  pause(job: string): Promise<void>
  resume(job: string): Promise<void>
  /** What is sent is sent; the rest is not. */
  cancel(job: string): Promise<void>
  /** Ends after the chunk that is under way; jobs go on with the next start. */
  close(): Promise<void>
  /** Resolves once nothing is running. */
  idle(): Promise<void>
}

/** The run of the job that is being sent. */
interface Run {
  job: string
  isCancelled: boolean
  isPaused: boolean
  waitingFor: Failure | null
  meter: Meter
  lane: Lane
  pace: Pace
  /** Chunks in a row of which nothing came back. */
  troubles: number
  rebased: Set<number>
  /** Places of items that the server may have done. */
  inDoubt: Set<number>
  pending: Item[]
}

/** So many of the first hundred refused, and a job stops by itself: 5 % (security.md, Edits). */
const firstMany = 100
const mostRefused = 5

export function createRunner(deps: RunnerDeps): Runner {
  const { desk, server, now } = deps
  let running: Promise<void> | null = null
  let isClosed = false
  let current: Run | null = null
  let interrupt: () => void = () => undefined

  function start(): void {
    if (isClosed || !deps.mayStart()) return
    running ??= runQueue().finally(() => {
      running = null
    })
  }

  async function runQueue(): Promise<void> {
    for (let job = await desk.nextBulk(); job !== null && !isClosed; job = await desk.nextBulk()) await runJob(job)
  }

  async function get(job: string): Promise<StoredJob> {
    const stored = await desk.bulkJob(job)
    if (stored === null) throw new Failed({ kind: 'notFound' })
    return stored
  }

  function toView(stored: StoredJob): JobView {
    const run = current?.job === stored.job ? current : null
    const { planned, sent } = stored.counts
    const rate = run?.meter.rate() ?? null
    return {
      ...stored,
      state: run?.waitingFor ? 'waiting' : stored.state,
      failure: run?.waitingFor ?? stored.failure,
      rate,
      secondsLeft: rate === null || rate === 0 ? null : (planned + sent) / rate,
    }
  }

  async function tell(job: string): Promise<void> {
    deps.onChanged(toView(await get(job)))
  }

  async function patch(job: string, values: JobPatch): Promise<void> {
    await desk.patchBulk(job, values)
    await tell(job)
  }

  async function runJob(stored: StoredJob): Promise<void> {
    const { job, reason, isCancelled } = stored
    const lane = createLane(server, { reason })
    const pending = await desk.sentItems(job)
    const run: Run = {
      ...{ job, isCancelled, isPaused: false, waitingFor: null, troubles: 0, lane },
      ...{ pace: createPace(lane.max), meter: createMeter(() => now().getTime()), rebased: new Set() },
      ...{ pending, inDoubt: new Set(pending.map(({ position }) => position)) },
    }
    current = run
    await patch(job, { state: 'running', stop: null, failure: null })
    const end = await runChunks(run)
    current = null
    if (end !== null) await patch(job, end)
  }

  /** Sends chunk after chunk; answers what becomes of the job, null when the program ends. */
  async function runChunks(run: Run): Promise<JobPatch | null> {
    for (;;) {
      if (isClosed) return null
      const job = await get(run.job)
      if (run.isPaused) return { state: 'paused', stop: 'asked' }
      const ended = endedOf(job)
      const stop = run.isCancelled ? null : stopOf(job, ended)
      if (stop !== null) return { state: 'paused', stop, pauseAfter: null }
      if (!job.isChecked && ended >= firstMany) await desk.patchBulk(run.job, { isChecked: true })
      const chunk = await nextChunk(run, job, ended)
      if (chunk.length === 0) return { state: 'ended', endedAt: now().toISOString() }
      const patch = await send(run, chunk)
      if (patch !== null) return patch
      await tell(run.job)
    }
  }

  async function nextChunk(run: Run, job: StoredJob, ended: number): Promise<Item[]> {
    const size = run.pace.size()
    if (run.pending.length > 0) return run.pending.splice(0, size)
    if (run.isCancelled) return []
    const toCheck = job.isChecked || ended >= firstMany ? Infinity : firstMany - ended
    const toPause = job.pauseAfter === null ? Infinity : job.pauseAfter - ended
    return desk.takeItems(run.job, Math.min(size, toCheck, toPause), now().toISOString())
  }

  async function send(run: Run, chunk: readonly Item[]): Promise<JobPatch | null> {
    const started = now().getTime()
    const end = await sendChunk(chunk, run.lane, server, run, now())
    await keep(run, end)
    if (end.trouble === null) {
      run.troubles = 0
      if (chunk.length >= run.pace.size()) run.pace.took(now().getTime() - started)
      return null
    }
    run.troubles = end.open.length < chunk.length ? 1 : run.troubles + 1
    return apply(remedyFor(end.trouble, run.troubles), run, chunk, end.trouble)
  }

  async function keep(run: Run, { ended, rebased, open, inDoubt, applied }: ChunkEnd): Promise<void> {
    await desk.endItems(run.job, ended)
    const renewed = await desk.renewItems(run.job, rebased, now().toISOString())
    for (const position of inDoubt) run.inDoubt.add(position)
    for (const { position } of renewed) {
      run.rebased.add(position)
      // a new key was never sent
      run.inDoubt.delete(position)
    }
    run.pending.unshift(...open, ...renewed)
    run.meter.add(ended.length)
    if (applied.length > 0) deps.onApplied(applied)
  }

  async function apply(remedy: Remedy, run: Run, chunk: readonly Item[], failure: Failure): Promise<JobPatch | null> {
    switch (remedy.do) {
      case 'stop':
        return { state: 'paused', stop: remedy.reason, failure }
      case 'slow':
        run.lane = createSlowLane(server, { reason: (await get(run.job)).reason })
        return null
      case 'split': {
        run.pace.shrink()
        const [only] = chunk
        if (chunk.length > 1 || !only) return null
        // it is this one that the server does not take
        run.pending.shift()
        await desk.endItems(run.job, [
          { position: only.position, outcome: { state: 'refused', failure }, id: null, etag: null },
        ])
        return null
      }
      case 'wait':
        if (remedy.isSmaller) run.pace.shrink()
        await waitFor(run, remedy.milliseconds, failure)
        return null
    }
  }

  /** Waits, unless somebody pauses, cancels or ends the program. */
  async function waitFor(run: Run, milliseconds: number, failure: Failure): Promise<void> {
    run.waitingFor = failure
    await tell(run.job)
    const interrupted = new Promise<void>((resolve) => {
      interrupt = resolve
    })
    if (!run.isPaused && !isClosed) await Promise.race([deps.wait(milliseconds), interrupted])
    run.waitingFor = null
  }

  return {
    start,
    jobs: async () => (await desk.bulkJobs()).map(toView),
    view: async (job) => toView(await get(job)),
    async pause(job) {
      const stored = await get(job)
      if (current?.job === job) {
        current.isPaused = true
        interrupt()
      } else if (stored.state === 'queued') await patch(job, { state: 'paused', stop: 'asked' })
    },
    async resume(job) {
      const { state, stop, isChecked } = await get(job)
      if (state !== 'paused') return
      // the person has seen what was refused, and goes on
      await patch(job, { state: 'queued', stop: null, failure: null, isChecked: isChecked || stop === 'refusals' })
      start()
    },
    async cancel(job) {
      const { state, counts } = await get(job)
      if (state === 'ended') return
      await desk.cancelItems(job)
      if (current?.job === job) {
        current.isCancelled = true
        interrupt()
      } else if (counts.sent > 0) await patch(job, { state: 'queued', stop: null, failure: null })
      else await patch(job, { state: 'ended', endedAt: now().toISOString() })
      start()
      await tell(job)
    },
    async close() {
      isClosed = true
      interrupt()
      await running
    },
    idle: async () => {
      await running
    },
  }
}

const endedOf = ({ total, counts }: StoredJob): number => total - counts.planned - counts.sent

function stopOf({ isChecked, pauseAfter, counts }: StoredJob, ended: number): StopReason | null {
  if (counts.planned === 0) return null
  if (!isChecked && counts.refused >= mostRefused) return 'refusals'
  return pauseAfter !== null && ended >= pauseAfter ? 'pauseAfter' : null
}
