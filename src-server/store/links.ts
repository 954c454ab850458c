import { take } from './ids.ts'
import type { LinkKind, MailKind, Trx } from './schema.ts'

const hour = 60 * 60 * 1000

/** How long a mailed link is good for (users-page.txt, Add User; domain.md, My Profile). */
const lifetimeMs: Record<LinkKind, number> = { invitation: 3 * hour, reset: 3 * hour, email: hour }

const endOf = (kind: LinkKind, now: Date): string => new Date(now.getTime() + lifetimeMs[kind]).toISOString()

/** When an invitation of now expires. */
export const invitationEnd = (now: Date): string => endOf('invitation', now)

/** Whom a mail goes to. */
export interface Addressee {
  rowId: number
  email: string
}

/**
 * Mails a new one-time link; older ones of the account are dead from now on. The token itself is made when the mail is
 * sent, so that it is never kept.
 */
export async function sendLink(trx: Trx, to: Addressee, kind: LinkKind, now: Date): Promise<void> {
  if (kind === 'email') await endLinks(trx, to.rowId, ['email'])
  else await endLinks(trx, to.rowId, ['invitation', 'reset'])
  const linkId = await take(trx, 'records')
  const link = { id: linkId, userId: to.rowId, kind, hash: null, expiresAt: endOf(kind, now) }
  await trx.insertInto('links').values(link).execute()
  await sendMail(trx, to, kind, now, linkId)
}

/** Puts a mail into the outbox; it is sent once the transaction is through. */
export async function sendMail(
  trx: Trx,
  to: Addressee,
  kind: MailKind,
  now: Date,
  linkId: number | null = null,
): Promise<void> {
  const id = await take(trx, 'records')
  await trx
    .insertInto('mails')
    .values({ id, kind, userId: to.rowId, address: to.email, linkId, attempts: 0, nextAttemptAt: now.toISOString() })
    .execute()
}

/** Links that are open, and their mails that are not sent yet, are of no use any more. */
export async function endLinks(trx: Trx, userRowId: number, kinds: readonly LinkKind[]): Promise<void> {
  await trx.deleteFrom('links').where('userId', '=', userRowId).where('kind', 'in', kinds).execute()
}

/** Ends all sessions of an account, but one where that is wanted. */
export async function endSessions(trx: Trx, userRowId: number, exceptRowId?: number): Promise<void> {
  const ended = trx.deleteFrom('sessions').where('userId', '=', userRowId)
  await (exceptRowId === undefined ? ended : ended.where('id', '<>', exceptRowId)).execute()
}
