import { z } from 'zod'
import { Reference } from './user.ts'

/** A tenant; every user belongs to exactly one. Counts are null where the server does not tell. */
export const Organization = Reference.extend({
  partner: Reference.nullable(),
  userCount: z.int().nullable(),
  projectCount: z.int().nullable(),
})
export type Organization = z.infer<typeof Organization>

/** A workspace inside one organization. */
export const Project = Reference.extend({ organization: Reference, memberCount: z.int().nullable() })
export type Project = z.infer<typeof Project>
