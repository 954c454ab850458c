import { z } from 'zod'
import { UserQuery } from '../domain/query-schema.ts'
import { columnKeys, columnWidths, savedViewsMax, viewNameMax } from './views-words.ts'

export const ColumnKey = z.enum(columnKeys)
export type ColumnKey = z.infer<typeof ColumnKey>

/** `width`: in px; null: as the program has it. */
export const ColumnChoice = z.strictObject({
  key: ColumnKey,
  width: z.int().min(columnWidths.min).max(columnWidths.max).nullable(),
})
export type ColumnChoice = z.infer<typeof ColumnChoice>

/** What the users view shows, and how. */
export const View = z.strictObject({
  query: UserQuery,
  /** In their order; null: as the program has them. */
  columns: z.array(ColumnChoice).max(columnKeys.length).nullable(),
  /** The names of places that filters ask for by id, as they were last seen: a chip has its words without the server. */
  names: z.record(z.string(), z.string()),
})
export type View = z.infer<typeof View>

/** Where the cursor was: on which user, in which column, and how far below the upper edge of the list, in px. */
export const Place = z.strictObject({ id: z.string(), column: z.int().min(0), lift: z.number() })
export type Place = z.infer<typeof Place>

export const SavedView = z.strictObject({ name: z.string().min(1).max(viewNameMax), view: View })
export type SavedView = z.infer<typeof SavedView>

/** What is kept of the users view of one connection. */
export const UserViews = z.strictObject({
  present: View,
  place: Place.nullable(),
  /** Name of the saved view that was chosen last. */
  chosen: z.string().nullable(),
  saved: z.array(SavedView).max(savedViewsMax),
})
export type UserViews = z.infer<typeof UserViews>
