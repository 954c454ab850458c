import { Readable } from 'node:stream'
import { z } from 'zod'
import { limits } from '../../../src-shared/wire/muster-api/meta.ts'
import { streamType, UserDelta, UserPage } from '../../../src-shared/wire/muster-api/users.ts'
import type { App } from '../../http.ts'
import { type Account, accountOfSession } from '../../store/accounts.ts'
import type { Context } from '../../store/context.ts'
import { refuse } from '../../store/refusal.ts'
import { deltaToken, readDelta } from '../../store/users/delta.ts'
import { type ListQuery, listUsers, streamUsers } from '../../store/users/list.ts'
import type { StoredUser } from '../../store/users/stored-user.ts'
import { accountOf } from './auth.ts'
import { toUserBody } from './bodies.ts'
import { accepts, Paging, refusePaging } from './inputs.ts'
import { UserListQuery } from './list-query.ts'
import { linkToNext } from './pages.ts'
import { problems } from './route.ts'

type Field = keyof ReturnType<typeof toUserBody>

export function addUserList(app: App, context: Context): void {
  app.get(
    '/users',
    {
      schema: {
        operationId: 'listUsers',
        summary: 'Lists users',
        description:
          'Pages by cursor, or all of them as one stream where `application/x-ndjson` is accepted: a user per line, then `{"end":true,"delta":"…"}` with the token of the change feed from before the first. A stream without that line is not whole.',
        tags: ['users'],
        querystring: UserListQuery,
        response: {
          200: {
            description: 'A page of users, or all of them',
            content: {
              'application/json': { schema: UserPage },
              [streamType]: { schema: z.string().meta({ description: 'A JSON value per line.' }) },
            },
          },
          ...problems(400, 401, 403),
        },
      },
    },
    async (request, reply) => {
      const { limit, cursor, count, fields, sort = [], filter = null, q = null, organizationId = null } = request.query
      const account = accountOf(request)
      const query: ListQuery = { sort, filter, search: q, organizationId }
      if (accepts(request, streamType)) {
        refusePaging(request, ['limit', 'cursor', 'count'])
        const lines = Readable.from(await streamLines(context, account, query, fields), { objectMode: false })
        return reply.type(streamType).send(lines as unknown as string) // sent as it is, while its schema tells what it holds
      }
      const page = await listUsers(context, account, { ...query, limit, cursor: cursor ?? null, count: count ?? false })
      if (page.next !== null) reply.header('link', linkToNext(request, page.next))
      const items = page.users.map((user) => pick(user, fields))
      return reply
        .type('application/json')
        .send({ items, next: page.next, ...(page.total !== null && { total: page.total }) })
    },
  )

  app.get(
    '/users/delta',
    {
      schema: {
        operationId: 'listUserChanges',
        summary: 'Tells which users have changed',
        description:
          'Users that changed since a token, each as it is now, or only its id and `gone` where it was deleted. Read on with `next` until there is a `delta`, the token for the next time. Without a token the answer has no users, and the token of now. 410 means: read the list again.',
        tags: ['users'],
        querystring: z.strictObject({ token: z.string().min(1).max(1000).optional(), limit: Paging.shape.limit }),
        response: { 200: UserDelta, ...problems(400, 401, 403, 410) },
      },
    },
    async (request) => {
      const { token, limit } = request.query
      const account = accountOf(request)
      if (token === undefined) return { items: [], delta: await deltaToken(context, account) }
      const { items, ...rest } = await readDelta(context, account, token, limit)
      return { items: items.map((item) => ('gone' in item ? item : toUserBody(item))), ...rest }
    },
  )
}

/** The lines of a stream, a page at a time: the next is read when the reader has taken this one. */
async function streamLines(
  context: Context,
  account: Account,
  query: ListQuery,
  fields: Field[] | undefined,
): Promise<AsyncGenerator<string>> {
  const delta = await deltaToken(context, account) // before the first page: what changes meanwhile is told again
  const pages = streamUsers(context, account, query, limits.pageMax)
  const first = await pages.next() // what is wrong with the question is answered as a problem, not in the stream
  async function* lines() {
    for (let page = first; !page.done; page = await pages.next()) {
      yield page.value.map((user) => `${JSON.stringify(pick(user, fields))}\n`).join('')
      if (!(await accountOfSession(context.db, account.sessionRowId))) refuse('unauthenticated', 'session_ended')
    }
    yield `${JSON.stringify({ end: true, delta })}\n`
  }
  return lines()
}

function pick(user: StoredUser, fields: Field[] | undefined) {
  const body = toUserBody(user)
  if (!fields) return body
  const { id, etag } = body
  return { ...Object.fromEntries(fields.map((field) => [field, body[field]])), id, etag }
}
