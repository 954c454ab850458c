import type { Context } from './context.ts'
import { refuse } from './refusal.ts'
import { seal, unseal } from './secrets.ts'

/** Values of the columns that a list is ordered by, in one row: the next page begins behind it. */
export type Position = (string | number)[]

/** Seals where a page ends; `about` names the question, and only the same question takes the cursor again. */
export const sealCursor = (context: Context, about: string, position: Position): string =>
  seal(context.cursorKey, about, JSON.stringify(position))

/** The position that a cursor holds; null without one. Refuses a cursor of another question or another database. */
export function readCursor(context: Context, about: string, cursor: string | null): Position | null {
  if (cursor === null) return null
  const text = unseal(context.cursorKey, about, cursor)
  if (text !== null) return JSON.parse(text) as Position // sealed above
  return refuse('malformed', 'cursor.invalid', { issues: [{ field: 'cursor', code: 'cursor.invalid' }] })
}
