import { z } from 'zod'
import { Reference, Timestamp } from '../../domain/user.ts'

export const Organization = Reference.extend({ partner: Reference, userCount: z.int(), projectCount: z.int() })
export const Partner = Reference.extend({ organizationCount: z.int(), userCount: z.int() })
export const Project = Reference.extend({ organization: Reference, memberCount: z.int() })
/** `assignable`: may be given to a user here (users-page.txt, Add User). */
export const RoleBody = z.object({ id: z.string(), label: z.string(), assignable: z.boolean() })

/** A page of a list: `next` is the cursor of the following one. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable(), total: z.int().optional() })

export const AuditEntry = z.object({
  id: z.string(),
  at: Timestamp,
  /** Null for what the system did, and for sign-ins by an unknown name. */
  actor: z.object({ id: z.string(), userName: z.string() }).nullable(),
  /** Such as `user.update`, `session.create`. */
  action: z.string(),
  outcome: z.enum(['done', 'refused']),
  /** Why it was refused. */
  code: z.string().nullable(),
  target: z.object({ type: z.string(), id: z.string(), name: z.string(), exists: z.boolean() }).nullable(),
  organization: Reference.nullable(),
  project: Reference.nullable(),
  /** Where the request came from: an IP address. */
  address: z.string(),
  /** Why it was done, where somebody said so. */
  reason: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

const counted = z.array(Reference.extend({ count: z.int() }))

/** Counts for the overview; the users counted are those that the asking account sees. */
export const Stats = z.object({
  total: z.int(),
  organizations: counted,
  roles: z.array(z.object({ role: z.string(), count: z.int() })),
  states: z.object({
    active: z.int(),
    waitingForApproval: z.int(),
    disabled: z.int(),
    mustChangePassword: z.int(),
    invited: z.int(),
  }),
  /** Month as `YYYY-MM`, the last 24. */
  createdByMonth: z.array(z.object({ month: z.string(), count: z.int() })),
  /** Open invitations by the hours that are left; `expired` those with none. */
  invitations: z.object({ within1h: z.int(), within2h: z.int(), within3h: z.int(), expired: z.int() }),
})
