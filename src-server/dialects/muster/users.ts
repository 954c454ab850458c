import { UserBody, UserCreation, UserPatch } from '../../../src-shared/wire/muster-api/users.ts'
import type { App } from '../../http.ts'
import { type Account, isInScope, scopeOf } from '../../store/accounts.ts'
import type { Context } from '../../store/context.ts'
import { parseId } from '../../store/ids.ts'
import { refuse } from '../../store/refusal.ts'
import { rowIdOf } from '../../store/users/derived.ts'
import { jobOf } from '../../store/users/operations.ts'
import { findUser, type StoredUser } from '../../store/users/stored-user.ts'
import { write } from '../../store/write.ts'
import { accountOf } from './auth.ts'
import { toUserBody } from './bodies.ts'
import {
  callerOf,
  ChangeHeaders,
  IdParams,
  isKnown,
  keyOf,
  NoBody,
  NoQuery,
  requiredVersions,
  WriteHeaders,
} from './inputs.ts'
import { nothing, problems } from './route.ts'

/** What a job about one user answers, where it answers one. */
export function shown(user: StoredUser | null): UserBody {
  if (!user) throw new Error('a job that shows its user has none')
  return toUserBody(user)
}

/** A user that the account sees, deleted or not; what it does not see is as unknown as what does not exist. */
export async function findSeen(context: Context, account: Account, id: string): Promise<StoredUser> {
  const scope = await scopeOf(context.db, account)
  const user = await findUser(context.db, parseId(id))
  return user && isInScope(scope, rowIdOf(user.organization.id)) ? user : refuse('notFound', 'not_found')
}

export function addUsers(app: App, context: Context): void {
  const tags = ['users']
  app.post(
    '/users',
    {
      schema: {
        operationId: 'createUser',
        summary: 'Creates a user and mails the invitation',
        tags,
        headers: WriteHeaders,
        querystring: NoQuery,
        body: UserCreation,
        response: { 201: UserBody, ...problems(400, 401, 403, 409, 422) },
      },
    },
    async (request, reply) => {
      const job = jobOf({ op: 'create', body: request.body }, keyOf(request.headers))
      const user = shown(await write(context, callerOf(request), job))
      return reply.code(201).header('location', `/v1/users/${user.id}`).header('etag', user.etag).send(user)
    },
  )

  app.get(
    '/users/:id',
    {
      schema: {
        operationId: 'readUser',
        summary: 'Reads a user',
        description: 'A deleted user is answered as well, with `deletedAt`, for as long as it can be restored.',
        tags,
        params: IdParams,
        querystring: NoQuery,
        response: {
          200: UserBody,
          304: nothing('The etag of If-None-Match is the present one'),
          ...problems(400, 401, 403, 404),
        },
      },
    },
    async (request, reply) => {
      const body = toUserBody(await findSeen(context, accountOf(request), request.params.id))
      reply.header('etag', body.etag).header('cache-control', 'private, no-cache')
      if (isKnown(request.headers['if-none-match'], body.etag)) return reply.code(304).send()
      return reply.code(200).send(body)
    },
  )

  app.patch(
    '/users/:id',
    {
      schema: {
        operationId: 'changeUser',
        summary: 'Changes a user',
        description: 'A merge patch (RFC 7396). A role change of a user with projects clears them in the same patch.',
        tags,
        params: IdParams,
        headers: ChangeHeaders,
        querystring: NoQuery,
        body: UserPatch,
        response: { 200: UserBody, ...problems(400, 401, 403, 404, 409, 412, 422, 428) },
      },
    },
    async (request, reply) => {
      const { params, headers, body } = request
      const versions = requiredVersions(headers['if-match'])
      const job = jobOf({ op: 'update', id: params.id, versions, body }, keyOf(headers))
      const user = shown(await write(context, callerOf(request), job))
      return reply.header('etag', user.etag).send(user)
    },
  )

  app.delete(
    '/users/:id',
    {
      schema: {
        operationId: 'deleteUser',
        summary: 'Deletes a user',
        description: 'It can be restored for 30 days.',
        tags,
        params: IdParams,
        headers: ChangeHeaders,
        querystring: NoQuery,
        body: NoBody,
        response: { 204: nothing('Deleted'), ...problems(400, 401, 403, 404, 409, 412, 428) },
      },
    },
    async (request, reply) => {
      const versions = requiredVersions(request.headers['if-match'])
      const job = jobOf({ op: 'delete', id: request.params.id, versions }, keyOf(request.headers))
      await write(context, callerOf(request), job)
      return reply.code(204).send()
    },
  )
}
