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
