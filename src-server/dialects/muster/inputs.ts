import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { hasControl } from '../../../src-shared/domain/text.ts'
import { IdempotencyKey } from '../../../src-shared/wire/muster-api/bulk.ts'
import { limits } from '../../../src-shared/wire/muster-api/meta.ts'
import { refuse } from '../../store/refusal.ts'
import type { Versions } from '../../store/users/target.ts'
import type { Caller } from '../../store/write.ts'
import { accountOf } from './auth.ts'

/** A query parameter that is a whole number. */
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .meta({ type: 'integer', minimum: min, maximum: max })

export const Flag = z.enum(['true', 'false']).transform((text) => text === 'true')
export const Id = z.string().min(1).max(64)
const Cursor = z
  .string()
  .min(1)
  .max(8192)
  .meta({ description: 'The `next` of the page before; good for the same question.' })
export const Search = z
  .string()
  .max(200)
  .refine((text) => !hasControl(text), { params: { rule: 'charset' } })
  .meta({
    description:
      'Part of a name; from three characters on also of an organization or project. Case and accents do not count.',
  })

export const Paging = z.strictObject({
  limit: wholeNumber(1, limits.pageMax).default(limits.pageDefault),
  cursor: Cursor.optional(),
  count: Flag.optional(),
})

export const NoQuery = z.strictObject({})
/** Of an endpoint that takes no body: an empty one does no harm. */
export const NoBody = z.strictObject({}).nullish()
export const IdParams = z.strictObject({ id: Id })

/** Headers that writes take; others are none of our business. */
export const WriteHeaders = z.looseObject({
  'idempotency-key': IdempotencyKey.optional().meta({
    description: 'The same key with the same request is done once, and answered for 24 hours as the first time.',
  }),
})
const IfMatch = z.string().max(1000).optional()
export const ChangeHeaders = WriteHeaders.extend({
  'if-match': IfMatch.meta({ description: 'The etag that the change was made on; without it the answer is 428.' }),
})
export const MaybeChangeHeaders = WriteHeaders.extend({
  'if-match': IfMatch.meta({ description: 'The etag that the change was made on, if it is to be refused on another.' }),
})

export const keyOf = (headers: z.infer<typeof WriteHeaders>): string | null => headers['idempotency-key'] ?? null

export const callerOf = (request: FastifyRequest): Caller => ({
  sessionRowId: accountOf(request).sessionRowId,
  address: request.ip,
})

/** The versions that a change may be made on; one that must name them is refused without (RFC 6585, 3). */
export function requiredVersions(ifMatch: string | undefined): Versions {
  return versionsOf(ifMatch) ?? refuse('unmet', 'precondition_required')
}

/** The versions of an If-Match (RFC 9110, 13.1.1); null where there is none, or any will do. */
export function versionsOf(ifMatch: string | undefined): Versions {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null
  return ifMatch.split(',').map((tag) => {
    const [, weak, opaque] = /^\s*(W\/)?"([\x21\x23-\x7e]*)"\s*$/.exec(tag) ?? []
    if (opaque === undefined)
      return refuse('malformed', 'malformed', { issues: [{ field: 'If-Match', code: 'If-Match.format' }] })
    return weak === undefined && /^\d+$/.test(opaque) ? Number(opaque) : -1 // weak tags never match
  })
}

/** True when the etag is among those of an If-None-Match, which are compared weakly (RFC 9110, 13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.split(',').some((tag) => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}

/** True when the client names a media type; one that takes anything gets what there always was. */
export const accepts = (request: FastifyRequest, type: string): boolean =>
  (request.headers.accept ?? '').split(',').some((range) => range.split(';', 1)[0]?.trim().toLowerCase() === type)

/** What is answered whole takes no page. */
export function refusePaging(request: FastifyRequest, names: readonly string[]): void {
  const given = new URLSearchParams(request.url.split('?')[1] ?? '')
  const wrong = names.filter((name) => given.has(name))
  if (wrong.length > 0)
    refuse('malformed', 'not_in_stream', { issues: wrong.map((field) => ({ field, code: 'not_in_stream' })) })
}
