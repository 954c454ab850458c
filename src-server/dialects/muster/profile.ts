import { Me, MePatch, OwnSessions, PasswordChange } from '../../../src-shared/wire/muster-api/account.ts'
import type { App } from '../../http.ts'
import type { Context } from '../../store/context.ts'
import { parseId } from '../../store/ids.ts'
import { changePassword } from '../../store/own-password.ts'
import { endOwnSessions, listOwnSessions } from '../../store/own-sessions.ts'
import { changeProfile, confirmEmailAgain, deleteProfile, readProfile } from '../../store/profile.ts'
import { write } from '../../store/write.ts'
import { accountOf } from './auth.ts'
import { toMe } from './bodies.ts'
import {
  callerOf,
  IdParams,
  isKnown,
  keyOf,
  MaybeChangeHeaders,
  NoBody,
  NoQuery,
  versionsOf,
  WriteHeaders,
} from './inputs.ts'
import { nothing, problems } from './route.ts'

const tags = ['profile']

export function addProfile(app: App, context: Context): void {
  app.get(
    '/me',
    {
      schema: {
        operationId: 'readProfile',
        summary: 'Reads the own profile',
        tags,
        querystring: NoQuery,
        response: { 200: Me, 304: nothing('The etag of If-None-Match is the present one'), ...problems(400, 401) },
      },
    },
    async (request, reply) => {
      const me = toMe(await readProfile(context.db, accountOf(request)))
      reply.header('etag', me.etag).header('cache-control', 'private, no-cache')
      if (isKnown(request.headers['if-none-match'], me.etag)) return reply.code(304).send()
      return reply.code(200).send(me)
    },
  )

  app.patch(
    '/me',
    {
      schema: {
        operationId: 'changeProfile',
        summary: 'Changes the own profile',
        description:
          'A merge patch. A new address is used at once, and mailed a link that confirms it; a further change is refused with 409 until then.',
        tags,
        headers: MaybeChangeHeaders,
        querystring: NoQuery,
        body: MePatch,
        response: { 200: Me, ...problems(400, 401, 409, 412, 422) },
      },
    },
    async (request, reply) => {
      const { body, headers } = request
      const job = changeProfile(body, versionsOf(headers['if-match']), keyOf(headers))
      const me = toMe(await write(context, callerOf(request), job))
      return reply.header('etag', me.etag).send(me)
    },
  )

  app.delete(
    '/me',
    {
      schema: {
        operationId: 'deleteProfile',
        summary: 'Deletes the own account',
        tags,
        headers: MaybeChangeHeaders,
        querystring: NoQuery,
        body: NoBody,
        response: { 204: nothing('Deleted'), ...problems(400, 401, 403, 409, 412) },
      },
    },
    async (request, reply) => {
      const job = deleteProfile(versionsOf(request.headers['if-match']), keyOf(request.headers))
      await write(context, callerOf(request), job)
      return reply.code(204).send()
    },
  )

  app.post(
    '/me/password',
    {
      schema: {
        operationId: 'changePassword',
        summary: 'Changes the own password',
        description: 'All sessions end, this one too.',
        tags,
        headers: WriteHeaders,
        querystring: NoQuery,
        body: PasswordChange,
        response: { 204: nothing('Changed'), ...problems(400, 401, 422, 429, 503) },
      },
    },
    async (request, reply) => {
      await changePassword(context, callerOf(request), accountOf(request), request.body)
      return reply.code(204).send()
    },
  )

  app.post(
    '/me/email/confirmations',
    {
      schema: {
        operationId: 'confirmEmail',
        summary: 'Mails the link that confirms the own address again',
        tags,
        headers: WriteHeaders,
        querystring: NoQuery,
        body: NoBody,
        response: { 202: nothing('Mailed'), ...problems(400, 401, 409) },
      },
    },
    async (request, reply) => {
      await write(context, callerOf(request), confirmEmailAgain(keyOf(request.headers)))
      return reply.code(202).send()
    },
  )
}

export function addOwnSessions(app: App, context: Context): void {
  app.get(
    '/me/sessions',
    {
      schema: {
        operationId: 'listOwnSessions',
        summary: 'Lists the own sessions',
        tags,
        querystring: NoQuery,
        response: { 200: OwnSessions, ...problems(400, 401) },
      },
    },
    async (request) => {
      const sessions = await listOwnSessions(context, accountOf(request))
      return { items: sessions.map(({ isCurrent, ...session }) => ({ ...session, current: isCurrent })) }
    },
  )

  const ending = { tags, headers: WriteHeaders, querystring: NoQuery, body: NoBody }
  app.delete(
    '/me/sessions',
    {
      schema: {
        ...ending,
        operationId: 'endOtherSessions',
        summary: 'Ends all own sessions but this one',
        response: { 204: nothing('Ended'), ...problems(400, 401, 409) },
      },
    },
    async (request, reply) => {
      await write(context, callerOf(request), endOwnSessions('others', keyOf(request.headers)))
      return reply.code(204).send()
    },
  )

  app.delete(
    '/me/sessions/:id',
    {
      schema: {
        ...ending,
        operationId: 'endOwnSession',
        summary: 'Ends an own session',
        params: IdParams,
        response: { 204: nothing('Ended'), ...problems(400, 401, 404, 409) },
      },
    },
    async (request, reply) => {
      const session = { rowId: parseId(request.params.id) }
      await write(context, callerOf(request), endOwnSessions(session, keyOf(request.headers)))
      return reply.code(204).send()
    },
  )
}
