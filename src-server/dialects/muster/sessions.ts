import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  DemoSignIn,
  PasswordResetRequest,
  Refresh,
  Session,
  SignIn,
} from '../../../src-shared/wire/muster-api/account.ts'
import type { App } from '../../http.ts'
import { accountOfSession } from '../../store/accounts.ts'
import type { Context } from '../../store/context.ts'
import { requestReset } from '../../store/link-requests.ts'
import { endOwnSessions } from '../../store/own-sessions.ts'
import { readProfile } from '../../store/profile.ts'
import { refuse } from '../../store/refusal.ts'
import { type Client, refreshSession } from '../../store/sessions.ts'
import { signIn, type SignedIn, signInToDemo } from '../../store/sign-in.ts'
import { write } from '../../store/write.ts'
import { toSession } from './bodies.ts'
import { callerOf, keyOf, NoBody, NoQuery, WriteHeaders } from './inputs.ts'
import { nothing, problems } from './route.ts'

const tags = ['sessions']
const open = { tags, security: [], querystring: NoQuery }

/** Endpoints that need no token: who signs in has none. `demoLogin` is null but on a demo server. */
export function addSignIn(app: App, context: Context, demoLogin: string | null): void {
  app.post(
    '/sessions',
    {
      schema: {
        ...open,
        operationId: 'signIn',
        summary: 'Signs in',
        description: 'What keeps an account out is told only after the right password; 401 is always the same.',
        body: SignIn,
        response: { 201: Session, ...problems(400, 401, 403, 429, 503) },
      },
    },
    async (request, reply) => {
      const { login, password, clientName } = request.body
      const signedIn = await signIn(context, { login, password, client: clientOf(request, clientName) })
      return reply.code(201).send(await welcome(context, reply, signedIn))
    },
  )

  app.post(
    '/sessions/demo',
    {
      schema: {
        ...open,
        operationId: 'signInToDemo',
        summary: 'Signs in to the demo as its admin',
        description: 'Only where `signIn` of `/v1/meta` has `demo`; elsewhere the answer is 404.',
        body: DemoSignIn.nullish(),
        response: { 201: Session, ...problems(400, 403, 404) },
      },
    },
    async (request, reply) => {
      if (demoLogin === null) return refuse('notFound', 'not_found')
      const signedIn = await signInToDemo(context, demoLogin, clientOf(request, request.body?.clientName))
      return reply.code(201).send(await welcome(context, reply, signedIn))
    },
  )

  app.post(
    '/sessions/refresh',
    {
      schema: {
        ...open,
        operationId: 'refreshSession',
        summary: 'Exchanges a refresh token',
        description:
          'The token is spent. The same token with the same Idempotency-Key is answered with the same pair for 10 minutes; with another key or none the session ends.',
        headers: WriteHeaders,
        body: Refresh,
        response: { 200: Session, ...problems(400, 401) },
      },
    },
    async (request, reply) => {
      const { refreshToken } = request.body
      const refresh = { refreshToken, key: keyOf(request.headers), address: request.ip }
      return welcome(context, reply, await refreshSession(context, refresh))
    },
  )

  app.post(
    '/password-resets',
    {
      schema: {
        ...open,
        operationId: 'forgetPassword',
        summary: 'Mails a link to whoever has forgotten the password',
        description: 'The answer is the same whether or not there is such an account.',
        headers: WriteHeaders,
        body: PasswordResetRequest,
        response: { 202: nothing('Taken'), ...problems(400) },
      },
    },
    async (request, reply) => {
      await requestReset(context, request.body.email, request.ip)
      return reply.code(202).send()
    },
  )
}

export function addSignOut(app: App, context: Context): void {
  app.delete(
    '/sessions/current',
    {
      schema: {
        operationId: 'signOut',
        summary: 'Signs out',
        tags,
        headers: WriteHeaders,
        querystring: NoQuery,
        body: NoBody,
        response: { 204: nothing('Signed out'), ...problems(400, 401) },
      },
    },
    async (request, reply) => {
      await write(context, callerOf(request), endOwnSessions('current', null))
      return reply.code(204).send()
    },
  )
}

export const clientOf = (request: FastifyRequest, name: string | undefined): Client => ({
  name: name ?? '',
  address: request.ip,
})

/** The answer to whoever has signed in. */
export async function welcome(context: Context, reply: FastifyReply, signedIn: SignedIn): Promise<Session> {
  reply.header('cache-control', 'no-store')
  const account = await accountOfSession(context.db, signedIn.sessionRowId)
  if (!account) return refuse('unauthenticated', 'session_ended')
  return toSession(signedIn, await readProfile(context.db, account), context.now())
}
