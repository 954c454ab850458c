import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Id32 } from '../../../src-shared/wire/cloudworks/users.ts'
import { limits } from '../../../src-shared/wire/muster-api/meta.ts'
import type { App } from '../../http.ts'
import type { Account } from '../../store/accounts.ts'
import type { Context } from '../../store/context.ts'
import { refuse } from '../../store/refusal.ts'
import { authenticate } from '../../store/sessions.ts'
import type { Caller } from '../../store/write.ts'
import { readJwt } from './tokens.ts'

/** Rows of a page whose size is not asked for. */
const pageSize = 50

const whole = (text: string): number => Number(text)
const Count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(whole)
const NumberText = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(whole)
  .pipe(Id32)
export const Text = z.string().max(500)
export const Flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/**
 * Query parameters by their names in lower case: this API takes them in any, and leaves unknown ones alone. A page is at
 * most a thousand rows, whatever was asked.
 */
export const Paging = z.object({
  limit: Count.default(pageSize).transform((limit) => Math.min(limit, limits.pageMax)),
  offset: Count.default(0),
  sortby: Text.optional(),
  sortdirection: Text.optional(),
  search: Text.optional(),
})
export const OrganizationFilter = z.object({ organizationid: NumberText.optional() })
export { NumberText }

export const UserIdParams = z.object({ id: z.string().min(1).max(64) })
export const NumberParams = z.object({ id: NumberText })

/** Makes the names of query parameters lower case before they are read. */
export function takeAnyCase(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const given = Object.entries(request.query ?? {})
    request.query = Object.fromEntries(
      given.map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value[0] : value]),
    )
    done()
  })
}

/** Everything that is registered on `app` from now on needs a token. */
export function requireJwt(app: App, context: Context): void {
  app.decorateRequest('account', null)
  app.addHook('onRequest', async (request) => {
    const jwt = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const token = jwt === undefined ? null : readJwt(context, jwt)
    if (token === null) return refuse('unauthenticated', jwt === undefined ? 'token_missing' : 'token_invalid')
    request.setDecorator('account', await authenticate(context, token))
  })
}

export const accountOf = (request: FastifyRequest): Account => request.getDecorator<Account>('account')

export const callerOf = (request: FastifyRequest): Caller => ({
  sessionRowId: accountOf(request).sessionRowId,
  address: request.ip,
})

/** A value that a command must have. */
export const needed = (field: string, value: string | null | undefined): string =>
  value ?? refuse('invalid', `${field}.required`, { issues: [{ field, code: `${field}.required` }] })
