import { caseless } from '../../src-shared/domain/text.ts'
import { checkUser, defaultNameRules, tidy } from '../../src-shared/domain/user-rules.ts'
import type { Account } from './accounts.ts'
import { endLinks, endSessions, sendLink, sendMail } from './links.ts'
import { refuse, refuseIssues } from './refusal.ts'
import { bit, type Database } from './schema.ts'
import { findUser, type StoredUser } from './users/stored-user.ts'
import { expectVersion, nameTarget, refuseTaken, saveUser, type Versions } from './users/target.ts'
import type { Job, Work } from './write.ts'

/** The signed-in account, as My Profile shows it. */
export interface Profile extends StoredUser {
  notices: boolean
}

export interface ProfileChanges {
  displayName?: string | null | undefined
  email?: string | undefined
  notices?: boolean | undefined
}

export async function readProfile(db: Database, account: Account): Promise<Profile> {
  const user = await findUser(db, account.rowId)
  const hidden = await db.selectFrom('users').select('notices').where('id', '=', account.rowId).executeTakeFirst()
  if (!user || !hidden) return refuse('unauthenticated', 'session_ended')
  return { ...user, notices: hidden.notices === 1 }
}

/** The own profile, named in the audit entry of a job. */
export const readOwn = async (work: Work): Promise<Profile> => {
  const profile = await readProfile(work.trx, work.account)
  nameTarget(work, profile)
  return profile
}

/** What a refusal shows is the user alone, as to everybody else. */
function expectOwnVersion(profile: Profile, versions: Versions): void {
  const user: StoredUser & Partial<Profile> = { ...profile }
  delete user.notices
  expectVersion(user, versions)
}

/** Changes the own profile. A new address is mailed a link, and is changed again only once it is confirmed. */
export function changeProfile(body: ProfileChanges, versions: Versions, key: string | null): Job<Profile> {
  return { action: 'profile.update', key, input: { body, versions }, run: (work) => applyChanges(work, body, versions) }
}

async function applyChanges(work: Work, body: ProfileChanges, versions: Versions): Promise<Profile> {
  const profile = await readOwn(work)
  expectOwnVersion(profile, versions)
  const { notices = profile.notices, ...values } = body
  const given = tidy(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)))
  const wanted: Profile = { ...profile, ...given, notices }
  const { displayName, email } = wanted
  refuseIssues(checkUser({ displayName, email }, defaultNameRules))
  const changed = (['displayName', 'email', 'notices'] as const).filter((field) => wanted[field] !== profile[field])
  if (changed.length === 0) {
    work.event.isSilent = true
    return profile
  }
  const isOtherAddress = caseless(email) !== caseless(profile.email)
  if (isOtherAddress && !profile.emailConfirmed) refuse('conflict', 'email_unconfirmed')
  await refuseTaken(work.trx, { id: profile.id, email })
  const address = isOtherAddress ? { emailConfirmed: false } : {}
  const saved = await saveUser(work, profile, { displayName, email, ...address }, { hidden: { notices: bit(notices) } })
  if (isOtherAddress) await mailAddressChange(work, profile, email)
  work.event.before = Object.fromEntries(changed.map((field) => [field, profile[field]]))
  work.event.after = Object.fromEntries(changed.map((field) => [field, wanted[field]]))
  return { ...saved, notices }
}

async function mailAddressChange(work: Work, profile: Profile, email: string): Promise<void> {
  const { trx, now, account } = work
  await endLinks(trx, account.rowId, ['invitation', 'reset'])
  await sendLink(trx, { rowId: account.rowId, email }, 'email', now)
  const old = { rowId: account.rowId, email: profile.email }
  if (profile.notices) await sendMail(trx, old, 'emailChanged', now)
}

/** Mails the link that confirms the own address again; the older one is dead. */
export function confirmEmailAgain(key: string | null): Job<null> {
  return {
    action: 'profile.confirmEmail',
    key,
    input: null,
    run: async (work) => {
      const profile = await readOwn(work)
      if (profile.emailConfirmed) refuse('conflict', 'email_confirmed')
      const to = { rowId: work.account.rowId, email: profile.email }
      await sendLink(work.trx, to, 'email', work.now)
      return null
    },
  }
}

/** Deletes the own account, unless nobody would be left to look after the others, or it is an account that stays. */
export function deleteProfile(versions: Versions, key: string | null): Job<null> {
  return {
    action: 'profile.delete',
    key,
    input: { versions },
    run: async (work) => {
      const profile = await readOwn(work)
      expectOwnVersion(profile, versions)
      if (profile.protection !== null) refuse('forbidden', 'account_protected')
      if (profile.role === 'admin' && (await isLastAdmin(work))) refuse('conflict', 'last_admin')
      await endSessions(work.trx, work.account.rowId)
      await endLinks(work.trx, work.account.rowId, ['invitation', 'reset', 'email'])
      await saveUser(work, profile, { deletedAt: work.now.toISOString() })
      return null
    },
  }
}

/** True when no other admin can sign in. */
async function isLastAdmin({ trx, account }: Work): Promise<boolean> {
  const other = await trx
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('id', '<>', account.rowId)
    .where('deletedAt', 'is', null)
    .where('passwordHash', 'is not', null)
    .where('approved', '=', 1)
    .where('disabled', '=', 0)
    .where('mustChangePassword', '=', 0)
    .executeTakeFirst()
  return other === undefined
}
