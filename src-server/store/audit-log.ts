import { sql, type SqlBool } from 'kysely'
import type { Reference } from '../../src-shared/domain/user.ts'
import { type Account, scopeName, scopeOf } from './accounts.ts'
import type { Context } from './context.ts'
import { readCursor, sealCursor } from './cursors.ts'
import { formatId, parseId } from './ids.ts'

export interface AuditQuery {
  actor?: string | undefined
  target?: string | undefined
  action?: string | undefined
  outcome?: 'done' | 'refused' | undefined
  organizationId?: string | undefined
  projectId?: string | undefined
  /** Whether the target is still there. */
  exists?: boolean | undefined
  /** From this instant on. */
  from?: string | undefined
  /** Before this instant. */
  to?: string | undefined
  limit: number
  cursor?: string | undefined
  /** How many to leave out, in place of a cursor. */
  offset?: number
}

export interface StoredAuditEntry {
  id: string
  at: string
  actor: { id: string; userName: string } | null
  action: string
  outcome: 'done' | 'refused'
  code: string | null
  target: { type: string; id: string; name: string; exists: boolean } | null
  organization: Reference | null
  project: Reference | null
  address: string
  reason: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** The entries about the organizations that the account looks after, the latest first. */
export async function readAudit(
  context: Context,
  account: Account,
  query: AuditQuery,
): Promise<{ entries: StoredAuditEntry[]; next: string | null }> {
  const scope = await scopeOf(context.db, account)
  const { cursor, limit, offset = 0, ...filter } = query
  const about = `audit ${JSON.stringify(filter)} ${scopeName(account)}`
  const before = readCursor(context, about, cursor ?? null)
  let selected = selectEntries(context)
  if (scope) selected = selected.where('audit.organizationId', 'in', scope.length > 0 ? scope : [-1])
  if (before) selected = selected.where('audit.id', '<', Number(before[0]))
  for (const condition of conditions(filter)) selected = selected.where(condition)
  const rows = await selected
    .orderBy('audit.id', 'desc')
    .limit(limit + 1)
    .offset(offset)
    .execute()
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    entries: rows.slice(0, limit).map(toEntry),
    next: last ? sealCursor(context, about, [last.id]) : null,
  }
}

/** How many entries there are to read. */
export async function countAudit(
  context: Context,
  account: Account,
  filter: Omit<AuditQuery, 'limit' | 'cursor' | 'offset'>,
): Promise<number> {
  const scope = await scopeOf(context.db, account)
  let counted = selectEntries(context)
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('count'))
  if (scope) counted = counted.where('audit.organizationId', 'in', scope.length > 0 ? scope : [-1])
  for (const condition of conditions(filter)) counted = counted.where(condition)
  return (await counted.executeTakeFirstOrThrow()).count
}

const selectEntries = ({ db }: Context) =>
  db
    .selectFrom('audit')
    .leftJoin('organizations', 'organizations.id', 'audit.organizationId')
    .leftJoin('projects', 'projects.id', 'audit.projectId')
    .leftJoin('users', (join) => join.onRef('users.id', '=', 'audit.targetId').on('users.deletedAt', 'is', null))
    .selectAll('audit')
    .select(['organizations.name as organizationName', 'projects.name as projectName', 'users.id as presentId'])

type Row = Awaited<ReturnType<ReturnType<typeof selectEntries>['execute']>>[number]

function* conditions(filter: Omit<AuditQuery, 'limit' | 'cursor' | 'offset'>) {
  const id = (text: string) => parseId(text) ?? -1
  if (filter.actor !== undefined) yield sql<SqlBool>`audit."actorId" = ${id(filter.actor)}`
  if (filter.target !== undefined) yield sql<SqlBool>`audit."targetId" = ${id(filter.target)}`
  if (filter.action !== undefined) yield sql<SqlBool>`audit.action = ${filter.action}`
  if (filter.outcome !== undefined) yield sql<SqlBool>`audit.outcome = ${filter.outcome}`
  if (filter.organizationId !== undefined) yield sql<SqlBool>`audit."organizationId" = ${id(filter.organizationId)}`
  if (filter.projectId !== undefined) yield sql<SqlBool>`audit."projectId" = ${id(filter.projectId)}`
  if (filter.exists !== undefined)
    yield filter.exists
      ? sql<SqlBool>`users.id is not null`
      : sql<SqlBool>`audit."targetId" is not null and users.id is null`
  if (filter.from !== undefined) yield sql<SqlBool>`audit.at >= ${filter.from}`
  if (filter.to !== undefined) yield sql<SqlBool>`audit.at < ${filter.to}`
}

function toEntry(row: Row): StoredAuditEntry {
  const reference = (id: number | null, name: string | null): Reference | null =>
    id === null || name === null ? null : { id: formatId(id), name }
  const values = (text: string | null) => (text === null ? null : (JSON.parse(text) as Record<string, unknown>)) // written by `audit`
  return {
    id: String(row.id),
    at: row.at,
    actor: row.actorId === null ? null : { id: formatId(row.actorId), userName: row.actorName ?? '' },
    action: row.action,
    outcome: row.outcome,
    code: row.code,
    target:
      row.targetId === null
        ? null
        : {
            type: row.targetType ?? '',
            id: formatId(row.targetId),
            name: row.targetName ?? '',
            exists: row.presentId !== null,
          },
    organization: reference(row.organizationId, row.organizationName),
    project: reference(row.projectId, row.projectName),
    address: row.address,
    reason: row.reason,
    before: values(row.before),
    after: values(row.after),
  }
}
