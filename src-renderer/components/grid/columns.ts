import type { SortColumn } from '../../../src-shared/domain/query.ts'
import type { MessageKey } from '../../messages/text.ts'

export type ColumnKey = Exclude<SortColumn, 'lastSignInAt'> | 'actions'

/** A column of the users page. Widths in px; the wide ones share what is left. */
export interface GridColumn {
  key: ColumnKey
  title: MessageKey
  width: number
  isWide?: true
}

const column = (key: ColumnKey, width: number): GridColumn => ({ key, title: `users.columns.${key}`, width })
const wide = (key: ColumnKey, width: number): GridColumn => ({ ...column(key, width), isWide: true })

/** The columns in their order; the first two stay at the start, the last one at the end. */
export const gridColumns: readonly GridColumn[] = [
  column('id', 68),
  column('userName', 130),
  wide('displayName', 126),
  wide('email', 162),
  column('organization', 115),
  column('role', 80),
  column('approved', 77),
  column('disabled', 84),
  column('partner', 88),
  column('creationName', 106),
  column('projects', 117),
  column('createdAt', 98),
  column('actions', 66),
]

/** Width of the column with the row numbers, which stands before all others. */
export const gutterWidth = 34
export const pinnedAtStart = 2
export const pinnedAtEnd = 1

/** Where each column begins and how wide it is, and the width of all. */
export interface ColumnLayout {
  starts: number[]
  widths: number[]
  width: number
}

/** Lays the columns out in the width there is; where it is too small they keep theirs, and the grid scrolls. */
export function layoutColumns(available: number): ColumnLayout {
  const least = gridColumns.reduce((sum, { width }) => sum + width, gutterWidth)
  const wides = gridColumns.filter(({ isWide }) => isWide).length
  const share = Math.floor(Math.max(0, available - least) / wides)
  const widths = gridColumns.map(({ width, isWide }) => (isWide ? width + share : width))
  const starts: number[] = []
  let next = gutterWidth
  for (const width of widths) {
    starts.push(next)
    next += width
  }
  // the odd pixels that the wide columns could not share
  const rest = Math.max(0, available - next)
  return {
    starts: starts.map((start, at) => (at >= 3 ? start + rest : start)),
    widths: widths.map((w, at) => (at === 2 ? w + rest : w)),
    width: next + rest,
  }
}

/** How far to scroll sideways so that a column is seen whole beside the pinned ones. */
export function scrollThatShows(layout: ColumnLayout, at: number, scroll: number, viewport: number): number {
  const { starts, widths } = layout
  if (at < pinnedAtStart || at >= starts.length - pinnedAtEnd) return scroll
  const [start = 0, width = 0] = [starts[at], widths[at]]
  const before = starts[pinnedAtStart] ?? 0
  const after = widths.slice(-pinnedAtEnd).reduce((sum, each) => sum + each, 0)
  if (start - before < scroll) return start - before
  return Math.max(scroll, start + width - (viewport - after))
}
