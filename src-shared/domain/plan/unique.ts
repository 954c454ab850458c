import type { Issue } from '../issue.ts'
import { caseless } from '../text.ts'
import { type PlanItem, rowAfter } from './item.ts'

export const uniqueFields = ['userName', 'email'] as const
export type UniqueField = (typeof uniqueFields)[number]

/** Who has a user name or an address in the copy: the id, or undefined. The value is in its `caseless` form. */
export type HolderOf = (field: UniqueField, value: string) => string | undefined

/** The values that an item would take, in the form in which they are compared. */
export function claimsOf({ user, change }: PlanItem): [UniqueField, string][] {
  const values = change.action === 'restore' && user !== null ? user : change.set
  return uniqueFields.flatMap((field): [UniqueField, string][] => {
    const value = values?.[field]
    return value === undefined || value === '' ? [] : [[field, caseless(value)]]
  })
}

/**
 * User names and addresses that would be refused since somebody has them: another user of the copy, or another item of the
 * plan. One that its holder gives up earlier in the plan is free.
 */
export function findTaken(items: readonly PlanItem[], holderOf: HolderOf): Map<number, Issue[]> {
  const sent = items.filter(({ state }) => state === 'send' || state === 'conflict')
  const claims = { userName: new Map<string, number>(), email: new Map<string, number>() }
  const claiming = sent.filter((item) => {
    const claimed = claimsOf(item)
    for (const [field, value] of claimed) claims[field].set(value, (claims[field].get(value) ?? 0) + 1)
    return claimed.length > 0
  })
  const taken = new Map<number, Issue[]>()
  if (claiming.length === 0) return taken
  const itemOf = new Map(sent.flatMap((item) => (item.user === null ? [] : [[item.user.id, item] as const])))
  for (const item of claiming) {
    const issues = claimsOf(item).flatMap(([field, value]): Issue[] => {
      if ((claims[field].get(value) ?? 0) > 1) return [{ field, code: `${field}.twice` }]
      const holder = holderOf(field, value)
      if (holder === undefined || holder === item.user?.id) return []
      const other = itemOf.get(holder)
      const isFree = other && other.position < item.position && !taken.has(other.position) && givesUp(other, field)
      return isFree ? [] : [{ field, code: `${field}.taken` }]
    })
    if (issues.length > 0) taken.set(item.position, issues)
  }
  return taken
}

function givesUp(item: PlanItem, field: UniqueField): boolean {
  if (item.state !== 'send') return false
  const after = rowAfter(item)
  return after === null || (item.user !== null && caseless(after[field]) !== caseless(item.user[field]))
}
