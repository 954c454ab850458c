import { z } from 'zod'
import { hasControl } from '../../domain/text.ts'
import { Timestamp } from '../../domain/user.ts'
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

export const BulkRequest = z.strictObject({
  items: z.array(BulkItem).min(1).max(limits.bulkMax),
  /** Why, for the audit log. */
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .refine((text) => !hasControl(text), { params: { rule: 'charset' } })
    .optional(),
})

export const BulkResult = z.object({
  index: z.int(),
  status: z.int(),
  id: z.string().nullable(),
  etag: z.string().nullable(),
  problem: Problem.optional(),
})
export type BulkResult = z.infer<typeof BulkResult>

export const BulkAnswer = z.object({ results: z.array(BulkResult) })

/** A bulk request that is worked on after its answer; `results` has an item for each that was tried, in order. */
export const BulkJob = z.object({
  id: z.string(),
  state: z.enum(['queued', 'running', 'done', 'cancelled']),
  createdAt: Timestamp,
  endedAt: Timestamp.nullable(),
  /** When it is forgotten; null until it has ended. */
  expiresAt: Timestamp.nullable(),
  total: z.int(),
  done: z.int(),
  /** Of those that are done, how many were refused. */
  failed: z.int(),
  results: z.array(BulkResult),
})
export type BulkJob = z.infer<typeof BulkJob>
