import type { Actor } from '../../src-shared/domain/can.ts'
import type { Manager } from '../../src-shared/domain/plan/guards.ts'
import type { PlanSummary } from '../../src-shared/domain/plan/plan.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { PlanView } from '../../src-shared/ipc/work-shapes.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { OpenedPlan, PlanSource, SendPlan } from './desk.ts'
import type { DeskHost } from './host.ts'
import type { PlainRules, PlanAnswers } from './plans.ts'
import { remedyFor } from './remedy.ts'

/** What a plan asks of the copy of the users. */
export interface CopyAnswers {
  /** Who has these user names or addresses. */
  holders(values: readonly string[]): Promise<PlanAnswers['holders']>
  managers(): Promise<Manager[]>
}

export interface PlanningDeps {
  desk: DeskHost
  server: Pick<DirectoryServer, 'read' | 'readMany' | 'organizations' | 'projects' | 'description'>
  copy: CopyAnswers
  actor: Actor
  /** Patterns of user names that no bulk edit touches. */
  protectedAccounts(): readonly string[]
  now(): Date
  wait(milliseconds: number): Promise<void>
  onChanged(plan: PlanView): void
}

/** Plans over fresh rows: made in the background, looked at in windows, and sent as jobs. */
export interface Planning {
  /** Begins to read the rows; how far it is comes by `onChanged`. */
  make(source: PlanSource): Promise<PlanView>
  view(plan: number): PlanView
  /** Reads that the plan of so many users takes, and seconds where that can be told before. */
  cost(users: number): Promise<{ requests: number; seconds: number | null }>
  /** The summary after a drop or a settled conflict. */
  revise(plan: number, change: () => Promise<PlanSummary>): Promise<PlanView>
  send(request: Omit<SendPlan, 'now'>): Promise<string>
  close(plan: number): Promise<void>
}

/** Users per request, and requests under way at a time. */
const [perBulkRead, bulkReads, singleReads] = [100, 4, 6]
/** Times that one read is asked for. */
const mostReads = 5
/** Milliseconds between two reports. */
const report = 100

interface OpenPlan {
  view: PlanView
  stopping: AbortController
  startedAt: number
  toldAt: number
}

export function createPlanning(deps: PlanningDeps): Planning {
  const { desk, server, copy, now } = deps
  const open = new Map<number, OpenPlan>()

  function get(plan: number): OpenPlan {
    const found = open.get(plan)
    if (!found) throw new Failed({ kind: 'notFound' })
    return found
  }

  function tell(plan: OpenPlan, values: Partial<PlanView>): PlanView {
    plan.view = { ...plan.view, ...values }
    plan.toldAt = now().getTime()
    deps.onChanged(plan.view)
    return plan.view
  }

  function advance(plan: OpenPlan, count: number): void {
    const done = plan.view.done + count
    const seconds = (now().getTime() - plan.startedAt) / 1000
    plan.view = { ...plan.view, done, secondsLeft: (seconds / done) * (plan.view.total - done) }
    if (now().getTime() - plan.toldAt >= report) tell(plan, {})
  }

  async function readRows({ plan: id, ids }: OpenedPlan, plan: OpenPlan): Promise<void> {
    const { signal } = plan.stopping
    const { readMany } = server
    const size = readMany ? perBulkRead : 1
    const chunks = Array.from({ length: Math.ceil(ids.length / size) }, (_, at) =>
      ids.slice(at * size, (at + 1) * size),
    )
    const work = async () => {
      for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
        signal.throwIfAborted()
        const wanted = chunk
        const users = await persist(() => (readMany ? readMany(wanted, signal) : readOne(wanted[0] ?? '')))
        await desk.addPlanRows(id, users)
        advance(plan, chunk.length)
      }
    }
    await Promise.all(Array.from({ length: readMany ? bulkReads : singleReads }, work))
  }

  /** Reads change nothing: one that was not answered is asked again. */
  async function persist<T>(read: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await read()
      } catch (error) {
        const remedy = error instanceof Failed ? remedyFor(error.failure, tries) : null
        if (remedy?.do !== 'wait' || tries === mostReads) throw error
        await deps.wait(remedy.milliseconds)
      }
    }
  }

  async function readOne(id: string): Promise<User[]> {
    try {
      return [await server.read(id)]
    } catch (error) {
      if (error instanceof Failed && error.failure.kind === 'notFound') return []
      throw error
    }
  }

  async function knownProjects(opened: OpenedPlan): Promise<PlainRules['projects']> {
    if (!opened.addsProjects) return []
    const organizations = await persist(server.organizations)
    const lists = []
    for (const { id } of organizations) lists.push(...(await persist(() => server.projects(id))))
    return lists.map(({ id, name, organization }) => ({ id, name, organizationId: organization.id }))
  }

  async function compute(opened: OpenedPlan, plan: OpenPlan): Promise<PlanSummary> {
    await readRows(opened, plan)
    const needs = await desk.judgePlan(opened.plan, {
      actor: deps.actor,
      nameRules: server.description.capabilities.nameRules,
      protectedAccounts: deps.protectedAccounts(),
      projects: await knownProjects(opened),
    })
    const organizations = await persist(server.organizations)
    return desk.finishPlan(opened.plan, {
      holders: needs.claims.length === 0 ? [] : await copy.holders(needs.claims),
      sizes: organizations.flatMap(({ id, userCount }) =>
        userCount === null ? [] : [{ organization: id, users: userCount }],
      ),
      managers: needs.managers ? await copy.managers() : [],
    })
  }

  async function run(opened: OpenedPlan, plan: OpenPlan): Promise<void> {
    try {
      const summary = await compute(opened, plan)
      tell(plan, { state: 'ready', summary, secondsLeft: 0 })
    } catch (error) {
      if (plan.stopping.signal.aborted) return
      if (!(error instanceof Failed)) throw error
      tell(plan, { state: 'failed', failure: error.failure })
    }
  }

  return {
    async make(source) {
      const opened = await desk.openPlan(source)
      const { plan: id, name, ids, undoOf, irrevocable } = opened
      const plan: OpenPlan = {
        stopping: new AbortController(),
        startedAt: now().getTime(),
        toldAt: 0,
        view: {
          ...{ plan: id, name, undoOf, irrevocable, state: 'reading', done: 0, total: ids.length },
          ...{ secondsLeft: null, failure: null, summary: null },
          isGuardedByVersion: server.description.capabilities.versions === 'yes',
        },
      }
      open.set(id, plan)
      void run(opened, plan)
      return plan.view
    },
    view: (plan) => get(plan).view,
    async cost(users) {
      if (server.readMany) return { requests: Math.ceil(users / perBulkRead), seconds: null }
      const started = now().getTime()
      // any answer tells how long one takes
      await server.organizations()
      return { requests: users, seconds: (((now().getTime() - started) / 1000) * users) / singleReads }
    },
    async revise(plan, change) {
      const found = get(plan)
      return tell(found, { summary: await change() })
    },
    async send(request) {
      get(request.plan)
      const job = await desk.sendPlan({ ...request, now: now().toISOString() })
      open.delete(request.plan)
      return job
    },
    async close(plan) {
      open.get(plan)?.stopping.abort()
      open.delete(plan)
      await desk.closePlan(plan)
    },
  }
}
