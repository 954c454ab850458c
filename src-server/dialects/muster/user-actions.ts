import type { FastifyRequest } from 'fastify'
import { UserBody } from '../../../src-shared/wire/muster-api/users.ts'
import type { App } from '../../http.ts'
import type { Context } from '../../store/context.ts'
import { jobOf } from '../../store/users/operations.ts'
import { write } from '../../store/write.ts'
import { callerOf, IdParams, keyOf, MaybeChangeHeaders, NoBody, NoQuery, versionsOf, WriteHeaders } from './inputs.ts'
import { nothing, problems } from './route.ts'
import { shown } from './users.ts'

const tags = ['users']

/** What the actions on one user have in common. */
const inputs = { tags, params: IdParams, headers: MaybeChangeHeaders, querystring: NoQuery, body: NoBody }
const refusals = problems(400, 401, 403, 404, 409, 412)

/** Actions that mail a link. */
const mailing = [
  {
    path: 'password-reset',
    op: 'reset',
    operationId: 'resetPassword',
    summary: 'Forces a user to set a new password',
    description: 'Ends all sessions, mails a link that is good for 3 hours, and lets nobody in before it was used.',
  },
  {
    path: 'invitation',
    op: 'invite',
    operationId: 'inviteUser',
    summary: 'Mails the invitation again',
    description: 'The older link is dead; the new one is good for 3 hours. Refused with 409 where a password is set.',
  },
] as const

export function addUserActions(app: App, context: Context): void {
  for (const { path, op, operationId, summary, description } of mailing)
    app.post(
      `/users/:id/${path}`,
      { schema: { ...inputs, operationId, summary, description, response: { 202: UserBody, ...refusals } } },
      async (request, reply) => {
        const user = await act(context, request, op)
        return reply.code(202).header('etag', user.etag).send(user)
      },
    )

  app.post(
    '/users/:id/restore',
    {
      schema: {
        ...inputs,
        operationId: 'restoreUser',
        summary: 'Brings a deleted user back',
        description: 'Refused with 409 where its name or address was given to another meanwhile.',
        response: { 200: UserBody, ...refusals },
      },
    },
    async (request, reply) => {
      const user = await act(context, request, 'restore')
      return reply.code(200).header('etag', user.etag).send(user)
    },
  )

  app.delete(
    '/users/:id/sessions',
    {
      schema: {
        operationId: 'signOutUser',
        summary: 'Ends all sessions of a user',
        tags,
        params: IdParams,
        headers: WriteHeaders,
        querystring: NoQuery,
        body: NoBody,
        response: { 204: nothing('Signed out'), ...problems(400, 401, 403, 404, 409) },
      },
    },
    async (request, reply) => {
      const job = jobOf({ op: 'signOut', id: request.params.id }, keyOf(request.headers))
      await write(context, callerOf(request), job)
      return reply.code(204).send()
    },
  )
}

type ActionRequest = FastifyRequest & {
  params: { id: string }
  headers: { 'if-match'?: string | undefined; 'idempotency-key'?: string | undefined }
}

async function act(context: Context, request: ActionRequest, op: 'reset' | 'invite' | 'restore'): Promise<UserBody> {
  const { params, headers } = request
  const job = jobOf({ op, id: params.id, versions: versionsOf(headers['if-match']) }, keyOf(headers))
  return shown(await write(context, callerOf(request), job))
}
