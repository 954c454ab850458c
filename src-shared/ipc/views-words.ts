import { sortColumns } from '../domain/query-words.ts'

/** The columns that can be chosen; the actions are always there. */
export const columnKeys = [...sortColumns, 'resetPending', 'invitation'] as const

/** Widths that a column can be given, in px. */
export const columnWidths = { min: 48, max: 1000 }

/** Characters of a view's name, and how many views there can be. */
export const viewNameMax = 64
export const savedViewsMax = 50
