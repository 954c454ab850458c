import { z } from 'zod'
import { Reference, Timestamp } from './user.ts'

/** What an audit log is asked for; null: all (domain.md, Audit log). */
export const AuditQuery = z.strictObject({
  from: Timestamp.nullable(),
  /** Before this instant. */
  to: Timestamp.nullable(),
  organizationId: z.string().nullable(),
  projectId: z.string().nullable(),
  /** Who did it. */
  actorId: z.string().nullable(),
  /** To whom or what it was done. */
  targetId: z.string().nullable(),
  action: z.string().max(64).nullable(),
  /** Whether the thing that it was done to still exists. */
  exists: z.boolean().nullable(),
})
export type AuditQuery = z.infer<typeof AuditQuery>

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

const Values = z.record(z.string(), z.unknown())

/** One thing that was done or refused. Null where the server does not tell, or there is nothing. */
export const AuditEntry = z.object({
  id: z.string(),
  at: Timestamp,
  /** Null for what the system did, and for sign-ins by an unknown name. */
  actor: z.object({ id: z.string().nullable(), userName: z.string() }).nullable(),
  /** Such as `user.update`; what stands before the dot is its category. */
  action: z.string(),
  /** The server's own words. */
  message: z.string().nullable(),
  outcome: z.enum(['done', 'refused']),
  /** Why it was refused. */
  code: z.string().nullable(),
  target: z.object({ type: z.string(), id: z.string(), name: z.string(), exists: z.boolean().nullable() }).nullable(),
  organization: Reference.nullable(),
  project: Reference.nullable(),
  /** IP address. */
  address: z.string().nullable(),
  before: Values.nullable(),
  after: Values.nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

/** Entries, the newest first; `next` asks for the following ones. */
export const AuditPage = z.object({ entries: z.array(AuditEntry), next: z.string().nullable() })
export type AuditPage = z.infer<typeof AuditPage>

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
