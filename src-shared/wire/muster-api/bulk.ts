import { z } from 'zod'
import { limits } from './meta.ts'
import { Problem } from './problem.ts'
import { UserCreation, UserPatch } from './users.ts'

/** An idempotency key: 1 to 255 visible ASCII characters. */
export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,255}$/)

const onUser = { id: z.string(), ifMatch: z.string().optional(), key: IdempotencyKey.optional() }

/** One item of POST /users/bulk; `key` makes it safe to send again, as the Idempotency-Key does for a single request. */
export const BulkItem = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('create'), body: UserCreation, key: IdempotencyKey.optional() }),
  z.strictObject({ op: z.literal('update'), ...onUser, body: UserPatch }),
  z.strictObject({ op: z.literal('delete'), ...onUser }),
  z.strictObject({ op: z.literal('restore'), ...onUser }),
  z.strictObject({ op: z.literal('reset'), ...onUser }),
  z.strictObject({ op: z.literal('invite'), ...onUser }),
])
export type BulkItem = z.infer<typeof BulkItem>

export const BulkRequest = z.strictObject({ items: z.array(BulkItem).min(1).max(limits.bulkMax) })

export const BulkAnswer = z.object({
  results: z.array(
    z.object({
      index: z.int(),
      status: z.int(),
      id: z.string().nullable(),
      etag: z.string().nullable(),
      problem: Problem.optional(),
    }),
  ),
})
