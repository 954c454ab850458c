import { z } from 'zod'
import { UserBody } from './users.ts'

/**
 * One refused field: `pointer` is a JSON pointer into the request's body (RFC 6901), `code` a rule's code. What is wrong
 * with a query parameter or a header is told with its name as `parameter`, and an empty pointer.
 */
export const ProblemError = z.object({
  pointer: z.string(),
  parameter: z.string().optional(),
  code: z.string(),
  detail: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})

/** Problem details (RFC 9457). `code` is stable; `current` comes with 412 and is the user as it is now. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  requestId: z.string(),
  errors: z.array(ProblemError),
  current: UserBody.optional(),
})
export type Problem = z.infer<typeof Problem>

export const problemType = 'application/problem+json'
