import { randomUUID } from 'node:crypto'
import type { Capabilities, NameRules } from '../../src-shared/domain/capabilities.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import { inverseOf, type Irrevocable } from '../../src-shared/domain/inverse.ts'
import { kindsOf, type PlanKind } from '../../src-shared/domain/plan/item.ts'
import type { PlanPart, PlanSummary } from '../../src-shared/domain/plan/plan.ts'
import type { User, WritableField } from '../../src-shared/domain/user.ts'
import { defaultNameRules } from '../../src-shared/domain/user-rules.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { ItemState, PlanRow } from '../../src-shared/ipc/work-shapes.ts'
import { openDatabase } from '../db/open.ts'
import { workMigrations } from '../db/work/migrations.ts'
import { type BulkStore, createBulkStore } from './bulk-store.ts'
import { createDraftStore, type DraftStore } from './draft-store.ts'
import { createJobStore, type JobStore } from './job-store.ts'
import { createPlans, type Picked, type PlainRules, type PlanAnswers, type PlanNeeds } from './plans.ts'
import { createSetStore, keyOf, type SetStore } from './set-store.ts'

/** Where a plan comes from: a set or some users of it, what a job did, or what it did not do. */
export type PlanSource =
  | { kind: 'set'; set: number; ids: readonly string[] | null }
  | { kind: 'changes'; name: string; changes: readonly Change[] }
  | { kind: 'undo'; job: string; restore: Capabilities['restore'] }
  | { kind: 'retry'; job: string; states: readonly ItemState[] }

export interface OpenedPlan {
  plan: number
  name: string
  /** Users whose rows have to be read. */
  ids: string[]
  /** Whether it puts users into projects, so that these have to be known. */
  addsProjects: boolean
  undoOf: string | null
  irrevocable: Record<string, number>
}

export interface SendPlan {
  plan: number
  typed: readonly string[]
  reason: string | null
  pauseAfter: number | null
  /** Most users that a job may have. */
  limit: number
  now: string
}

/**
 * Everything about changes that needs no server: drafts, staged sets, plans and jobs, over one open `work.db`. It runs in a worker,
 * so that neither a fill of 100,000 rows nor a commit ever holds up the main process.
 */
export interface Desk extends DraftStore, JobStore, BulkStore, SetStore {
  setNameRules(rules: NameRules): void
  openPlan(source: PlanSource): OpenedPlan
  addPlanRows(plan: number, users: readonly User[]): void
  judgePlan(plan: number, rules: PlainRules): PlanNeeds
  finishPlan(plan: number, answers: PlanAnswers): PlanSummary
  planWindow(plan: number, part: PlanPart, search: string, first: number, count: number): PlanRow[]
  planCount(plan: number, part: PlanPart, search: string): number
  dropFromPlan(plan: number, picked: Picked): PlanSummary
  resolvePlan(
    plan: number,
    positions: readonly number[] | null,
    field: WritableField | null,
    take: 'mine' | 'theirs',
  ): PlanSummary
  /** Makes a job of a plan, and takes its edits out of their set, in one transaction. */
  sendPlan(request: SendPlan): string
  closePlan(plan: number): void
  /** Puts what a job did not do back into a set. */
  restage(job: string, states: readonly ItemState[], set: number): void
  close(): void
}

interface Planned {
  name: string
  set: number | null
  undoOf: string | null
}

/** `file` null: in memory, where there is no key. Throws when the key is not the file's. */
export function openDesk(file: string | null, key: string | null): Desk {
  const database = openDatabase({ file, key, synchronous: 'full', migrations: workMigrations })
  let nameRules: NameRules = defaultNameRules
  const bulk = createBulkStore(database, randomUUID)
  const sets = createSetStore(database, () => nameRules)
  const plans = createPlans()
  const planned = new Map<number, Planned>()

  function changesOf(source: PlanSource): Planned & { changes: readonly Change[]; irrevocable: Irrevocable[] } {
    switch (source.kind) {
      case 'set': {
        const set = sets.sets().find((each) => each.set === source.set)
        if (!set) throw new Failed({ kind: 'notFound' })
        const changes = sets.stagedChanges(source.set, source.ids)
        return { name: set.name, set: source.set, undoOf: null, changes, irrevocable: [] }
      }
      case 'changes':
        return { name: source.name, set: null, undoOf: null, changes: source.changes, irrevocable: [] }
      case 'retry': {
        const changes = report(source.job, source.states).map(leftOf)
        return { name: bulk.bulkJob(source.job)?.name ?? '', set: null, undoOf: null, changes, irrevocable: [] }
      }
      case 'undo': {
        const inverses = report(source.job, ['applied']).flatMap(({ change, userId, etag }) =>
          userId === null ? [] : [inverseOf(change, userId, etag, source)],
        )
        const changes = inverses.flatMap(({ change }) => change ?? []).reverse()
        const irrevocable = inverses.flatMap((inverse) => inverse.irrevocable)
        return { name: bulk.bulkJob(source.job)?.name ?? '', set: null, undoOf: source.job, changes, irrevocable }
      }
    }
  }

  const report = (job: string, states: readonly ItemState[]) => bulk.reportItems(job, states, 0, -1)

  const sendPlan = database.transaction(({ plan, typed, reason, pauseAfter, limit, now }: SendPlan): string => {
    const { name = '', set = null, undoOf = null } = planned.get(plan) ?? {}
    const { items, done } = plans.sent(plan, typed)
    if (items.length > limit) {
      const issues = [{ field: 'plan', code: 'plan.limit', params: { limit, users: items.length } }]
      throw new Failed({ kind: 'invalid', code: 'plan.limit', issues })
    }
    const job = randomUUID()
    const kinds: Partial<Record<PlanKind, number>> = {}
    for (const { change } of items) for (const kind of kindsOf(change)) kinds[kind] = (kinds[kind] ?? 0) + 1
    bulk.addBulk({ job, name, reason, pauseAfter, undoOf, kinds, now }, items)
    if (set !== null) sets.takeOut(set, done.map(keyOf))
    plans.close(plan)
    planned.delete(plan)
    return job
  })

  return {
    ...createDraftStore(database, () => new Date()),
    ...createJobStore(database),
    ...bulk,
    ...sets,
    setNameRules: (rules) => {
      nameRules = rules
    },
    openPlan(source) {
      const { changes, irrevocable, ...kept } = changesOf(source)
      const plan = plans.open(changes)
      planned.set(plan, kept)
      const counts: Record<string, number> = {}
      for (const what of irrevocable) counts[what] = (counts[what] ?? 0) + 1
      return {
        ...{ plan, name: kept.name, undoOf: kept.undoOf, irrevocable: counts },
        ids: changes.flatMap(({ target }) => ('id' in target ? [target.id] : [])),
        addsProjects: changes.some(({ projects }) => projects !== undefined && projects.add.length > 0),
      }
    },
    addPlanRows: plans.addRows,
    judgePlan: plans.judge,
    finishPlan: plans.finish,
    planWindow: plans.window,
    planCount: plans.count,
    dropFromPlan: plans.drop,
    resolvePlan: plans.resolve,
    sendPlan: (request) => sendPlan(request),
    closePlan(plan) {
      plans.close(plan)
      planned.delete(plan)
    },
    restage(job, states, set) {
      sets.stageChanges(set, report(job, states).map(leftOf))
    },
    close: () => {
      database.close()
    },
  }
}

/** What is left of a change that was not applied. */
function leftOf({ change, outcome }: { change: Change; outcome: { state: string; change?: Change } | null }): Change {
  return outcome?.state === 'conflict' && outcome.change ? outcome.change : change
}
