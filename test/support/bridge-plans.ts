import { emptyCounts } from '../../src-main/work/bulk-store.ts'
import { createPlans } from '../../src-main/work/plans.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { defaultNameRules } from '../../src-shared/domain/user-rules.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { EventBody, EventName, MethodName, Output, Parsed } from '../../src-shared/ipc/contract.ts'
import type { JobRow, JobView, PlanView, WorkSettings } from '../../src-shared/ipc/work-shapes.ts'

export type PlanMethod = Extract<
  MethodName,
  `plan.${string}` | `jobs.${string}` | 'work.settings' | 'work.changeSettings'
>

interface PlanDeps {
  users: readonly User[]
  emit<E extends EventName>(event: E, body: EventBody<E>): void
}

/** A job as main tells it, with what a test wants of it. */
export function madeUpJob(values: Omit<Partial<JobView>, 'counts'> & { counts?: Partial<JobView['counts']> }): JobView {
  const counts = { ...emptyCounts(), ...values.counts }
  return {
    ...{ job: 'job-1', name: 'Clean-up', state: 'ended', isCancelled: false, stop: null, failure: null, reason: null },
    ...{ undoOf: null, createdAt: '2026-11-24T12:00:00.000Z', endedAt: null, kinds: {}, rate: null, secondsLeft: null },
    ...values,
    total: Object.values(counts).reduce((sum, count) => sum + count, 0),
    counts,
  }
}

/** Plans over the made-up users, judged by the rules of main, and jobs that a test makes up. */
export function planAnswers({ users, emit }: PlanDeps) {
  const plans = createPlans()
  const views = new Map<number, PlanView>()
  const control = {
    /** What the next plan is made from, wherever it is asked for. */
    changes: [] as Change[],
    /** Seconds that reading again takes; null: the server reads many at once. */
    seconds: null as number | null,
    isGuardedByVersion: true,
    irrevocable: {} as Record<string, number>,
    /** While true, plans stay at reading. */
    isReading: false,
    jobs: [] as JobView[],
    rows: [] as JobRow[],
  }
  let settings: WorkSettings = { jobLimit: 20_000, historyDays: 90 }

  function tell(plan: number, values: Partial<PlanView>): PlanView {
    const view = views.get(plan)
    if (!view) throw new Failed({ kind: 'notFound' })
    const changed = { ...view, ...values }
    views.set(plan, changed)
    emit('plan.changed', { connection: 'demo', plan: changed })
    return changed
  }

  function make(): PlanView {
    const plan = plans.open(control.changes)
    const { isGuardedByVersion, irrevocable, changes } = control
    views.set(plan, {
      ...{ plan, name: 'Clean-up', state: 'reading', done: 0, total: changes.length, secondsLeft: null },
      ...{ failure: null, summary: null, isGuardedByVersion, undoOf: null, irrevocable },
    })
    if (control.isReading) return tell(plan, { done: Math.floor(changes.length / 2), secondsLeft: 75 })
    plans.addRows(plan, users)
    plans.judge(plan, {
      actor: { id: 'me', role: 'admin', organization: { id: 'o0' }, partner: null },
      nameRules: defaultNameRules,
      protectedAccounts: [],
      projects: [],
    })
    const summary = plans.finish(plan, { holders: [], sizes: [], managers: [] })
    return tell(plan, { state: 'ready', done: changes.length, summary })
  }

  function send({ plan, typed, reason }: Parsed<'plan.send'>): JobView {
    const { items } = plans.sent(plan, typed)
    const job = madeUpJob({ job: `job-${control.jobs.length + 1}`, reason, counts: { applied: items.length } })
    control.jobs.push(job)
    return job
  }
  function jobOf(id: string): JobView {
    const found = control.jobs.find(({ job }) => job === id)
    if (!found) throw new Failed({ kind: 'notFound' })
    return found
  }
  function setJob(id: string, values: Partial<JobView>): JobView {
    const job = Object.assign(jobOf(id), values)
    emit('job.changed', { connection: 'demo', job })
    return job
  }

  const answers: { [M in PlanMethod]: (input: Parsed<M>) => Output<M> } = {
    'work.settings': () => settings,
    'work.changeSettings': (changed) => (settings = changed),
    'plan.cost': ({ users: count }) => ({ requests: count, seconds: control.seconds }),
    'plan.make': make,
    'plan.view': ({ plan }) => tell(plan, {}),
    'plan.window': ({ plan, part, search, rows }) => plans.window(plan, part, search, rows.first, rows.count),
    'plan.count': ({ plan, part, search }) => plans.count(plan, part, search),
    'plan.drop': ({ plan, picked }) => tell(plan, { summary: plans.drop(plan, picked) }),
    'plan.resolve': ({ plan, positions, field, take }) =>
      tell(plan, { summary: plans.resolve(plan, positions, field, take) }),
    'plan.send': send,
    'plan.close': ({ plan }) => {
      plans.close(plan)
    },
    'plan.export': () => true,
    'jobs.list': () => control.jobs,
    'jobs.rows': ({ states, rows: { first, count } }) =>
      control.rows.filter(({ state }) => states === null || states.includes(state)).slice(first, first + count),
    'jobs.pause': ({ job }) => setJob(job, { state: 'paused', stop: 'asked' }),
    'jobs.resume': ({ job }) => setJob(job, { state: 'running', stop: null }),
    'jobs.cancel': ({ job }) => setJob(job, { state: 'ended', isCancelled: true }),
    'jobs.restage': () => {
      throw new Failed({ kind: 'unsupported', code: 'not_in_this_api' })
    },
    'jobs.export': () => true,
  }
  return { answers, control: Object.assign(control, { madeUpJob, setJob }) }
}
