import { audit } from './audit.ts'
import type { Context } from './context.ts'
import type { Database, MailKind } from './schema.ts'
import { hashToken, newToken } from './secrets.ts'
import { transact } from './transaction.ts'

/** A mail that is to be sent now. */
export interface OutgoingMail {
  id: number
  kind: MailKind
  address: string
  userName: string
  displayName: string | null
  /** The token of its link, made for this very attempt; the one of an earlier attempt is dead. */
  token: string | null
  attempts: number
}

/** A mail in somebody's hands is left alone for this long. */
const heldMs = 60_000
const longestPauseMs = 5 * 60_000

/** Takes the next mail that is due, so that no other sender takes it too; null when none is. */
export async function takeMail(context: Context): Promise<OutgoingMail | null> {
  if (!(await nextDue(context.db, context.now()))) return null // looking costs less than taking
  return transact(context, async (trx) => {
    const now = context.now()
    const due = await nextDue(trx, now)
    if (!due) return null
    const { linkId, ...mail } = due
    const attempts = mail.attempts + 1
    const held = new Date(now.getTime() + heldMs).toISOString()
    await trx.updateTable('mails').set({ attempts, nextAttemptAt: held }).where('id', '=', mail.id).execute()
    const token = linkId === null ? null : newToken()
    if (token !== null)
      await trx
        .updateTable('links')
        .set({ hash: hashToken(token) })
        .where('id', '=', linkId)
        .execute()
    return { ...mail, attempts, token }
  })
}

const nextDue = (db: Database, now: Date) =>
  db
    .selectFrom('mails')
    .innerJoin('users', 'users.id', 'mails.userId')
    .leftJoin('links', 'links.id', 'mails.linkId')
    .select(['mails.id', 'mails.kind', 'address', 'attempts', 'linkId', 'userName', 'displayName'])
    .where('nextAttemptAt', '<=', now.toISOString())
    .where((eb) => eb.or([eb('linkId', 'is', null), eb('expiresAt', '>', now.toISOString())])) // a dead link helps nobody
    .orderBy('nextAttemptAt')
    .limit(1)
    .executeTakeFirst()

/** A mail has been handed over. */
export async function mailSent(context: Context, mail: OutgoingMail): Promise<void> {
  await context.db.deleteFrom('mails').where('id', '=', mail.id).execute()
}

/** A mail could not be handed over: it is tried again after a growing pause. */
export async function mailFailed(context: Context, mail: OutgoingMail): Promise<void> {
  const pause = Math.min(longestPauseMs, 1000 * 2 ** (mail.attempts - 1))
  const nextAttemptAt = new Date(context.now().getTime() + pause).toISOString()
  await context.db.updateTable('mails').set({ nextAttemptAt }).where('id', '=', mail.id).execute()
}

/** A mail will never be taken: it is given up, and the audit log says so. */
export async function mailRefused(context: Context, mail: OutgoingMail): Promise<void> {
  await transact(context, async (trx) => {
    const row = await trx.deleteFrom('mails').where('id', '=', mail.id).returning('userId').executeTakeFirst()
    if (!row) return
    const user = await trx.selectFrom('users').select('organizationId').where('id', '=', row.userId).executeTakeFirst()
    const event = {
      action: 'mail.send',
      target: { type: 'user' as const, rowId: row.userId, name: mail.userName },
      ...(user && { organizationRowId: user.organizationId }),
    }
    await audit(trx, context.now().toISOString(), null, '', event, 'mail_refused')
  })
}
