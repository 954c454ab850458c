import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Sort, SortColumn } from '../../../src-shared/domain/query.ts'
import type { App } from '../../http.ts'
import { isInScope, scopeOf } from '../../store/accounts.ts'
import type { Context } from '../../store/context.ts'
import { parseId } from '../../store/ids.ts'
import { readProfile } from '../../store/profile.ts'
import { refuse } from '../../store/refusal.ts'
import { rowIdOf } from '../../store/users/derived.ts'
import { type ListQuery, listMembers, listUsersAt, streamUsers } from '../../store/users/list.ts'
import { findUser, type StoredUser } from '../../store/users/stored-user.ts'
import { toDtos } from './bodies.ts'
import { toCsv } from './csv.ts'
import { fromNumber, fromUuid, toUuid } from './ids.ts'
import { accountOf, NumberText, OrganizationFilter, Paging, Text } from './inputs.ts'

/** Columns that the list is sorted by, in lower case. */
const sortColumns: Readonly<Record<string, SortColumn>> = {
  id: 'id',
  username: 'userName',
  displayname: 'displayName',
  email: 'email',
  organizationname: 'organization',
  role: 'role',
  isapprovedbypartner: 'approved',
  islocked: 'disabled',
  partner: 'partner',
  boundprojects: 'projects',
  createdat: 'createdAt',
  lastloginat: 'lastSignInAt',
}

export function sortOf({
  sortby,
  sortdirection,
}: {
  sortby?: string | undefined
  sortdirection?: string | undefined
}): Sort[] {
  if (sortby === undefined || sortby === '') return []
  const column = sortColumns[sortby.toLowerCase()] ?? refuse('malformed', 'sort_unknown')
  return [{ column, descending: sortdirection?.toLowerCase() === 'desc' }]
}

const UserListQuery = Paging.extend({
  ...OrganizationFilter.shape,
  id: Text.optional(),
  searchid: Text.optional(),
  filterby: Text.optional(),
})
type UserListQuery = z.output<typeof UserListQuery>

const everybody: ListQuery = { sort: [], filter: null, search: null, organizationId: null }

export function addUserList(app: App, context: Context): void {
  const listQuery = ({ organizationid, search, ...sort }: Partial<UserListQuery>): ListQuery => ({
    ...everybody,
    sort: sortOf(sort),
    search: search ?? null,
    organizationId: organizationid === undefined ? null : fromNumber(organizationid),
  })

  app.get('/users', { schema: { querystring: UserListQuery } }, async (request) => {
    const { query } = request
    if (query.filterby) refuse('malformed', 'filter_unknown')
    const id = query.id ?? query.searchid
    if (id) {
      const user = await findSeen(context, request, id)
      return { data: await toDtos(context, user ? [user] : []), totalCount: user ? 1 : 0 }
    }
    const { offset, limit } = query
    const { users, total } = await listUsersAt(context, accountOf(request), { ...listQuery(query), offset, limit })
    return { data: await toDtos(context, users), totalCount: total }
  })

  app.get('/users/userinfo', async (request) => {
    const [data] = await toDtos(context, [await readProfile(context.db, accountOf(request))])
    return { data, isMaintenanceModeEnabled: false, trialDays: null }
  })

  const DropdownQuery = OrganizationFilter.extend({ search: Text.optional(), projectid: NumberText.optional() })
  app.get('/users/list', { schema: { querystring: DropdownQuery } }, async (request) => {
    const account = accountOf(request)
    const { projectid } = request.query
    const project = projectid === undefined ? null : fromNumber(projectid)
    const found = []
    for await (const users of streamUsers(context, account, listQuery(request.query), 1000))
      for (const { id, userName, projects } of users)
        found.push({
          id: toUuid(context.instance, id),
          name: userName,
          isBound: projects.some((one) => one.id === project),
        })
    return found
  })

  app.get('/users/export', async (request) => {
    const rows: string[][] = []
    for await (const users of streamUsers(context, accountOf(request), everybody, 1000))
      for (const user of users)
        rows.push([
          user.userName,
          user.displayName ?? '',
          user.email,
          user.role,
          user.organization.name,
          user.createdAt,
        ])
    return toCsv('users', ['Username', 'DisplayName', 'Email', 'Role', 'Organization', 'CreatedAt'], rows)
  })

  const ProjectParams = z.object({ projectid: NumberText })
  app.get('/userprojects/users/list/:projectid', { schema: { params: ProjectParams } }, async (request) => {
    const members: StoredUser[] = []
    for (let cursor: string | null = null; ;) {
      const page = await listMembers(context, accountOf(request), fromNumber(request.params.projectid), {
        limit: 1000,
        cursor,
        count: false,
      })
      members.push(...page.users)
      if (page.next === null) break
      cursor = page.next
    }
    return members.map(({ id, userName }) => ({ id: toUuid(context.instance, id), name: userName }))
  })
}

/** A user that the account sees, by its UUID; null for any other. */
export async function findSeen(context: Context, request: FastifyRequest, uuid: string): Promise<StoredUser | null> {
  const scope = await scopeOf(context.db, accountOf(request))
  const user = await findUser(context.db, parseId(fromUuid(context.instance, uuid)))
  return user?.deletedAt === null && isInScope(scope, rowIdOf(user.organization.id)) ? user : null
}
