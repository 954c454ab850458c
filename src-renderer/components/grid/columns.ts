import type { SortColumn } from '../../../src-shared/domain/query-schema.ts'
import { sortColumns } from '../../../src-shared/domain/query-words.ts'
import type { ColumnChoice, ColumnKey as ChosenKey } from '../../../src-shared/ipc/views-schema.ts'
import { pinnedKeys } from '../../composables/column-choices.ts'
import type { MessageKey } from '../../messages/text.ts'

export type ColumnKey = ChosenKey | 'actions'

/** A column of the users grid. Widths in px; those that grow share what is left. */
export interface GridColumn {
  key: ColumnKey
  title: MessageKey
  width: number
  grows: boolean
}

const widths: Record<ColumnKey, number> = {
  id: 68,
  userName: 130,
  displayName: 126,
  email: 162,
  organization: 115,
  role: 80,
  approved: 77,
  disabled: 84,
  partner: 88,
  creationName: 106,
  projects: 117,
  createdAt: 98,
  lastSignInAt: 108,
  resetPending: 116,
  invitation: 104,
  actions: 66,
}
const growing: readonly ColumnKey[] = ['displayName', 'email']

const column = (key: ColumnKey, width: number | null): GridColumn => ({
  key,
  title: `users.columns.${key}`,
  width: width ?? widths[key],
  grows: width === null && growing.includes(key),
})

/** The columns of a choice, and the actions after them. Where none grows by itself, the last one does. */
export function gridColumns(choices: readonly ColumnChoice[]): GridColumn[] {
  const chosen = choices.map(({ key, width }) => column(key, width))
  const last = chosen.at(-1)
  if (last && !chosen.some(({ grows }) => grows)) last.grows = true
  return [...chosen, column('actions', null)]
}

/** True for the columns that a list can be sorted by. */
export const isSortable = (key: ColumnKey): key is SortColumn => (sortColumns as readonly string[]).includes(key)

/** How many columns stay at the start. */
export const pinnedAtStart = (columns: readonly GridColumn[]): number =>
  columns.filter(({ key }) => pinnedKeys.some((pinned) => pinned === key)).length

/** Width of the column with the row numbers, which stands before all others. */
export const gutterWidth = 34
/** The actions stay at the end. */
export const pinnedAtEnd = 1

/** Where each column begins and how wide it is, and the width of all. */
export interface ColumnLayout {
  starts: number[]
  widths: number[]
  width: number
  pinned: number
}

/** Lays the columns out in the width there is; where it is too small they keep theirs, and the grid scrolls. */
export function layoutColumns(columns: readonly GridColumn[], available: number): ColumnLayout {
  const least = columns.reduce((sum, { width }) => sum + width, gutterWidth)
  const room = Math.max(0, available - least)
  const growers = columns.filter(({ grows }) => grows).length
  const share = growers > 0 ? Math.floor(room / growers) : 0
  // the odd pixels go to the first that grows
  let odd = growers > 0 ? room - share * growers : 0
  const starts: number[] = []
  const widths: number[] = []
  let next = gutterWidth
  for (const { width, grows } of columns) {
    const all = grows ? width + share + odd : width
    if (grows) odd = 0
    starts.push(next)
    widths.push(all)
    next += all
  }
  return { starts, widths, width: next, pinned: pinnedAtStart(columns) }
}

/** How far to scroll sideways so that a column is seen whole beside the pinned ones. */
export function scrollThatShows(layout: ColumnLayout, at: number, scroll: number, viewport: number): number {
  const { starts, widths, pinned } = layout
  if (at < pinned || at >= starts.length - pinnedAtEnd) return scroll
  const [start = 0, width = 0] = [starts[at], widths[at]]
  const before = starts[pinned] ?? 0
  const after = widths.slice(-pinnedAtEnd).reduce((sum, each) => sum + each, 0)
  if (start - before < scroll) return start - before
  return Math.max(scroll, start + width - (viewport - after))
}
