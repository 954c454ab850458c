import type { FastifyRequest } from 'fastify'
import type { App } from '../../http.ts'
import type { Account } from '../../store/accounts.ts'
import type { Context } from '../../store/context.ts'
import { refuse } from '../../store/refusal.ts'
import { authenticate } from '../../store/sessions.ts'

/** Everything that is registered on `app` from now on needs a bearer token (RFC 6750); it is looked up before a body is read. */
export function requireToken(app: App, context: Context): void {
  app.decorateRequest('account', null)
  app.addHook('onRequest', async (request) => {
    const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined) refuse('unauthenticated', 'token_missing')
    request.setDecorator('account', await authenticate(context, token))
  })
}

/** Whose token came with the request. */
export const accountOf = (request: FastifyRequest): Account => request.getDecorator<Account>('account')
