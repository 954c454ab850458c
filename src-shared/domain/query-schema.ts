import { z } from 'zod'
import { Filter } from './filter-schema.ts'
import { searchPlaces, sortColumns } from './query-words.ts'

export const SortColumn = z.enum(sortColumns)
export type SortColumn = z.infer<typeof SortColumn>

export const Sort = z.strictObject({ column: SortColumn, descending: z.boolean() })
export type Sort = z.infer<typeof Sort>

export const SearchPlace = z.enum(searchPlaces)
export type SearchPlace = z.infer<typeof SearchPlace>

/** What a list shows: users that pass all that it asks, in order. */
export const UserQuery = z.strictObject({
  /** Null: of all organizations that the account may see. */
  organizationId: z.string().nullable(),
  search: z.string().max(1000),
  /** Only hits that the search found there; null: all. */
  searchIn: SearchPlace.nullable(),
  /** Only users who have one of these as id, user name or e-mail; null: all. */
  oneOf: z.array(z.string().min(1).max(254)).max(10_000).nullable(),
  filters: z.array(Filter).max(20),
  /** The deleted users that can be restored, in place of the others. */
  deleted: z.boolean(),
  sort: z.array(Sort).max(3),
})
export type UserQuery = z.infer<typeof UserQuery>

/** How many users a search found, by where; each is counted once. */
export const Hits = z.object({ name: z.int(), organization: z.int(), project: z.int() })
export type Hits = z.infer<typeof Hits>
