import { type FilterDraft, kindOf } from '../../composables/filter-draft.ts'
import { dayOf, lastDayBefore, startOfDay } from '../../composables/days.ts'
import { formatDay, formatNumber } from '../../messages/format.ts'
import { t } from '../../messages/text.ts'

/** The words of a chip: what is asked of, and the answer that is wanted. */
export interface ChipWords {
  name: string
  value: string
}

type Names = Readonly<Record<string, string>>

/** The words of a filter that may not be finished. */
export function draftWords(draft: FilterDraft, names: Names): ChipWords {
  const { field, isNot } = draft
  const name = t(`filters.fields.${field}`)
  const isFlag = kindOf(field) === 'flag' && field !== 'invitation'
  if (isFlag) return { name: '', value: t(`filters.flags.${field}.${isNot ? 'not' : 'is'}`) }
  return { name: t(isNot ? 'filters.isNot' : 'filters.is', { name }), value: valueWords(draft, names) }
}

function valueWords({ field, values, from, to, isNever }: FilterDraft, names: Names): string {
  if (field === 'created') return spanWords(from, to)
  if (field === 'lastSignIn') {
    if (isNever) return t('filters.never')
    return to === null ? t('filters.missing') : t('filters.before', { day: formatDay(to) })
  }
  const [first, ...others] = values.map((value) => wordOf(field, value, names))
  if (first === undefined) return t('filters.missing')
  if (others.length <= 1) return [first, ...others].join(', ')
  return t('filters.some', { first, n: formatNumber(others.length) })
}

function wordOf(field: FilterDraft['field'], value: string, names: Names): string {
  if (field === 'role') return roleWord(value)
  if (field === 'invitation') return t(`filters.invitation.${value === 'expired' ? 'expired' : 'pending'}`)
  if (field === 'creationName') return value
  return names[value] ?? t('filters.unknownPlace', { id: value })
}

export const roleWord = (role: string): string => (role === 'other' ? t('filters.otherRole') : role)

function spanWords(from: string | null, to: string | null): string {
  const first = from && formatDay(from)
  // the span ends where the day after its last one begins
  const last = to && formatDay(startOfDay(lastDayBefore(to)) ?? to)
  if (first && last) {
    return from && to && dayOf(from) === lastDayBefore(to)
      ? first
      : t('filters.fromUntil', { from: first, until: last })
  }
  if (first) return t('filters.from', { day: first })
  return last ? t('filters.until', { day: last }) : t('filters.missing')
}
