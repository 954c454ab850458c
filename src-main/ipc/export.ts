import type { PlanPart } from '../../src-shared/domain/plan/plan.ts'
import type { ItemState, JobRow, PlanRow, TableFormat } from '../../src-shared/ipc/work-shapes.ts'
import type { Cell } from '../tables/cells.ts'
import { toCsv } from '../tables/csv.ts'
import { toXlsx } from '../tables/xlsx.ts'
import type { DeskHost } from '../work/host.ts'
import { toJobRow } from './job-rows.ts'

type Rows = Cell[][]

/** Rows that are asked for at a time. */
const perRead = 1000

const asCell = (value: PlanRow['lines'][number]['after']): Cell =>
  typeof value === 'object' && value !== null ? value.join(', ') : value

/** The rows of a part of the review, a row per field. */
export async function planTable(desk: Pick<DeskHost, 'planWindow'>, plan: number, part: PlanPart): Promise<Rows> {
  const rows: Rows = [['Id', 'User Name', 'Organization', 'Field', 'Before', 'After', 'State', 'Reasons']]
  const cells = ({ id, userName, organization, state, kinds, lines, reasons }: PlanRow): Rows => {
    const end = [state, reasons.map(({ code }) => code).join(', ')]
    const shown = lines.length > 0 ? lines : [{ field: kinds.join(', '), before: null, after: null }]
    return shown.map(({ field, before, after }) => [
      ...[id, userName, organization, field, asCell(before), asCell(after)],
      ...end,
    ])
  }
  for (let first = 0; ; first += perRead) {
    const some = await desk.planWindow(plan, part, '', first, perRead)
    rows.push(...some.flatMap(cells))
    if (some.length < perRead) return rows
  }
}

/** The report of a job, a row per user. */
export async function jobTable(
  desk: Pick<DeskHost, 'reportItems'>,
  job: string,
  states: readonly ItemState[] | null,
): Promise<Rows> {
  const rows: Rows = [['Id', 'User Name', 'Action', 'Fields', 'Before', 'After', 'Outcome', 'Reason', 'Fields refused']]
  for (let first = 0; ; first += perRead) {
    const some = await desk.reportItems(job, states, first, perRead)
    rows.push(...some.map(toJobRow).map(jobCells))
    if (some.length < perRead) return rows
  }
}

function jobCells({ id, userName, action, lines, state, failure, conflicts }: JobRow): Cell[] {
  const join = (side: 'before' | 'after') =>
    lines.map((line) => `${line.field}: ${String(asCell(line[side]) ?? '')}`).join('; ')
  const issues = failure?.kind === 'invalid' ? failure.issues : []
  const fields = [...issues.map(({ field }) => field), ...conflicts.map(({ field }) => field)]
  const code = failure && 'code' in failure ? (failure.code ?? failure.kind) : (failure?.kind ?? '')
  const reason = issues.length > 0 ? issues.map((issue) => issue.code).join(', ') : code
  return [
    ...[id, userName, action, lines.map(({ field }) => field).join(', '), join('before'), join('after')],
    ...[state, reason, fields.join(', ')],
  ]
}

export function writeTable(rows: Rows, format: TableFormat): Promise<string | Uint8Array> {
  return format === 'csv' ? Promise.resolve(toCsv(rows)) : toXlsx(rows)
}
