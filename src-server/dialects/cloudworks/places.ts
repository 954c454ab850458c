import type { App } from '../../http.ts'
import type { Account } from '../../store/accounts.ts'
import type { Context } from '../../store/context.ts'
import { formatId } from '../../store/ids.ts'
import type { PlacePage, PlaceQuery } from '../../store/place-page.ts'
import { listOrganizations, listPartners, listProjects, type StoredProject } from '../../store/places.ts'
import { rowIdOf } from '../../store/users/derived.ts'
import { fromNumber, toNumber } from './ids.ts'
import { accountOf, NumberText, OrganizationFilter, Paging, Text } from './inputs.ts'
import { type Member, toDropdown, toOrganization, toPartner, toProject } from './place-bodies.ts'
import { findSeen } from './user-list.ts'

type List<T> = (context: Context, account: Account, query: PlaceQuery) => Promise<PlacePage<T>>

/** A whole list of places: there are few, and this API counts where ours goes from page to page. */
async function all<T>(list: List<T>, context: Context, account: Account, search = ''): Promise<T[]> {
  const items: T[] = []
  for (let cursor: string | null = null; ;) {
    const page: PlacePage<T> = await list(context, account, { search, limit: 1000, cursor, count: false })
    items.push(...page.items)
    if (page.next === null) return items
    cursor = page.next
  }
}

const slice = <T>(items: readonly T[], { offset, limit }: { offset: number; limit: number }) =>
  items.slice(offset, offset + limit)

const idFilter = { id: NumberText.optional() }

export function addPlaces(app: App, context: Context): void {
  app.get('/organizations', { schema: { querystring: Paging.extend(idFilter) } }, async (request) => {
    const { search, id } = request.query
    const found = await all(listOrganizations, context, accountOf(request), search)
    const listed = found.map(toOrganization).filter((organization) => id === undefined || organization.id === id)
    return { data: slice(listed, request.query), totalCount: listed.length }
  })

  const DropdownQuery = Paging.pick({ search: true }).extend({ partnerid: NumberText.optional() })
  app.get('/organizations/list', { schema: { querystring: DropdownQuery } }, async (request) => {
    const { search, partnerid } = request.query
    const found = await all(listOrganizations, context, accountOf(request), search)
    return found
      .filter(({ partner }) => partnerid === undefined || toNumber(partner.id) === partnerid)
      .map(({ id, name }) => ({ id: toNumber(id), name, isInfra: false, discountRate: 0 }))
  })

  app.get('/partner', { schema: { querystring: Paging } }, async (request) => {
    const account = accountOf(request)
    const found = await all(listPartners, context, account, request.query.search)
    const organizations = await all(listOrganizations, context, account)
    const data = slice(found, request.query).map((partner) =>
      toPartner(
        partner,
        organizations.filter((one) => one.partner.id === partner.id),
      ),
    )
    return { data, totalCount: found.length }
  })

  app.get('/partner/list', { schema: { querystring: Paging.pick({ search: true }) } }, async (request) => {
    const found = await all(listPartners, context, accountOf(request), request.query.search)
    return found.map(({ id, name }) => ({ partnerId: toNumber(id), partnerName: name, logo: null }))
  })
}

export function addProjects(app: App, context: Context): void {
  const projectsOf = (
    account: Account,
    { search, organizationid }: { search?: string | undefined; organizationid?: number | undefined },
  ) => {
    const organizationId = organizationid === undefined ? null : fromNumber(organizationid)
    const list: List<StoredProject> = (_, __, query) => listProjects(context, account, { ...query, organizationId })
    return all(list, context, account, search)
  }

  const ProjectQuery = Paging.extend({ ...OrganizationFilter.shape, ...idFilter })
  app.get('/projects', { schema: { querystring: ProjectQuery } }, async (request) => {
    const { id } = request.query
    const found = await projectsOf(accountOf(request), request.query)
    const listed = found.filter((project) => id === undefined || toNumber(project.id) === id)
    const members = await membersOf(context, slice(listed, request.query))
    const data = slice(listed, request.query).map((project) =>
      toProject(context.instance, project, members.get(project.id) ?? []),
    )
    return { data, totalCount: listed.length }
  })

  const DropdownQuery = OrganizationFilter.extend({ search: Text.optional(), userid: Text.optional() })
  app.get('/projects/list', { schema: { querystring: DropdownQuery } }, async (request) => {
    const { userid } = request.query
    const user = userid === undefined ? null : await findSeen(context, request, userid)
    const organizationid = user ? toNumber(user.organization.id) : request.query.organizationid
    const found = await projectsOf(accountOf(request), { ...request.query, organizationid })
    const bound = user?.projects.map(({ id }) => id) ?? []
    return found.map(({ id, name }) => toDropdown(toNumber(id), name, bound.includes(id)))
  })
}

/** Who works in each of these projects, by name. */
async function membersOf({ db }: Context, projects: readonly StoredProject[]): Promise<Map<string, Member[]>> {
  const members = new Map(projects.map(({ id }) => [id, [] as Member[]]))
  if (projects.length === 0) return members
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('users', 'users.id', 'userId')
    .select(['projectId', 'userId', 'userName'])
    .where('projectId', 'in', [...members.keys()].map(rowIdOf))
    .where('deletedAt', 'is', null)
    .orderBy('sortUserName')
    .execute()
  for (const { projectId, userId, userName } of rows)
    members.get(formatId(projectId))?.push({ id: formatId(userId), userName })
  return members
}
