import { z } from 'zod'
import { ChangeAction, FieldValues } from './change-schema.ts'
import { writableFields } from './user-words.ts'

const TextField = z.enum(['userName', 'displayName', 'email'])
const ids = z.array(z.string().min(1)).max(1000)

/** One edit of any number of users, as the grid and the bulk actions make it. */
export const Edit = z.discriminatedUnion('kind', [
  /** The same values for all: a fill, a clear, a bulk action. */
  z.strictObject({ kind: z.literal('set'), set: FieldValues.partial() }),
  z.strictObject({ kind: z.literal('projects'), add: ids, remove: ids }),
  /** Exactly these projects. */
  z.strictObject({ kind: z.literal('setProjects'), projects: ids }),
  z.strictObject({ kind: z.literal('action'), action: ChangeAction.exclude(['create']) }),
  /** Such as `{userName}@new.example`; see `pattern.ts`. */
  z.strictObject({ kind: z.literal('pattern'), field: TextField, pattern: z.string().max(500) }),
  z.strictObject({
    kind: z.literal('replace'),
    field: TextField,
    find: z.string().min(1).max(500),
    replace: z.string().max(500),
    isCaseSensitive: z.boolean(),
    isWhole: z.boolean(),
  }),
  /** Staged edits are taken back; null: all of the user. */
  z.strictObject({
    kind: z.literal('takeBack'),
    fields: z.array(z.enum([...writableFields, 'projects', 'action'])).nullable(),
  }),
])
export type Edit = z.infer<typeof Edit>
