import type { Account } from './accounts.ts'
import type { Context } from './context.ts'
import { formatId } from './ids.ts'
import { refuse } from './refusal.ts'
import type { Job } from './write.ts'

export interface OwnSession {
  id: string
  clientName: string
  address: string
  createdAt: string
  lastUsedAt: string
  isCurrent: boolean
}

/** The open sessions of an account, the last used first. */
export async function listOwnSessions(context: Context, account: Account): Promise<OwnSession[]> {
  const rows = await context.db
    .selectFrom('sessions')
    .selectAll()
    .where('userId', '=', account.rowId)
    .where('expiresAt', '>', context.now().toISOString())
    .orderBy('lastUsedAt', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(({ id, clientName, address, createdAt, lastUsedAt }) => ({
    id: formatId(id),
    clientName,
    address,
    createdAt,
    lastUsedAt,
    isCurrent: id === account.sessionRowId,
  }))
}

/** Ends own sessions: this one, one by its id, or all others. */
export function endOwnSessions(which: { rowId: number | null } | 'current' | 'others', key: string | null): Job<null> {
  return {
    action: 'session.end',
    key,
    input: which,
    run: async ({ trx, account, event }) => {
      event.organizationRowId = account.organizationRowId
      const own = trx.deleteFrom('sessions').where('userId', '=', account.rowId)
      if (which === 'current') await own.where('id', '=', account.sessionRowId).execute()
      else if (which === 'others') await own.where('id', '<>', account.sessionRowId).execute()
      else {
        const ended = await own.where('id', '=', which.rowId ?? -1).executeTakeFirst()
        if (ended.numDeletedRows === 0n) refuse('notFound', 'not_found')
      }
      return null
    },
  }
}
