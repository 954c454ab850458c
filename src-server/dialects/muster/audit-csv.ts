import { limits } from '../../../src-shared/wire/muster-api/meta.ts'
import type { Account } from '../../store/accounts.ts'
import { type AuditQuery, readAudit, type StoredAuditEntry } from '../../store/audit-log.ts'
import type { Context } from '../../store/context.ts'

export const csvType = 'text/csv'

const columns: Record<string, (entry: StoredAuditEntry) => string | null | undefined> = {
  at: ({ at }) => at,
  actor: ({ actor }) => actor?.userName,
  actorId: ({ actor }) => actor?.id,
  action: ({ action }) => action,
  outcome: ({ outcome }) => outcome,
  code: ({ code }) => code,
  targetType: ({ target }) => target?.type,
  target: ({ target }) => target?.name,
  targetId: ({ target }) => target?.id,
  targetExists: ({ target }) => target && String(target.exists),
  organization: ({ organization }) => organization?.name,
  project: ({ project }) => project?.name,
  address: ({ address }) => address,
  reason: ({ reason }) => reason,
  before: ({ before }) => before && JSON.stringify(before),
  after: ({ after }) => after && JSON.stringify(after),
}

/** The audit log as a table (RFC 4180), with the filters of the query; a page is read when the one before was taken. */
export async function auditLines(
  context: Context,
  account: Account,
  query: Omit<AuditQuery, 'limit' | 'cursor'>,
): Promise<AsyncGenerator<string>> {
  const read = (cursor?: string) => readAudit(context, account, { ...query, limit: limits.pageMax, cursor })
  const first = await read() // what is wrong with the question is answered as a problem
  async function* lines() {
    yield `${Object.keys(columns).join(',')}\r\n`
    for (let page = first; ;) {
      yield page.entries.map(lineOf).join('')
      if (page.next === null) return
      page = await read(page.next)
    }
  }
  return lines()
}

const lineOf = (entry: StoredAuditEntry): string =>
  `${Object.values(columns)
    .map((read) => cell(read(entry) ?? ''))
    .join(',')}\r\n`

/** A name must not become a formula in whoever's spreadsheet opens this: an apostrophe before it makes it a text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
