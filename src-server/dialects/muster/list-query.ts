import { z } from 'zod'
import type { Sort } from '../../../src-shared/domain/query.ts'
import { userFields, userFilters, userSorts } from '../../../src-shared/wire/muster-api/users.ts'
import { Id, Paging, Search } from './inputs.ts'

const mostSorts = 3

/** `field,-field`: at most three, none twice. */
const SortText = z
  .string()
  .max(200)
  .transform((text, context): Sort[] => {
    const sorts = text.split(',').map((part) => {
      const descending = part.startsWith('-')
      const name = descending ? part.slice(1) : part
      const column = userSorts.find((known) => known === name)
      if (!column) context.addIssue({ code: 'custom', params: { rule: 'value' } })
      return { column: column ?? 'id', descending }
    })
    const isDouble = new Set(sorts.map(({ column }) => column)).size < sorts.length
    if (sorts.length > mostSorts || isDouble) context.addIssue({ code: 'custom', params: { rule: 'range' } })
    return sorts
  })
  .meta({ description: `At most three of ${userSorts.join(', ')}; a leading \`-\` turns one round. Ties go by id.` })

const FieldsText = z
  .string()
  .max(500)
  .transform((text, context) =>
    text.split(',').flatMap((name) => {
      const field = userFields.find((known) => known === name)
      if (!field) context.addIssue({ code: 'custom', params: { rule: 'value' } })
      return field ? [field] : []
    }),
  )
  .meta({ description: `Fields to answer, of ${userFields.join(', ')}; \`id\` and \`etag\` always come.` })

/** What GET /users takes. */
export const UserListQuery = Paging.extend({
  sort: SortText.optional(),
  filter: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: `RFC 7644, 3.4.2.2, over ${userFilters.join(', ')}. Texts are compared without case and accents; \`ne\` is the opposite of \`eq\`. Deleted users are listed only where \`deletedAt\` is mentioned.`,
    }),
  q: Search.optional(),
  organizationId: Id.optional(),
  fields: FieldsText.optional(),
})
export type UserListQuery = z.output<typeof UserListQuery>
