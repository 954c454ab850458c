import { timingSafeEqual } from 'node:crypto'
import type { Issue } from '../../src-shared/domain/issue.ts'
import { checkPassword, defaultNameRules } from '../../src-shared/domain/user-rules.ts'
import { audit } from './audit.ts'
import type { Context } from './context.ts'
import { endLinks, endSessions, sendMail } from './links.ts'
import { hashPassword } from './passwords.ts'
import type { Database, LinkKind, Trx } from './schema.ts'
import { hashToken } from './secrets.ts'
import { rowIdOf } from './users/derived.ts'
import { findUser, type StoredUser } from './users/stored-user.ts'
import { saveUser } from './users/target.ts'
import { transact } from './transaction.ts'

/** A link that was mailed: `open` it does what it was made for, `expired` it can only ask for a new one. */
export interface MailedLink {
  state: 'open' | 'expired'
  kind: LinkKind
  user: StoredUser
  notices: boolean
}

/** Links of these kinds lead to the page that sets a password. */
export const passwordLinks: readonly LinkKind[] = ['invitation', 'reset']
export const emailLinks: readonly LinkKind[] = ['email']

/**
 * Looks a link up without using it, since programs that check mails open links too; null when it was used, was replaced by
 * a later one, or never was.
 */
export async function readLink(
  context: Context,
  db: Database,
  token: string,
  kinds: readonly LinkKind[],
): Promise<MailedLink | null> {
  const hash = hashToken(token)
  const link = await db.selectFrom('links').selectAll().where('hash', '=', hash).executeTakeFirst()
  if (!link || !isSame(link.hash ?? '', hash) || !kinds.includes(link.kind)) return null
  const user = await findUser(db, link.userId)
  if (user?.deletedAt !== null) return null
  const { notices } = await db
    .selectFrom('users')
    .select('notices')
    .where('id', '=', link.userId)
    .executeTakeFirstOrThrow()
  const state = link.expiresAt > context.now().toISOString() ? 'open' : 'expired'
  return { state, kind: link.kind, user, notices: notices === 1 }
}

const isSame = (kept: string, hash: string): boolean =>
  kept.length === hash.length && timingSafeEqual(Buffer.from(kept), Buffer.from(hash))

/** How using a link ended. */
export type Used = 'done' | 'expired' | 'unknown'

/** Sets the password that was chosen on the page of an invitation or a reset; an issue tells what is wrong with it. */
export async function setPasswordByLink(
  context: Context,
  { token, password, address }: { token: string; password: string; address: string },
): Promise<Used | Issue> {
  const link = await readLink(context, context.db, token, passwordLinks)
  if (link?.state !== 'open') return link?.state ?? 'unknown'
  const { userName, email, displayName } = link.user
  const issue = checkPassword(password, defaultNameRules, [userName, email, displayName ?? ''])
  if (issue) return issue
  const passwordHash = await hashPassword(password)
  return spend(context, { token, address, kinds: passwordLinks, action: 'password.set' }, async (trx, now, found) => {
    const { user, kind, notices } = found
    const to = { rowId: rowIdOf(user.id), email: user.email }
    const isPending = user.mustChangePassword || user.invitationExpiresAt !== null
    const changes = { emailConfirmed: true, mustChangePassword: false, invitationExpiresAt: null }
    await saveUser({ trx, now }, user, changes, { hidden: { passwordHash }, isSeen: !isPending })
    await endSessions(trx, to.rowId)
    await endLinks(trx, to.rowId, [...passwordLinks, ...emailLinks])
    if (kind === 'reset' && notices) await sendMail(trx, to, 'passwordChanged', now)
  })
}

/** Marks the address as confirmed that the link was mailed to. */
export async function confirmEmailByLink(context: Context, token: string, address: string): Promise<Used> {
  return spend(context, { token, address, kinds: emailLinks, action: 'email.confirm' }, async (trx, now, { user }) => {
    await saveUser({ trx, now }, user, { emailConfirmed: true }, { isSeen: true })
    await endLinks(trx, rowIdOf(user.id), emailLinks)
  })
}

async function spend(
  context: Context,
  { token, address, kinds, action }: { token: string; address: string; kinds: readonly LinkKind[]; action: string },
  run: (trx: Trx, now: Date, link: MailedLink) => Promise<void>,
): Promise<Used> {
  return transact(context, async (trx) => {
    const now = context.now()
    const link = await readLink(context, trx, token, kinds) // once more: another may have used it meanwhile
    if (link?.state !== 'open') return link?.state ?? 'unknown'
    await run(trx, now, link)
    await auditOwn(trx, now, link.user, address, action)
    return 'done'
  })
}

/** An audit entry of what somebody did to the own account by a link. */
export async function auditOwn(trx: Trx, now: Date, user: StoredUser, address: string, action: string): Promise<void> {
  const actor = { rowId: rowIdOf(user.id), userName: user.userName }
  const event = {
    action,
    target: { type: 'user' as const, rowId: actor.rowId, name: user.userName },
    organizationRowId: rowIdOf(user.organization.id),
  }
  await audit(trx, now.toISOString(), actor, address, event, null)
}
