import type { Cell } from '../../composables/grid-cursor.ts'
import type { UserRow } from '../../composables/user-row.ts'
import type { ColumnKey } from './columns.ts'

/** How the editor of a cell is asked for. */
export type Opening =
  /** Enter, F2 or a double click; `isList`: Alt+Down, which opens lists only. */
  | { by: 'key'; isList: boolean }
  /** A text that was typed; `isComposing`: an input method is still at work on it. */
  | { by: 'text'; text: string; isComposing: boolean }
  | { by: 'space' }

/** What the users' grid tells. */
export interface GridEvents {
  cursor: [cell: Cell, user: UserRow | undefined]
  /** The users on screen that have arrived. */
  look: [ids: string[]]
  open: [user: UserRow, column: ColumnKey, opening: Opening]
  /** Delete on a cell. */
  clear: []
  sort: [column: number, isFurther: boolean]
  /** A column is moved to another's place. */
  move: [column: number, to: number]
  /** `width`: in px; null: that of the program. */
  size: [column: number, width: number | null]
  edit: [user: UserRow]
  assign: [user: UserRow]
  remove: [user: UserRow]
}
