import { z } from 'zod'

/** Why a value was refused: a stable code that page, server and audit log share, and numbers for its sentence. */
export const Issue = z.object({
  /** The field as the API names it: `userName`, `projectIds`, ... */
  field: z.string(),
  /** Such as `userName.charset`. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type Issue = z.infer<typeof Issue>
