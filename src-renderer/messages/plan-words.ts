import type { Issue } from '../../src-shared/domain/issue.ts'
import type { JobRow, PlanRow, PlanView } from '../../src-shared/ipc/work-shapes.ts'
import { formatList, formatNumber } from './format.ts'
import { findText, t } from './text.ts'
import { fieldWords, issueWords } from './words.ts'

type Value = PlanRow['lines'][number]['after']
type Guard = NonNullable<PlanView['summary']>['guards'][number]

/** The name of a field as the columns have it; one that this page does not know by its own name. */
export const lineName = (field: string): string => findText(`users.columns.${field}`) ?? field

/** A value of a field, as the list shows it. */
export function valueWords(value: Value): string {
  if (typeof value === 'boolean') return t(value ? 'forms.yes' : 'forms.no')
  if (typeof value === 'object' && value !== null) return formatList([...value]) || t('plan.details.none')
  return value === null || value === '' ? t('plan.details.none') : value
}

/** What is done to the user beside setting values, such as `Delete user`. */
export function deedsOf({ kinds, lines }: Pick<PlanRow, 'kinds'> & { lines: readonly unknown[] }): string {
  const told = ['add', 'delete', 'restore', 'reset', 'invite', 'signOut']
  const deeds = kinds.filter((kind) => told.includes(kind) || lines.length === 0)
  return formatList(deeds.map((kind) => t(`plan.kinds.${kind}`)))
}

const reasonWords = (issues: readonly Issue[]) => [...new Set(issues.map(issueWords))].join(' ')

/** Why a row of the review is as it is, and what follows from it. */
export function planNote(row: PlanRow): string {
  if (row.reasons.length > 0) return reasonWords(row.reasons)
  if (row.state === 'conflict') {
    const open = row.lines.flatMap(({ field, isConflict }) => (isConflict ? [field] : []))
    return t('plan.notes.conflict', { fields: fieldWords(open) })
  }
  if (row.state === 'skip') return t('plan.notes.same')
  const { length } = row.losesProjects
  return [
    length > 0 && t('plan.notes.losesProjects', { n: length }, length),
    row.signsOut && t('plan.notes.signsOut'),
    row.mails && t('plan.notes.mails'),
    row.newAddress && t('plan.notes.newAddress'),
  ]
    .filter(Boolean)
    .join(', ')
}

/** What a guard asks for, in one sentence. */
export function guardWords(guard: Guard): string {
  const { typed } = guard
  if (guard.kind === 'name') {
    return t(`plan.guards.${guard.why}`, { typed, organization: guard.organization ?? '' })
  }
  return t(`plan.guards.${guard.what}`, { typed, n: formatNumber(Number(typed)) }, Number(typed))
}

/** How long something takes, rounded as people say it. */
export function timeLeft(seconds: number): string {
  const rounded = Math.max(1, Math.round(seconds))
  if (rounded <= 90) return t('plan.reading.seconds', { n: rounded }, rounded)
  const minutes = Math.round(rounded / 60)
  return t('plan.reading.minutes', { n: minutes }, minutes)
}

/** Why a row of a report ended as it did: the field with the reason, or what the server has. */
export function jobNote(
  { state, failure, conflicts }: JobRow,
  refusal: (failure: NonNullable<JobRow['failure']>) => string,
) {
  if (conflicts.length > 0) {
    const theirs = conflicts.map(({ field, theirs: value }) =>
      t('jobs.notes.theirs', { field: lineName(field), value: valueWords(value) }),
    )
    return theirs.join('; ')
  }
  if (failure?.kind === 'invalid' && failure.issues.length > 0) {
    return failure.issues
      .map((issue) => [isField(issue.field) ? `${lineName(issue.field)}:` : '', issueWords(issue)].join(' ').trim())
      .join(' ')
  }
  if (failure) return refusal(failure)
  if (state === 'unknown' || state === 'sent') return t('jobs.notes.unknown')
  return state === 'notSent' ? t('jobs.notes.notSent') : ''
}

const isField = (field: string) => findText(`users.columns.${field}`) !== null
