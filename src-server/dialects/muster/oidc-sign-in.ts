import { OidcNonce, OidcSignIn, Session } from '../../../src-shared/wire/muster-api/account.ts'
import type { App } from '../../http.ts'
import type { Oidc } from '../../oidc.ts'
import type { Context } from '../../store/context.ts'
import { newNonce, nonceLifetimeMs } from '../../store/nonces.ts'
import { refuse } from '../../store/refusal.ts'
import { signInByProvider } from '../../store/sign-in.ts'
import { NoBody, NoQuery } from './inputs.ts'
import { problems } from './route.ts'
import { clientOf, welcome } from './sessions.ts'

const open = { tags: ['sessions'], security: [], querystring: NoQuery }

/** Signing in by the id token of a trusted provider; the client itself has run the code flow with it (RFC 8252). */
export function addOidcSignIn(app: App, context: Context, oidc: Oidc | null): void {
  app.post(
    '/sessions/oidc/nonces',
    {
      schema: {
        ...open,
        operationId: 'createNonce',
        summary: 'Gives the nonce that an id token must be made for',
        description: 'Only where `signIn` of `/v1/meta` has `oidc`; elsewhere the answer is 404.',
        body: NoBody,
        response: { 201: OidcNonce, ...problems(400, 404) },
      },
    },
    async (_request, reply) => {
      if (!oidc) return refuse('notFound', 'not_found')
      reply.header('cache-control', 'no-store')
      await reply.code(201).send({ nonce: newNonce(context), expiresIn: nonceLifetimeMs / 1000 })
    },
  )

  app.post(
    '/sessions/oidc',
    {
      schema: {
        ...open,
        operationId: 'signInByProvider',
        summary: 'Signs in by an id token of the trusted provider',
        description:
          'The token must be made for the client id and the nonce, which is good once, and vouch for the e-mail address of an account. What keeps an account out is told.',
        body: OidcSignIn,
        response: { 201: Session, ...problems(400, 401, 403, 404, 503) },
      },
    },
    async (request, reply) => {
      if (!oidc) return refuse('notFound', 'not_found')
      const { idToken, nonce, clientName } = request.body
      const email = await oidc.verify(idToken, nonce)
      const signedIn = await signInByProvider(context, { email, nonce, client: clientOf(request, clientName) })
      return reply.code(201).send(await welcome(context, reply, signedIn))
    },
  )
}
