import { z } from 'zod'
import { managedRoles } from './role.ts'

/** Values of writable fields, as a form or a cell gives them. */
export const FieldValues = z.strictObject({
  userName: z.string(),
  displayName: z.string().nullable(),
  email: z.string(),
  role: z.enum(managedRoles),
  approved: z.boolean(),
  disabled: z.boolean(),
})
export type FieldValues = z.infer<typeof FieldValues>

/** What is done to the account as a whole, beside or instead of setting fields. */
export const ChangeAction = z.enum(['create', 'delete', 'restore', 'reset', 'invite', 'signOut'])
export type ChangeAction = z.infer<typeof ChangeAction>

/**
 * The one form of every write, one per user: from a single save to 5,000 staged edits (architecture.md, Changes and jobs).
 * `base` holds what the admin saw when the change was made, for the fields of `set` and for the projects.
 */
export const Change = z.strictObject({
  target: z.union([z.strictObject({ id: z.string().min(1) }), z.strictObject({ newKey: z.string().min(1) })]),
  base: FieldValues.extend({ role: z.string(), projectIds: z.array(z.string()) }).partial(),
  /** The version that `base` was read at; null for a creation and for servers without versions. */
  baseVersion: z.string().nullable(),
  set: FieldValues.partial().optional(),
  /** Only with `create`: the organization cannot be changed later. */
  organizationId: z.string().optional(),
  projects: z.strictObject({ add: z.array(z.string()), remove: z.array(z.string()) }).optional(),
  action: ChangeAction.optional(),
})
export type Change = z.infer<typeof Change>
