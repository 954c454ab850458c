import { type RawBuilder, sql } from 'kysely'
import type { Reference } from '../../src-shared/domain/user.ts'
import { type Account, organizationInScope, scopeOf } from './accounts.ts'
import type { Context } from './context.ts'
import { formatId } from './ids.ts'

interface Group {
  organizationId: number
  organizationName: string
  role: string
  month: string
  total: number
  active: number
  waitingForApproval: number
  disabled: number
  mustChangePassword: number
  invited: number
}

export interface StoredStats {
  total: number
  organizations: (Reference & { count: number })[]
  roles: { role: string; count: number }[]
  /** `active` can sign in and has nothing open; the others overlap where two hold. */
  states: { active: number; waitingForApproval: number; disabled: number; mustChangePassword: number; invited: number }
  createdByMonth: { month: string; count: number }[]
  invitations: { within1h: number; within2h: number; within3h: number; expired: number }
}

const monthsShown = 24
const hourMs = 60 * 60 * 1000

/** Counts for the overview, over the users that the account sees or one organization of them. */
export async function readStats(
  context: Context,
  account: Account,
  organizationId: string | null,
): Promise<StoredStats> {
  const scope = await scopeOf(context.db, account)
  const seen = organizationId === null ? scope : [await organizationInScope(context.db, scope, organizationId)]
  const condition = seen ? sql`"organizationId" in (${sql.join(seen.length > 0 ? seen : [-1])})` : sql`1 = 1`
  const groups = await readGroups(context, condition)
  const sum = (count: (group: Group) => number) => groups.reduce((total, group) => total + count(group), 0)
  const organizations = countBy(groups, ({ organizationId }) => organizationId).map(([id, count]) => ({
    id: formatId(id),
    name: groups.find((group) => group.organizationId === id)?.organizationName ?? '',
    count,
  }))
  const months = new Map(countBy(groups, ({ month }) => month))
  return {
    total: sum(({ total }) => total),
    organizations,
    roles: countBy(groups, ({ role }) => role).map(([role, count]) => ({ role, count })),
    states: {
      active: sum(({ active }) => active),
      waitingForApproval: sum(({ waitingForApproval }) => waitingForApproval),
      disabled: sum(({ disabled }) => disabled),
      mustChangePassword: sum(({ mustChangePassword }) => mustChangePassword),
      invited: sum(({ invited }) => invited),
    },
    createdByMonth: lastMonths(context.now()).map((month) => ({ month, count: months.get(month) ?? 0 })),
    invitations: await readInvitations(context, condition),
  }
}

/** One pass over the users, in few enough groups to be added up here. */
async function readGroups(context: Context, condition: RawBuilder<unknown>): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select "organizationId", organizations.name as "organizationName", role, month, total, active, "waitingForApproval",
      disabled, "mustChangePassword", invited
    from (select "organizationId", role, substr("createdAt", 1, 7) as month, count(*) as total,
      sum(case when approved = 1 and disabled = 0 and "mustChangePassword" = 0 and "invitationExpiresAt" is null
        then 1 else 0 end) as active,
      sum(1 - approved) as "waitingForApproval", sum(disabled) as disabled, sum("mustChangePassword") as "mustChangePassword",
      sum(case when "invitationExpiresAt" is not null then 1 else 0 end) as invited
      from users where "deletedAt" is null and ${condition} group by "organizationId", role, substr("createdAt", 1, 7)) as counted
    join organizations on organizations.id = "organizationId"
    order by organizations."sortName", organizations.id, role, month`.execute(context.db)
  return rows
}

async function readInvitations(context: Context, condition: RawBuilder<unknown>): Promise<StoredStats['invitations']> {
  const now = context.now().getTime()
  const at = (hours: number) => new Date(now + hours * hourMs).toISOString()
  const between = (from: RawBuilder<unknown>, hours: number) =>
    sql`sum(case when "invitationExpiresAt" > ${from} and "invitationExpiresAt" <= ${at(hours)} then 1 else 0 end)`
  const { rows } = await sql<StoredStats['invitations']>`
    select coalesce(${between(sql`${at(0)}`, 1)}, 0) as "within1h", coalesce(${between(sql`${at(1)}`, 2)}, 0) as "within2h",
      coalesce(sum(case when "invitationExpiresAt" > ${at(2)} then 1 else 0 end), 0) as "within3h",
      coalesce(${between(sql`''`, 0)}, 0) as expired
    from users where "deletedAt" is null and "invitationExpiresAt" is not null and ${condition}`.execute(context.db)
  return rows[0] ?? { within1h: 0, within2h: 0, within3h: 0, expired: 0 }
}

function countBy<K>(groups: readonly Group[], keyOf: (group: Group) => K): [K, number][] {
  const counts = new Map<K, number>()
  for (const group of groups) counts.set(keyOf(group), (counts.get(keyOf(group)) ?? 0) + group.total)
  return [...counts]
}

/** The months up to this one, oldest first, as `YYYY-MM`. */
function lastMonths(now: Date): string[] {
  return Array.from({ length: monthsShown }, (_, at) => {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - (monthsShown - 1) + at))
    return month.toISOString().slice(0, 7)
  })
}
