import { type RawBuilder, sql, type SqlBool } from 'kysely'
import type { Reference } from '../../src-shared/domain/user.ts'
import { type Account, organizationInScope, type Scope, scopeOf } from './accounts.ts'
import type { Context } from './context.ts'
import { formatId } from './ids.ts'
import { mapPage, type Named, type PlacePage, type PlaceQuery, readPlaces } from './place-page.ts'

const inScope = (column: RawBuilder<unknown>, scope: Scope): RawBuilder<SqlBool>[] =>
  scope === null ? [] : [sql<SqlBool>`${column} in (${sql.join(scope.length > 0 ? scope : [-1])})`]

const usersOf = (organizations: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(select count(*) from users where "organizationId" in (${organizations}) and "deletedAt" is null)`

export interface StoredOrganization extends Reference {
  partner: Reference
  userCount: number
  projectCount: number
}

export async function listOrganizations(
  context: Context,
  account: Account,
  query: PlaceQuery,
): Promise<PlacePage<StoredOrganization>> {
  type Row = Named & { partnerId: number; partnerName: string; userCount: number; projectCount: number }
  const page = await readPlaces<Row>(context, account, query, {
    about: 'organizations',
    columns: sql<Row>`place.id, place.name, place."sortName", "partnerId", partners.name as "partnerName",
      ${usersOf(sql`place.id`)} as "userCount",
      (select count(*) from projects where "organizationId" = place.id) as "projectCount"`,
    from: sql`organizations as place join partners on partners.id = "partnerId"`,
    conditions: inScope(sql`place.id`, await scopeOf(context.db, account)),
  })
  return mapPage(page, ({ id, name, partnerId, partnerName, userCount, projectCount }) => ({
    id: formatId(id),
    name,
    partner: { id: formatId(partnerId), name: partnerName },
    userCount,
    projectCount,
  }))
}

export interface StoredPartner extends Reference {
  organizationCount: number
  userCount: number
}

export async function listPartners(
  context: Context,
  account: Account,
  query: PlaceQuery,
): Promise<PlacePage<StoredPartner>> {
  type Row = Named & { organizationCount: number; userCount: number }
  const seen = inScope(sql`organizations.id`, await scopeOf(context.db, account))
  const own = sql`select id from organizations where "partnerId" = place.id and ${sql.join([sql`1 = 1`, ...seen], sql` and `)}`
  const page = await readPlaces<Row>(context, account, query, {
    about: 'partners',
    columns: sql<Row>`place.id, place.name, place."sortName",
      (select count(*) from (${own}) as own) as "organizationCount", ${usersOf(own)} as "userCount"`,
    from: sql`partners as place`,
    conditions: [sql<SqlBool>`exists (${own})`],
  })
  return mapPage(page, ({ id, name, organizationCount, userCount }) => ({
    id: formatId(id),
    name,
    organizationCount,
    userCount,
  }))
}

export interface StoredProject extends Reference {
  organization: Reference
  memberCount: number
}

export async function listProjects(
  context: Context,
  account: Account,
  query: PlaceQuery & { organizationId: string | null },
): Promise<PlacePage<StoredProject>> {
  type Row = Named & { organizationId: number; organizationName: string; memberCount: number }
  const scope = await scopeOf(context.db, account)
  const conditions = inScope(sql`place."organizationId"`, scope)
  if (query.organizationId !== null)
    conditions.push(
      sql<SqlBool>`place."organizationId" = ${await organizationInScope(context.db, scope, query.organizationId)}`,
    )
  const page = await readPlaces<Row>(context, account, query, {
    about: `projects ${query.organizationId ?? ''}`,
    // members are counted by an index alone, and the few that are deleted taken off again
    columns: sql<Row>`place.id, place.name, place."sortName", place."organizationId", organizations.name as "organizationName",
      (select count(*) from memberships where "projectId" = place.id) - (select count(*) from users
        join memberships on "userId" = users.id where "deletedAt" is not null and "projectId" = place.id) as "memberCount"`,
    from: sql`projects as place join organizations on organizations.id = place."organizationId"`,
    conditions,
  })
  return mapPage(page, ({ id, name, organizationId, organizationName, memberCount }) => ({
    id: formatId(id),
    name,
    organization: { id: formatId(organizationId), name: organizationName },
    memberCount,
  }))
}
