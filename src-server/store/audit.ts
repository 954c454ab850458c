import { take } from './ids.ts'
import type { Trx } from './schema.ts'

/** What was tried, on what, and what it changed; the work fills it in as it learns. */
export interface AuditEvent {
  /** Such as `user.update`. */
  action: string
  target?: { type: 'user' | 'project'; rowId: number; name: string }
  organizationRowId?: number
  projectRowId?: number
  /** The values that were changed, by field. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** Why it was refused, where the log may know more than the answer tells. */
  refusalCode?: string
  /** Why it was done, in the words of whoever did it. */
  reason?: string | null
  /** Nothing was changed, so there is nothing to tell. */
  isSilent?: boolean
}

export interface AuditActor {
  rowId: number
  userName: string
}

/** Writes an entry of the audit log in the transaction of what it tells; `code` is null for what was done. */
export async function audit(
  trx: Trx,
  at: string,
  actor: AuditActor | null,
  address: string,
  event: AuditEvent,
  code: string | null,
): Promise<void> {
  const { target, organizationRowId, projectRowId, before, after } = event
  await trx
    .insertInto('audit')
    .values({
      id: await take(trx, 'records'),
      at,
      actorId: actor?.rowId ?? null,
      actorName: actor?.userName ?? null,
      action: event.action,
      outcome: code === null ? 'done' : 'refused',
      code: code === null ? null : (event.refusalCode ?? code),
      targetType: target?.type ?? null,
      targetId: target?.rowId ?? null,
      targetName: target?.name ?? null,
      organizationId: organizationRowId ?? null,
      projectId: projectRowId ?? null,
      address,
      reason: event.reason ?? null,
      before: code === null && before ? JSON.stringify(before) : null,
      after: code === null && after ? JSON.stringify(after) : null,
    })
    .execute()
}
