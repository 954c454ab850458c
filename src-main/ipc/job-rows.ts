import { changedFields } from '../../src-shared/domain/change.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { JobRow } from '../../src-shared/ipc/work-shapes.ts'
import type { ReportItem } from '../work/bulk-store.ts'

/** An item of a job as the report shows it: one line per field, one outcome per user. */
export function toJobRow({ position, userId, userName, state, change, outcome }: ReportItem): JobRow {
  const lines: JobRow['lines'] = changedFields(change).map((field) => ({
    field,
    before: change.base[field] ?? null,
    after: change.set?.[field] ?? null,
  }))
  if (change.projects) lines.push({ field: 'projects', before: change.projects.remove, after: change.projects.add })
  const failure: Failure | null = outcome && 'failure' in outcome ? outcome.failure : null
  const conflicts =
    outcome?.state === 'conflict' ? outcome.fields.map((field) => ({ field, theirs: outcome.theirs[field] })) : []
  return { position, id: userId, userName, state, lines, action: change.action ?? null, failure, conflicts }
}
