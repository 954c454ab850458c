import type { Cell } from '../../composables/grid-cursor.ts'
import type { UserRow } from '../../composables/user-row.ts'

/** What the users' grid tells. */
export interface GridEvents {
  cursor: [cell: Cell, user: UserRow | undefined]
  sort: [column: number, isFurther: boolean]
  /** A column is moved to another's place. */
  move: [column: number, to: number]
  /** `width`: in px; null: that of the program. */
  size: [column: number, width: number | null]
  edit: [user: UserRow]
  assign: [user: UserRow]
  remove: [user: UserRow]
}
