import { caseless } from '../../src-shared/domain/text.ts'
import { audit } from './audit.ts'
import type { Context } from './context.ts'
import { auditOwn, emailLinks, passwordLinks, readLink } from './link-pages.ts'
import { invitationEnd, sendLink } from './links.ts'
import { addFailure, subjectOf, waitFor } from './lockout.ts'
import type { LinkKind, Trx } from './schema.ts'
import { rowIdOf } from './users/derived.ts'
import { findUser, type StoredUser } from './users/stored-user.ts'
import { saveUser } from './users/target.ts'
import { transact } from './transaction.ts'

/**
 * Mails a link to whoever has forgotten the password. The caller learns nothing: not whether the address is known, not
 * whether a mail goes out. One account gets a few mails in a while, so that nobody is flooded.
 */
export async function requestReset(context: Context, email: string, address: string): Promise<void> {
  await transact(context, async (trx) => {
    const now = context.now()
    const found = await trx
      .selectFrom('users')
      .select('id')
      .where('uniqueEmail', '=', caseless(email.trim()))
      .where('deletedAt', 'is', null)
      .where('disabled', '=', 0)
      .executeTakeFirst()
    const user = await findUser(trx, found?.id ?? null)
    const isMailed = user !== null && (await mailAgain(trx, context, user, kindFor(user), now))
    if (isMailed) await auditOwn(trx, now, user, address, 'password.forgotten')
    else await audit(trx, now.toISOString(), null, address, { action: 'password.forgotten' }, 'not_mailed')
  })
}

/** Mails a new link in place of one that has expired; false when there is nothing to replace, or it was asked too often. */
export async function resendLink(context: Context, token: string, address: string): Promise<boolean> {
  return transact(context, async (trx) => {
    const now = context.now()
    const link = await readLink(context, trx, token, [...passwordLinks, ...emailLinks])
    if (link?.state !== 'expired' || !(await mailAgain(trx, context, link.user, link.kind, now))) return false
    await auditOwn(trx, now, link.user, address, 'link.resend')
    return true
  })
}

/** Who was invited and has set no password yet is invited once more. */
const kindFor = (user: StoredUser): LinkKind => (user.invitationExpiresAt === null ? 'reset' : 'invitation')

async function mailAgain(trx: Trx, context: Context, user: StoredUser, kind: LinkKind, now: Date): Promise<boolean> {
  const subject = subjectOf(user.id)
  if ((await waitFor(trx, 'link', subject, now)) > 0) return false
  await addFailure(trx, 'link', subject, now)
  await sendLink(trx, { rowId: rowIdOf(user.id), email: user.email }, kind, now)
  if (kind === 'invitation') await saveUser({ trx, now }, user, { invitationExpiresAt: invitationEnd(now) })
  return true
}
