// Apart from the schemas, which the page must not carry.
import type { AuditEntry, AuditQuery } from './audit.ts'

/** Every entry. */
export const everyEntry: AuditQuery = {
  from: null,
  to: null,
  organizationId: null,
  projectId: null,
  actorId: null,
  targetId: null,
  action: null,
  exists: null,
}

/** The category of an action: `user` of `user.update`. */
export const categoryOf = (action: string): string => action.split('.')[0] ?? action

/** A field that an entry changed; `undefined` where it had no value on that side. */
export interface Difference {
  field: string
  before: unknown
  after: unknown
}

/** The fields whose values differ before and after, in the order in which the entry names them. */
export function differencesOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return fields
    .map((field) => ({ field, before: before?.[field], after: after?.[field] }))
    .filter((each) => JSON.stringify(each.before) !== JSON.stringify(each.after))
}

/** The columns of an audit log as CSV; times in UTC. */
export const auditColumns = [
  'Time (UTC)',
  'Who',
  'Category',
  'Action',
  'Message',
  'Outcome',
  'Reason',
  'About',
  'About id',
  'Still exists',
  'Organization',
  'Project',
  'Address',
  'Before',
  'After',
] as const

/** The cells of an entry, in the order of `auditColumns`. */
export function auditCells(entry: AuditEntry): string[] {
  const { target } = entry
  const yesOrNo = target?.exists === true ? 'yes' : target?.exists === false ? 'no' : ''
  const values = (of: Record<string, unknown> | null) => (of === null ? '' : JSON.stringify(of))
  return [
    entry.at,
    entry.actor?.userName ?? '',
    categoryOf(entry.action),
    entry.action,
    entry.message ?? '',
    entry.outcome,
    entry.code ?? '',
    target?.name ?? '',
    target?.id ?? '',
    yesOrNo,
    entry.organization?.name ?? '',
    entry.project?.name ?? '',
    entry.address ?? '',
    values(entry.before),
    values(entry.after),
  ]
}
