import { checkPassword, defaultNameRules } from '../../src-shared/domain/user-rules.ts'
import type { Account } from './accounts.ts'
import type { Context } from './context.ts'
import { endLinks, endSessions, sendMail } from './links.ts'
import { addFailure, forgetFailures, refuseLockedOut, subjectOf } from './lockout.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { type Profile, readOwn } from './profile.ts'
import { refuseIssues } from './refusal.ts'
import { type Caller, type Work, write } from './write.ts'
import { transact } from './transaction.ts'

/** Changes the own password; all sessions end. The old one is asked for, and guessing it is counted like a sign-in. */
export async function changePassword(
  context: Context,
  caller: Caller,
  account: Account,
  { oldPassword, newPassword }: { oldPassword: string; newPassword: string },
): Promise<void> {
  const subject = subjectOf(account.id, caller.address)
  await refuseLockedOut(context.db, subject, context.now())
  const kept = await context.db
    .selectFrom('users')
    .select(['passwordHash', 'email', 'displayName'])
    .where('id', '=', account.rowId)
    .executeTakeFirstOrThrow()
  const isRight = await verifyPassword(oldPassword, kept.passwordHash)
  const known = [account.userName, kept.email, kept.displayName ?? '']
  const issue = checkPassword(newPassword, defaultNameRules, known)
  const hash = isRight && !issue ? await hashPassword(newPassword) : null
  await transact(context, async (trx) => {
    await refuseLockedOut(trx, subject, context.now()) // others may have tried while this password was checked
    if (!isRight) await addFailure(trx, 'signIn', subject, context.now())
  })
  const run = async (work: Work): Promise<null> => {
    const profile = await readOwn(work)
    if (!isRight) refuseIssues([{ field: 'oldPassword', code: 'oldPassword.wrong' }])
    if (issue) refuseIssues([{ ...issue, field: 'newPassword' }])
    await savePassword(work, profile, kept.passwordHash, hash)
    await forgetFailures(work.trx, 'signIn', subject)
    return null
  }
  // no key: its fingerprint would be a weak hash of passwords, and nobody is signed in any more to ask again
  await write(context, caller, { action: 'profile.password', key: null, input: null, run })
}

async function savePassword(work: Work, profile: Profile, before: string | null, hash: string | null): Promise<void> {
  const { trx, account } = work
  const changed = await trx
    .updateTable('users')
    .set({ passwordHash: hash })
    .where('id', '=', account.rowId)
    .where('passwordHash', '=', before)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) refuseIssues([{ field: 'oldPassword', code: 'oldPassword.wrong' }])
  await endSessions(trx, account.rowId)
  await endLinks(trx, account.rowId, ['reset'])
  const to = { rowId: account.rowId, email: profile.email }
  if (profile.notices) await sendMail(trx, to, 'passwordChanged', work.now)
}
