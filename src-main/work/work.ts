import { type Change, isEmpty, rebase } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { Failed, type Failure, isOutOfReach } from '../../src-shared/failure.ts'
import type { Outcome, Sent, Waiting } from '../../src-shared/ipc/shapes.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { DeskHost } from './host.ts'
import type { Item, OpenItem } from './job-store.ts'
import { keyLifetime, lookUp, mayHaveArrived } from './settle.ts'

export interface WorkDeps {
  desk: Pick<DeskHost, 'add' | 'markSent' | 'end' | 'replan' | 'hold' | 'remove' | 'get' | 'open'>
  server: Pick<DirectoryServer, 'send' | 'read'>
  newKey(): string
  now(): Date
  wait(milliseconds: number): Promise<void>
  /** False while the server cannot be reached, or may not be written to: then changes wait. */
  mayStart(): boolean
  /** The server has applied a change; null: the user is gone. */
  onApplied(id: string, user: User | null, change: Change): void
  /** A request has proved that the server is out of reach. */
  onOutOfReach(failure: Failure): void
  onWaiting(changes: Waiting[]): void
}

/** Every write of the program goes through here, as a `Change` in a job that survives a crash. */
export interface Work {
  /** Sends one change as a job of its own and answers how it ended. */
  send(change: Change): Promise<Sent>
  /** Asks about a job whose answer was lost, by sending it again with the key of the first time. */
  settle(job: string): Promise<Sent>
  /** Sends what waits, in its order, and asks about what an earlier run left open; each end is told to `onEnded`. */
  recover(onEnded: (sent: Sent, change: Change) => void): Promise<void>
  waiting(): Promise<Waiting[]>
  /** Forgets a change that waits or was refused; throws `notFound` once it is on its way. */
  takeBack(job: string): Promise<void>
}

/** Milliseconds between attempts of a request whose answer was lost. */
const pauses = [500, 2000]
/** Longest wait that a server may ask for before the person is asked instead. */
const longestWait = 10_000

export function createWork(deps: WorkDeps): Work {
  const { desk, server, newKey, now, wait } = deps
  const running = new Map<string, Promise<Sent>>()
  let recovering: Promise<void> | null = null

  /** A job runs once at a time, whoever asks for it. */
  function once(job: string, run: () => Promise<Outcome>): Promise<Sent> {
    const promise =
      running.get(job) ??
      run()
        .then((outcome) => ({ job, outcome }))
        .finally(() => running.delete(job))
    running.set(job, promise)
    return promise
  }

  async function run(planned: Item, finish: Finish): Promise<Outcome> {
    const wasSent = planned.state !== 'planned'
    let item = wasSent ? planned : await desk.markSent(planned, newKey(), now().toISOString())
    let isRebased = false
    for (;;) {
      const result = await attempt(item, wasSent && !isRebased)
      if (result.state !== 'outdated') return finish(item, result)
      const { change, conflicts } = rebase(item.change, result.theirs)
      if (conflicts.length > 0 || isRebased) {
        return finish(item, { state: 'conflict', theirs: result.theirs, fields: conflicts, change })
      }
      if (isEmpty(change)) return finish(item, { state: 'noChange', user: result.theirs })
      isRebased = true
      item = await desk.markSent({ ...item, change }, newKey(), now().toISOString())
    }
  }

  type Finish = (item: Item, outcome: Outcome) => Promise<Outcome>
  type Attempt = Outcome | { state: 'outdated'; theirs: User }

  /** Sends an item until there is an answer, the attempts are used up, or waiting would take too long. */
  async function attempt(item: Item, wasSent: boolean): Promise<Attempt> {
    let isInDoubt = wasSent
    for (let tries = 0; ; tries++) {
      try {
        return await server.send(item.change, item.key ?? '', isInDoubt)
      } catch (error) {
        if (!(error instanceof Failed)) throw error
        const { failure } = error
        isInDoubt ||= mayHaveArrived(failure)
        const pause = pauseAfter(failure, tries)
        if (pause === null) return { state: isInDoubt ? 'unknown' : 'notSent', failure }
        await wait(pause)
      }
    }
  }

  async function end(item: Item, outcome: Outcome): Promise<Outcome> {
    if (outcome.state === 'waiting') return outcome
    if (outcome.state === 'notSent') {
      if (!isOutOfReach(outcome.failure)) {
        await desk.remove(item.job)
        return outcome
      }
      await desk.replan(item.job)
      deps.onOutOfReach(outcome.failure)
      return { state: 'waiting' }
    }
    await desk.end(item.job, outcome, now().toISOString())
    if (outcome.state === 'applied' || outcome.state === 'noChange') tell(item, outcome.user)
    if (outcome.state === 'conflict') deps.onApplied(outcome.theirs.id, outcome.theirs, item.change)
    return outcome
  }

  function tell(item: Item, user: User | null): void {
    const id = 'id' in item.change.target ? item.change.target.id : user?.id
    if (id !== undefined) deps.onApplied(id, user, item.change)
  }

  async function resume(item: Item, finish: Finish): Promise<Outcome> {
    const age = item.sentAt === null ? 0 : now().getTime() - Date.parse(item.sentAt)
    return age > keyLifetime ? finish(item, await lookUp(server, item)) : run(item, finish)
  }

  /** As `end`, for what nobody waits for: nothing is removed, and what the server did not take is kept for somebody to see. */
  async function endUnseen(item: Item, outcome: Outcome): Promise<Outcome> {
    if (outcome.state === 'notSent') {
      await desk.replan(item.job)
      if (isOutOfReach(outcome.failure)) deps.onOutOfReach(outcome.failure)
      return { state: 'waiting' }
    }
    if (outcome.state === 'refused' || outcome.state === 'conflict') {
      await desk.hold(item.job, outcome)
      if (outcome.state === 'conflict') deps.onApplied(outcome.theirs.id, outcome.theirs, item.change)
      return outcome
    }
    return end(item, outcome)
  }

  async function tellWaiting(): Promise<void> {
    deps.onWaiting(await waiting())
  }

  async function waiting(): Promise<Waiting[]> {
    return (await desk.open()).filter(({ job }) => !running.has(job)).map(toWaiting)
  }

  /** One after the other: the next one may build on what the one before did. */
  async function sendWaiting(onEnded: (sent: Sent, change: Change) => void): Promise<void> {
    const tried = new Set<string>()
    const next = async () => (await desk.open()).find((item) => !tried.has(item.job) && isNext(item))
    for (let item = await next(); item; item = await next()) {
      const { job, change } = item
      tried.add(job)
      const sent = await once(job, () => resume(item, endUnseen))
      await tellWaiting()
      if (sent.outcome.state === 'waiting') return
      onEnded(sent, change)
    }
  }

  /** What was sent is asked about at any time; what was not waits until it may be. */
  function isNext({ job, state }: Item): boolean {
    if (running.has(job)) return false
    return state === 'planned' ? deps.mayStart() : state === 'sent' || state === 'unknown'
  }

  return {
    async send(change) {
      const job = newKey()
      const isFirst = deps.mayStart() && !(await desk.open()).some(({ state }) => state === 'planned')
      await desk.add(job, change, now().toISOString())
      if (!isFirst) {
        await tellWaiting()
        return { job, outcome: { state: 'waiting' } }
      }
      const item: Item = { job, position: 0, change, state: 'planned', key: null, sentAt: null, outcome: null }
      const sent = await once(job, () => run(item, end))
      if (sent.outcome.state === 'waiting' || sent.outcome.state === 'unknown') await tellWaiting()
      return sent
    },

    async settle(job) {
      const item = await desk.get(job)
      if (item === null) throw new Failed({ kind: 'notFound' })
      if (item.outcome !== null && item.outcome.state !== 'unknown') return { job, outcome: item.outcome }
      const sent = await once(job, () => resume(item, end))
      await tellWaiting()
      return sent
    },

    recover(onEnded) {
      recovering ??= sendWaiting(onEnded).finally(() => {
        recovering = null
      })
      return recovering
    },

    waiting,

    async takeBack(job) {
      const item = await desk.get(job)
      const canGo = item?.state === 'planned' || item?.state === 'refused' || item?.state === 'conflict'
      if (!canGo || running.has(job)) throw new Failed({ kind: 'notFound' })
      await desk.remove(job)
      await tellWaiting()
    },
  }
}

function toWaiting({ job, change, at, state, outcome }: OpenItem): Waiting {
  const failure = outcome?.state === 'refused' ? outcome.failure : null
  const shown = state === 'refused' || state === 'conflict' ? state : state === 'planned' ? 'waiting' : 'unknown'
  const userName = change.base.userName ?? change.set?.userName ?? ''
  return { job, userName, change, at, state: shown, failure }
}

/** Milliseconds until the next attempt; null when there is none. */
function pauseAfter(failure: Failure, tries: number): number | null {
  if (failure.kind === 'rateLimited') {
    const asked = (failure.retryAfter ?? 1) * 1000
    return tries < 3 && asked <= longestWait ? asked : null
  }
  const pause = pauses[tries]
  return mayHaveArrived(failure) && pause !== undefined ? pause * (0.5 + Math.random()) : null
}
