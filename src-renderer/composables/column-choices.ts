import type { ColumnChoice, ColumnKey } from '../../src-shared/ipc/views-schema.ts'
import { columnKeys, columnWidths } from '../../src-shared/ipc/views-words.ts'

/** The columns of the users page, in its order; the others are shown on demand (domain.md, A user). */
const plainKeys: readonly ColumnKey[] = [
  'id',
  'userName',
  'displayName',
  'email',
  'organization',
  'role',
  'approved',
  'disabled',
  'partner',
  'creationName',
  'projects',
  'createdAt',
]
export const plainChoices: readonly ColumnChoice[] = plainKeys.map((key) => ({ key, width: null }))

/** Columns that stay at the start, in this order. */
export const pinnedKeys: readonly ColumnKey[] = ['id', 'userName']
const isPinned = ({ key }: ColumnChoice) => pinnedKeys.includes(key)

/**
 * The choice as it is shown: what is pinned comes first, each column once, and always with the user name, and with the
 * organization while more than one is listed.
 */
export function shownChoices(chosen: readonly ColumnChoice[] | null, hasOrganizations: boolean): ColumnChoice[] {
  const choices = [...(chosen ?? plainChoices)]
  const has = (key: ColumnKey) => choices.some((choice) => choice.key === key)
  if (!has('userName')) choices.unshift({ key: 'userName', width: null })
  if (hasOrganizations && !has('organization')) choices.push({ key: 'organization', width: null })
  const pinned = pinnedKeys.flatMap((key) => choices.find((choice) => choice.key === key) ?? [])
  const rest = choices.filter((choice) => !isPinned(choice))
  return [...pinned, ...rest.filter(({ key }, at) => rest.findIndex((other) => other.key === key) === at)]
}

/** Null where a choice is that of the program. */
const tidy = (choices: ColumnChoice[]): ColumnChoice[] | null =>
  JSON.stringify(choices) === JSON.stringify(plainChoices) ? null : choices

/** Shows a column that is not shown, after the others, or hides it. */
export function toggleColumn(shown: readonly ColumnChoice[], key: ColumnKey): ColumnChoice[] | null {
  const left = shown.filter((choice) => choice.key !== key)
  return tidy(left.length < shown.length ? left : shownChoices([...shown, { key, width: null }], false))
}

/** Moves a column to the place of another one; what is pinned stays where it is. */
export function moveColumn(shown: readonly ColumnChoice[], key: ColumnKey, to: number): ColumnChoice[] | null {
  const moved = shown.find((choice) => choice.key === key)
  if (!moved || isPinned(moved)) return tidy([...shown])
  const left = shown.filter((choice) => choice !== moved)
  const first = left.filter(isPinned).length
  return tidy(left.toSpliced(Math.max(first, Math.min(left.length, to)), 0, moved))
}

/** Gives a column a width in px; null: that of the program. */
export function sizeColumn(
  shown: readonly ColumnChoice[],
  key: ColumnKey,
  width: number | null,
): ColumnChoice[] | null {
  const { min, max } = columnWidths
  const given = width === null ? null : Math.round(Math.max(min, Math.min(max, width)))
  return tidy(shown.map((choice) => (choice.key === key ? { key, width: given } : choice)))
}

/** The columns that are not shown, in the order of the program. */
export const hiddenKeys = (shown: readonly ColumnChoice[]): ColumnKey[] =>
  columnKeys.filter((key) => !shown.some((choice) => choice.key === key))
