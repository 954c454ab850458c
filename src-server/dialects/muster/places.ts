import { z } from 'zod'
import { roles, isManagedRole } from '../../../src-shared/domain/role.ts'
import { Organization, pageOf, Partner, Project, RoleBody } from '../../../src-shared/wire/muster-api/places.ts'
import { UserPage } from '../../../src-shared/wire/muster-api/users.ts'
import type { App } from '../../http.ts'
import type { Context } from '../../store/context.ts'
import type { PlacePage, PlaceQuery } from '../../store/place-page.ts'
import { listOrganizations, listPartners, listProjects } from '../../store/places.ts'
import { scopeOf } from '../../store/accounts.ts'
import { listMembers } from '../../store/users/list.ts'
import { jobOf } from '../../store/users/operations.ts'
import { write } from '../../store/write.ts'
import { accountOf } from './auth.ts'
import { toUserBody } from './bodies.ts'
import { callerOf, Id, IdParams, keyOf, NoBody, NoQuery, Paging, Search, WriteHeaders } from './inputs.ts'
import { linkToNext } from './pages.ts'
import { nothing, problems } from './route.ts'

const tags = ['places']
const refusals = problems(400, 401, 403)
const PlaceListQuery = Paging.extend({ q: Search.optional() })

const questionOf = ({ q, limit, cursor, count }: z.output<typeof PlaceListQuery>): PlaceQuery => ({
  search: q ?? null,
  limit,
  cursor: cursor ?? null,
  count: count ?? false,
})

const bodyOf = <T>({ items, next, total }: PlacePage<T>) => ({ items, next, ...(total !== null && { total }) })

export function addPlaces(app: App, context: Context): void {
  app.get(
    '/organizations',
    {
      schema: {
        operationId: 'listOrganizations',
        summary: 'Lists organizations by name',
        tags,
        querystring: PlaceListQuery,
        response: { 200: pageOf(Organization), ...refusals },
      },
    },
    async (request, reply) => {
      const page = await listOrganizations(context, accountOf(request), questionOf(request.query))
      if (page.next !== null) reply.header('link', linkToNext(request, page.next))
      return bodyOf(page)
    },
  )

  app.get(
    '/partners',
    {
      schema: {
        operationId: 'listPartners',
        summary: 'Lists partners by name',
        tags,
        querystring: PlaceListQuery,
        response: { 200: pageOf(Partner), ...refusals },
      },
    },
    async (request, reply) => {
      const page = await listPartners(context, accountOf(request), questionOf(request.query))
      if (page.next !== null) reply.header('link', linkToNext(request, page.next))
      return bodyOf(page)
    },
  )

  app.get(
    '/projects',
    {
      schema: {
        operationId: 'listProjects',
        summary: 'Lists projects by name',
        tags,
        querystring: PlaceListQuery.extend({ organizationId: Id.optional() }),
        response: { 200: pageOf(Project), ...refusals },
      },
    },
    async (request, reply) => {
      const { organizationId = null, ...query } = request.query
      const page = await listProjects(context, accountOf(request), { ...questionOf(query), organizationId })
      if (page.next !== null) reply.header('link', linkToNext(request, page.next))
      return bodyOf(page)
    },
  )

  app.get(
    '/roles',
    {
      schema: {
        operationId: 'listRoles',
        summary: 'Lists roles, from the least to the most',
        tags,
        querystring: NoQuery,
        response: { 200: z.object({ items: z.array(RoleBody) }), ...refusals },
      },
    },
    async (request) => {
      await scopeOf(context.db, accountOf(request)) // none of the business of who sees only the own profile
      return { items: roles.map((role) => ({ id: role, label: role, assignable: isManagedRole(role) })) }
    },
  )
}

const MemberParams = IdParams.extend({ userId: Id })

export function addMembers(app: App, context: Context): void {
  app.get(
    '/projects/:id/members',
    {
      schema: {
        operationId: 'listMembers',
        summary: 'Lists the users of a project by user name',
        tags,
        params: IdParams,
        querystring: Paging,
        response: { 200: UserPage, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { limit, cursor = null, count = false } = request.query
      const page = await listMembers(context, accountOf(request), request.params.id, { limit, cursor, count })
      if (page.next !== null) reply.header('link', linkToNext(request, page.next))
      return bodyOf({ ...page, items: page.users.map(toUserBody) })
    },
  )

  const members = [
    { method: 'PUT', op: 'assign', operationId: 'addMember', summary: 'Adds a user to a project' },
    { method: 'DELETE', op: 'unassign', operationId: 'removeMember', summary: 'Takes a user out of a project' },
  ] as const
  for (const { method, op, operationId, summary } of members)
    app.route({
      method,
      url: '/projects/:id/members/:userId',
      schema: {
        operationId,
        summary,
        description: 'Doing it again changes nothing. Only users of role `user`, of the same organization.',
        tags,
        params: MemberParams,
        headers: WriteHeaders,
        querystring: NoQuery,
        body: NoBody,
        response: { 204: nothing('Done'), ...problems(400, 401, 403, 404, 409, 422) },
      },
      handler: async (request, reply) => {
        const { id: projectId, userId } = request.params
        await write(context, callerOf(request), jobOf({ op, userId, projectId }, keyOf(request.headers)))
        return reply.code(204).send()
      },
    })
}
