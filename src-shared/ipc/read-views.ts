import { z } from 'zod'
import { Filter } from '../domain/filter-schema.ts'
import { everyUser } from '../domain/query.ts'
import { Sort, UserQuery } from '../domain/query-schema.ts'
import { ColumnChoice, Place, SavedView, type UserViews, View } from './views-schema.ts'
import { noViews, plainView } from './views.ts'
import { columnKeys, savedViewsMax } from './views-words.ts'

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
