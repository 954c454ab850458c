import type { Change } from '../../src-shared/domain/change.ts'
import { findLastManagers, type Manager } from '../../src-shared/domain/plan/guards.ts'
import { judge, linesOf, type PlanItem, type PlanRules } from '../../src-shared/domain/plan/item.ts'
import {
  assemble,
  isInPart,
  isUnlocked,
  type Plan,
  type PlanPart,
  type PlanSummary,
  type PlanSurroundings,
} from '../../src-shared/domain/plan/plan.ts'
import { claimsOf, type UniqueField } from '../../src-shared/domain/plan/unique.ts'
import { fold } from '../../src-shared/domain/text.ts'
import type { User, WritableField } from '../../src-shared/domain/user.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { PlanRow } from '../../src-shared/ipc/work-shapes.ts'
import type { NewItem } from './bulk-store.ts'

/** What the plan asks of the copy, once its changes are judged. */
export interface PlanNeeds {
  /** User names and addresses that it would give. */
  claims: string[]
  /** Whether it takes a manager away, so that all managers have to be known. */
  managers: boolean
}

/** What the copy answers. */
export interface PlanAnswers {
  /** Who has the claimed values, in the form in which they are compared. */
  holders: readonly { field: UniqueField; value: string; id: string }[]
  sizes: readonly { organization: string; users: number }[]
  managers: readonly Manager[]
}

/** The rules of a plan, in a form that crosses to a worker. */
export type PlainRules = Omit<PlanRules, 'projects'> & {
  projects: readonly { id: string; name: string; organizationId: string }[]
}

/** Which items: some by position, all of a part, or all that are refused for a reason. */
export type Picked = { positions: readonly number[] } | { part: PlanPart } | { code: string }

interface OpenPlan {
  changes: readonly Change[]
  rows: Map<string, User>
  rules: PlanRules | null
  judged: readonly PlanItem[]
  dropped: Set<number>
  around: PlanSurroundings | null
  plan: Plan | null
  /** What the last window showed, so that the next one need not search again. */
  shown: { part: PlanPart; search: string; items: readonly PlanItem[] } | null
}

/** Plans being made and looked at, in memory: what they are made from is staged, or in a job. */
export interface Plans {
  open(changes: readonly Change[]): number
  addRows(plan: number, users: readonly User[]): void
  judge(plan: number, rules: PlainRules): PlanNeeds
  finish(plan: number, answers: PlanAnswers): PlanSummary
  window(plan: number, part: PlanPart, search: string, first: number, count: number): PlanRow[]
  /** How many rows a window can show. */
  count(plan: number, part: PlanPart, search: string): number
  drop(plan: number, picked: Picked): PlanSummary
  /** Settles conflicts: `mine` is sent over what others saved, `theirs` stays. Null: all items, or all fields. */
  resolve(
    plan: number,
    positions: readonly number[] | null,
    field: WritableField | null,
    take: 'mine' | 'theirs',
  ): PlanSummary
  /** What would be sent; throws where something that has to be typed was not. */
  sent(plan: number, typed: readonly string[]): { items: NewItem[]; done: Change[]; summary: PlanSummary }
  close(plan: number): void
}

export function createPlans(): Plans {
  const open = new Map<number, OpenPlan>()
  let last = 0

  function get(id: number): OpenPlan {
    const plan = open.get(id)
    if (!plan) throw new Failed({ kind: 'notFound' })
    return plan
  }

  function settle(plan: OpenPlan): PlanSummary {
    const { around } = plan
    if (around === null) throw new Failed({ kind: 'notFound' })
    plan.plan = assemble(
      plan.judged.filter(({ position }) => !plan.dropped.has(position)),
      around,
    )
    plan.shown = null
    return plan.plan.summary
  }

  function itemsOf(open: OpenPlan, part: PlanPart, search: string): readonly PlanItem[] {
    const { shown, plan } = open
    if (plan === null) return []
    if (shown?.part === part && shown.search === search) return shown.items
    const folded = fold(search.trim())
    const items = plan.items.filter(
      (item) => isInPart(item, part, plan) && (folded === '' || fold(nameOf(item)).includes(folded)),
    )
    open.shown = { part, search, items }
    return items
  }

  return {
    open(changes) {
      open.set(++last, {
        ...{ changes, rows: new Map(), rules: null, judged: [], dropped: new Set() },
        ...{ around: null, plan: null, shown: null },
      })
      return last
    },
    addRows(id, users) {
      const { rows } = get(id)
      for (const user of users) rows.set(user.id, user)
    },
    judge(id, { projects, ...plain }) {
      const plan = get(id)
      const rules: PlanRules = { ...plain, projects: new Map(projects.map((project) => [project.id, project])) }
      plan.rules = rules
      plan.judged = plan.changes.map((change, at) =>
        judge(at, change, 'id' in change.target ? plan.rows.get(change.target.id) : undefined, rules),
      )
      const claims = plan.judged.filter(({ state }) => state === 'send' || state === 'conflict').flatMap(claimsOf)
      const nobody = { sizeOf: () => undefined, managersOf: () => [] }
      return {
        claims: [...new Set(claims.map(([, value]) => value))],
        managers: findLastManagers(plan.judged, nobody).length > 0,
      }
    },
    finish(id, { holders, sizes, managers }) {
      const plan = get(id)
      if (plan.rules === null) throw new Failed({ kind: 'notFound' })
      const held = { userName: new Map<string, string>(), email: new Map<string, string>() }
      for (const holder of holders) held[holder.field].set(holder.value, holder.id)
      const size = new Map(sizes.map(({ organization, users }) => [organization, users]))
      const byOrganization = Map.groupBy(managers, ({ organization }) => organization.id)
      plan.around = {
        actor: plan.rules.actor,
        holderOf: (field, value) => held[field].get(value),
        sizeOf: (organization) => size.get(organization),
        managersOf: (organization) => byOrganization.get(organization) ?? [],
      }
      return settle(plan)
    },
    window(id, part, search, first, count) {
      const plan = get(id)
      const { rules } = plan
      if (rules === null) return []
      return itemsOf(plan, part, search)
        .slice(first, first + count)
        .map((item) => toRow(item, rules))
    },
    count: (id, part, search) => itemsOf(get(id), part, search).length,
    drop(id, picked) {
      const plan = get(id)
      const made = plan.plan
      if (made === null) throw new Failed({ kind: 'notFound' })
      for (const item of made.items) if (isPicked(item, picked, made)) plan.dropped.add(item.position)
      return settle(plan)
    },
    resolve(id, positions, field, take) {
      const plan = get(id)
      const wanted = positions && new Set(positions)
      plan.judged = plan.judged.map((item) =>
        item.state === 'conflict' && (wanted === null || wanted.has(item.position))
          ? resolved(item, field, take)
          : item,
      )
      return settle(plan)
    },
    sent(id, typed) {
      const { plan } = get(id)
      if (plan === null) throw new Failed({ kind: 'notFound' })
      const { items, summary } = plan
      if (!isUnlocked(summary.guards, typed)) throw new Failed({ kind: 'invalid', code: 'plan.typed', issues: [] })
      const sent = items.filter(({ state }) => state === 'send')
      if (sent.length === 0) throw new Failed({ kind: 'invalid', code: 'plan.empty', issues: [] })
      const settled = items.filter(({ state }) => state === 'send' || state === 'skip')
      return {
        items: sent.map((item) => ({ change: item.change, userName: nameOf(item) })),
        done: settled.map(({ change }) => change),
        summary,
      }
    },
    close(id) {
      open.delete(id)
    },
  }
}

function isPicked(item: PlanItem, picked: Picked, plan: Plan): boolean {
  if ('positions' in picked) return picked.positions.includes(item.position)
  if ('part' in picked) return isInPart(item, picked.part, plan)
  return item.reasons.some(({ code }) => code === picked.code)
}

function resolved(item: PlanItem, field: WritableField | null, take: 'mine' | 'theirs'): PlanItem {
  const settled = field === null ? item.conflicts : item.conflicts.filter((conflict) => conflict === field)
  const conflicts = item.conflicts.filter((conflict) => !settled.includes(conflict))
  const state = conflicts.length > 0 ? 'conflict' : 'send'
  if (take === 'mine') return { ...item, conflicts, state }
  const left = Object.entries(item.change.set ?? {}).filter(([name]) => !settled.some((each) => each === name))
  const change: Change = { ...item.change, set: Object.fromEntries(left) }
  if (left.length === 0) delete change.set
  const isNothing = left.length === 0 && !change.projects && !change.action
  return { ...item, change, conflicts, state: isNothing ? 'skip' : state }
}

const nameOf = ({ user, change }: PlanItem): string => user?.userName ?? change.set?.userName ?? ''

function toRow(item: PlanItem, rules: PlanRules): PlanRow {
  const { position, user, state, kinds, reasons, follows, conflicts } = item
  return {
    ...{ position, state, kinds, reasons },
    id: user?.id ?? null,
    userName: nameOf(item),
    organization: user?.organization.name ?? '',
    lines: linesOf(item, rules).map((line) => ({
      ...line,
      isConflict: line.field !== 'projects' && conflicts.includes(line.field),
    })),
    signsOut: follows.signsOut,
    mails: follows.mails,
    newAddress: follows.newAddress,
    losesProjects: follows.losesProjects.map(({ name }) => name),
  }
}
