import type { Actor } from '../can.ts'
import { findGuards, findLastManagers, type Guard, type Organizations } from './guards.ts'
import { type PlanItem, planKinds } from './item.ts'
import { findTaken, type HolderOf } from './unique.ts'

/** Tabs of the review: what is sent by what it does, and what is not sent by why. */
export const planTabs = ['all', ...planKinds, 'skip', 'conflict', 'refused'] as const
export type PlanTab = (typeof planTabs)[number]

/** Consequences of what is sent, in the order in which they are told. */
export const planFollows = [
  'lastManager',
  'ownAccount',
  'signedOut',
  'losingProjects',
  'newAddress',
  'mailed',
] as const satisfies readonly (keyof PlanFollows)[]

/** What can be looked at of a plan: a tab, or the users whom a consequence concerns. */
export type PlanPart = PlanTab | (typeof planFollows)[number]

/** Every consequence of what is sent, in users (domain.md, Guards). */
export interface PlanFollows {
  signedOut: number
  mailed: number
  newAddress: number
  losingProjects: number
  ownAccount: number
  lastManager: number
}

export interface PlanSummary {
  tabs: Readonly<Record<PlanTab, number>>
  follows: PlanFollows
  guards: readonly Guard[]
  /** Why items are skipped or refused, the most frequent first. */
  reasons: readonly { code: string; count: number }[]
}

/** The items of a plan held against each other and against the copy, and what they come to. */
export interface Plan {
  items: readonly PlanItem[]
  summary: PlanSummary
  /** Places of the items after which an organization has no manager, and of the own account. */
  special: { lastManager: ReadonlySet<number>; ownAccount: ReadonlySet<number> }
}

export interface PlanSurroundings extends Organizations {
  actor: Actor
  holderOf: HolderOf
}

/**
 * Puts judged items together: what is no longer unique is refused, consequences are counted, guards are found. Cheap beside
 * judging, so that it is done anew whenever an item is dropped.
 */
export function assemble(judged: readonly PlanItem[], around: PlanSurroundings): Plan {
  const taken = findTaken(judged, around.holderOf)
  const items = judged.map((item): PlanItem => {
    const issues = taken.get(item.position)
    return issues ? { ...item, state: 'refused', reasons: [...item.reasons, ...issues] } : item
  })
  const sent = items.filter(({ state }) => state === 'send')
  const lastManagers = findLastManagers(sent, around)
  const isOwn = ({ user }: PlanItem) => user?.id === around.actor.id
  return {
    items,
    summary: summarize(items, lastManagers, around),
    special: { lastManager: placesOf(lastManagers), ownAccount: placesOf(sent.filter(isOwn)) },
  }
}

const placesOf = (items: readonly PlanItem[]) => new Set(items.map(({ position }) => position))

/** True when an item belongs to a part of its plan. */
export function isInPart(item: PlanItem, part: PlanPart, { special }: Pick<Plan, 'special'>): boolean {
  const { state, follows, position } = item
  switch (part) {
    case 'lastManager':
    case 'ownAccount':
      return special[part].has(position)
    case 'signedOut':
      return state === 'send' && follows.signsOut
    case 'losingProjects':
      return state === 'send' && follows.losesProjects.length > 0
    case 'newAddress':
      return state === 'send' && follows.newAddress
    case 'mailed':
      return state === 'send' && follows.mails
    default:
      return isInTab(item, part)
  }
}

/** True when an item is shown under a tab. */
export function isInTab({ state, kinds }: PlanItem, tab: PlanTab): boolean {
  if (tab === 'all') return state === 'send'
  if (tab === 'skip' || tab === 'conflict' || tab === 'refused') return state === tab
  return state === 'send' && kinds.includes(tab)
}

function summarize(
  items: readonly PlanItem[],
  lastManagers: readonly PlanItem[],
  around: PlanSurroundings,
): PlanSummary {
  const tabs = Object.fromEntries(planTabs.map((tab) => [tab, 0])) as Record<PlanTab, number> // every tab has its count
  const follows: PlanFollows = {
    signedOut: 0,
    mailed: 0,
    newAddress: 0,
    losingProjects: 0,
    ownAccount: 0,
    lastManager: 0,
  }
  const reasons = new Map<string, number>()
  for (const item of items) {
    if (item.state === 'send') {
      tabs.all++
      for (const kind of item.kinds) tabs[kind]++
      if (item.follows.signsOut) follows.signedOut++
      if (item.follows.mails) follows.mailed++
      if (item.follows.newAddress) follows.newAddress++
      if (item.follows.losesProjects.length > 0) follows.losingProjects++
      if (item.user?.id === around.actor.id) follows.ownAccount++
    } else tabs[item.state]++
    if (item.reasons.length === 0) continue
    const counted = new Set<string>()
    for (const { code } of item.reasons) {
      if (!counted.has(code)) reasons.set(code, (reasons.get(code) ?? 0) + 1)
      counted.add(code)
    }
  }
  const sent = items.filter(({ state }) => state === 'send')
  follows.lastManager = lastManagers.length
  return {
    tabs,
    follows,
    guards: findGuards(sent, lastManagers, around.actor, around),
    reasons: [...reasons].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count),
  }
}

/** True when everything that the guards ask for was typed; space around it does not count. */
export function isUnlocked(guards: readonly Guard[], typed: readonly string[]): boolean {
  const given = new Set(typed.map((text) => text.trim()))
  return guards.every((guard) => given.has(guard.typed))
}
