import { type Change, isEmpty, rebase } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import type { Outcome, Sent } from '../../src-shared/ipc/shapes.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { DeskHost } from './host.ts'
import type { Item } from './job-store.ts'
import { keyLifetime, lookUp, mayHaveArrived } from './settle.ts'

export interface WorkDeps {
  desk: Pick<DeskHost, 'add' | 'markSent' | 'end' | 'remove' | 'get' | 'open'>
  server: Pick<DirectoryServer, 'send' | 'read'>
  newKey(): string
  now(): Date
  wait(milliseconds: number): Promise<void>
  /** The server has applied a change; null: the user is gone. */
  onApplied(id: string, user: User | null, change: Change): void
}

/** Every write of the program goes through here, as a `Change` in a job that survives a crash. */
export interface Work {
  /** Sends one change as a job of its own and answers how it ended. */
  send(change: Change): Promise<Sent>
  /** Asks about a job whose answer was lost, by sending it again with the key of the first time. */
  settle(job: string): Promise<Sent>
  /** Ends what an earlier run left open; each is told to `onEnded`. */
  recover(onEnded: (sent: Sent, change: Change) => void): Promise<void>
}

/** Milliseconds between attempts of a request whose answer was lost. */
const pauses = [500, 2000]
/** Longest wait that a server may ask for before the person is asked instead. */
const longestWait = 10_000

export function createWork(deps: WorkDeps): Work {
  const { desk, server, newKey, now, wait } = deps
  const running = new Map<string, Promise<Sent>>()

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

  async function run(planned: Item): Promise<Outcome> {
    const wasSent = planned.state !== 'planned'
    let item = wasSent ? planned : await desk.markSent(planned, newKey(), now().toISOString())
    let isRebased = false
    for (;;) {
      const result = await attempt(item, wasSent && !isRebased)
      if (result.state !== 'outdated') return end(item, result)
      const { change, conflicts } = rebase(item.change, result.theirs)
      if (conflicts.length > 0 || isRebased) {
        return end(item, { state: 'conflict', theirs: result.theirs, fields: conflicts, change })
      }
      if (isEmpty(change)) return end(item, { state: 'noChange', user: result.theirs })
      isRebased = true
      item = await desk.markSent({ ...item, change }, newKey(), now().toISOString())
    }
  }

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
    if (outcome.state === 'notSent') {
      await desk.remove(item.job)
      return outcome
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

  async function resume(item: Item): Promise<Outcome> {
    const age = item.sentAt === null ? 0 : now().getTime() - Date.parse(item.sentAt)
    return age > keyLifetime ? end(item, await lookUp(server, item)) : run(item)
  }

  return {
    async send(change) {
      const job = newKey()
      await desk.add(job, change, now().toISOString())
      return once(job, () =>
        run({ job, position: 0, change, state: 'planned', key: null, sentAt: null, outcome: null }),
      )
    },

    async settle(job) {
      const item = await desk.get(job)
      if (item === null) throw new Failed({ kind: 'notFound' })
      if (item.outcome !== null && item.outcome.state !== 'unknown') return { job, outcome: item.outcome }
      return once(job, () => resume(item))
    },

    async recover(onEnded) {
      for (const item of await desk.open()) {
        const sent = await once(item.job, () => resume(item))
        onEnded(sent, item.change)
      }
    },
  }
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
