import { z } from 'zod'
import { Filter } from '../domain/filter.ts'
import { everyUser, Sort, sortColumns, UserQuery } from '../domain/query.ts'

/** The columns that can be chosen; the actions are always there. */
export const columnKeys = [...sortColumns, 'resetPending', 'invitation'] as const
export const ColumnKey = z.enum(columnKeys)
export type ColumnKey = z.infer<typeof ColumnKey>

/** Widths that a column can be given, in px. */
export const columnWidths = { min: 48, max: 1000 }

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

export const viewNameMax = 64
export const savedViewsMax = 50

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

/** Every user, in the columns of the program. */
export const plainView: View = { query: everyUser, columns: null, names: {} }
export const noViews: UserViews = { present: plainView, place: null, chosen: null, saved: [] }

/** Those of a list that can be understood. */
const understood = <T>(item: z.ZodType<T>, max: number) =>
  z.array(z.unknown()).transform((all) => all.flatMap((each) => item.safeParse(each).data ?? []).slice(0, max))

const { shape } = UserQuery
const KeptQuery = z
  .object({
    organizationId: shape.organizationId.catch(null),
    search: shape.search.catch(''),
    searchIn: shape.searchIn.catch(null),
    oneOf: shape.oneOf.catch(null),
    filters: understood(Filter, 20).catch([]),
    deleted: shape.deleted.catch(false),
    sort: understood(Sort, 3)
      .transform((sort) => (sort.length > 0 ? sort : everyUser.sort))
      .catch(everyUser.sort),
  })
  .catch(everyUser)

const KeptView = z.object({
  query: KeptQuery,
  columns: understood(ColumnChoice, columnKeys.length).nullable().catch(null),
  names: View.shape.names.catch({}),
})

const KeptViews = z
  .object({
    present: KeptView.catch(plainView),
    place: Place.nullable().catch(null),
    chosen: z.string().nullable().catch(null),
    saved: understood(SavedView.extend({ view: KeptView }), savedViewsMax).catch([]),
  })
  .catch(noViews)

/** Reads what was kept by this or another version of the program; a part that is not understood costs only itself. */
export const readViews = (kept: unknown): UserViews => KeptViews.parse(kept)
