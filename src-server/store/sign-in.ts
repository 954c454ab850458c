import { caseless } from '../../src-shared/domain/text.ts'
import { ownerOfKey } from './access-keys.ts'
import { audit } from './audit.ts'
import type { Context } from './context.ts'
import { formatId, take } from './ids.ts'
import { addFailure, forgetFailures, refuseLockedOut, subjectOf } from './lockout.ts'
import { spendNonce } from './nonces.ts'
import { verifyPassword } from './passwords.ts'
import { refused, type Refusal } from './refusal.ts'
import type { Database, Trx } from './schema.ts'
import { type Client, openSession, type Tokens } from './sessions.ts'
import { transact } from './transaction.ts'

/** A sign-in is noted in the user's row, and so in the change feed, once in this time. */
const notedEveryMs = 60 * 60 * 1000

export type SignedIn = Tokens & { sessionRowId: number }

/**
 * Signs in by user name or address. Whether an account exists, and what keeps it out, is told only after the right
 * password: otherwise the answer and its time are the same.
 */
export async function signIn(
  context: Context,
  { login, password, client }: { login: string; password: string; client: Client },
): Promise<SignedIn> {
  const found = await findByLogin(context.db, login)
  const subject = subjectOf(found ? formatId(found.id) : caseless(login), client.address)
  await refuseLockedOut(context.db, subject, context.now())
  const isRight = await verifyPassword(password, found?.passwordHash ?? null)
  const outcome = await transact(context, async (trx): Promise<SignedIn | Refusal> => {
    const now = context.now()
    await refuseLockedOut(trx, subject, now) // others may have tried while this password was checked
    const user = await findByLogin(trx, login)
    const isSame = user !== undefined && user.id === found?.id && user.passwordHash === found.passwordHash
    if (!isRight || !isSame) {
      await addFailure(trx, 'signIn', subject, now)
      return note(trx, now, client, user, { kind: 'unauthenticated', code: 'bad_credentials', issues: [] })
    }
    const obstacle = obstacleOf(user)
    if (obstacle) return note(trx, now, client, user, { kind: 'forbidden', code: obstacle, issues: [] })
    await forgetFailures(trx, 'signIn', subject)
    return enter(trx, context, user, client, now)
  })
  if ('kind' in outcome) throw refused(outcome)
  return outcome
}

/** Signs in to an account of the demo without a password. */
export async function signInToDemo(context: Context, userName: string, client: Client): Promise<SignedIn> {
  const outcome = await transact(context, async (trx): Promise<SignedIn | Refusal> => {
    const now = context.now()
    const user = await findByLogin(trx, userName)
    const obstacle = user ? obstacleOf(user) : 'bad_credentials'
    if (user && !obstacle) return enter(trx, context, user, client, now)
    return note(trx, now, client, user, { kind: 'forbidden', code: obstacle ?? '', issues: [] })
  })
  if ('kind' in outcome) throw refused(outcome)
  return outcome
}

/** Signs in by an access key; guesses are counted as those of passwords are. */
export async function signInWithKey(
  context: Context,
  { accessKey, secretKey, client }: { accessKey: string; secretKey: string; client: Client },
): Promise<SignedIn> {
  const subject = subjectOf('access key', accessKey, client.address)
  const outcome = await transact(context, async (trx): Promise<SignedIn | Refusal> => {
    const now = context.now()
    await refuseLockedOut(trx, subject, now)
    const owner = await ownerOfKey(trx, accessKey, secretKey, now)
    const user = owner === null ? undefined : await selectLogin(trx).where('id', '=', owner).executeTakeFirst()
    if (!user) {
      await addFailure(trx, 'signIn', subject, now)
      return note(trx, now, client, user, { kind: 'unauthenticated', code: 'bad_credentials', issues: [] })
    }
    const obstacle = obstacleOf(user)
    if (obstacle) return note(trx, now, client, user, { kind: 'forbidden', code: obstacle, issues: [] })
    await forgetFailures(trx, 'signIn', subject)
    return enter(trx, context, user, client, now)
  })
  if ('kind' in outcome) throw refused(outcome)
  return outcome
}

/** Signs in whom a provider of identities has vouched for, by the address; the nonce of its token is used up. */
export async function signInByProvider(
  context: Context,
  { email, nonce, client }: { email: string; nonce: string; client: Client },
): Promise<SignedIn> {
  const outcome = await transact(context, async (trx): Promise<SignedIn | Refusal> => {
    const now = context.now()
    const user = await findByLogin(trx, email)
    if (!(await spendNonce(trx, context, nonce)))
      return note(trx, now, client, user, { kind: 'unauthenticated', code: 'oidc_nonce', issues: [] })
    const obstacle = user ? obstacleOf(user) : 'oidc_no_account'
    if (user && !obstacle) return enter(trx, context, user, client, now)
    return note(trx, now, client, user, { kind: 'forbidden', code: obstacle ?? '', issues: [] })
  })
  if ('kind' in outcome) throw refused(outcome)
  return outcome
}

type Found = NonNullable<Awaited<ReturnType<typeof findByLogin>>>

const selectLogin = (db: Database) =>
  db
    .selectFrom('users')
    .select([
      'id',
      'userName',
      'passwordHash',
      'approved',
      'disabled',
      'mustChangePassword',
      'organizationId',
      'lastSignInAt',
    ])
    .where('deletedAt', 'is', null)

function findByLogin(db: Database, login: string) {
  const value = caseless(login.trim())
  // a user name has no @, so that one column answers
  return selectLogin(db)
    .where(value.includes('@') ? 'uniqueEmail' : 'uniqueName', '=', value)
    .executeTakeFirst()
}

function obstacleOf(user: Found): string | null {
  if (user.disabled === 1) return 'disabled'
  if (user.approved === 0) return 'not_approved'
  return user.mustChangePassword === 1 ? 'must_change_password' : null
}

async function enter(trx: Trx, context: Context, user: Found, client: Client, now: Date): Promise<SignedIn> {
  const at = now.toISOString()
  if (user.lastSignInAt === null || now.getTime() - Date.parse(user.lastSignInAt) >= notedEveryMs)
    await trx
      .updateTable('users')
      .set({ lastSignInAt: at, sortLastSignIn: at, feedSeq: await take(trx, 'feed') })
      .where('id', '=', user.id)
      .execute()
  await note(trx, now, client, user, null)
  return openSession(trx, context, user.id, client, now)
}

async function note<R extends Refusal | null>(
  trx: Trx,
  now: Date,
  client: Client,
  user: Found | undefined,
  refusal: R,
): Promise<R> {
  const actor = user ? { rowId: user.id, userName: user.userName } : null
  const event = { action: 'session.create', ...(user && { organizationRowId: user.organizationId }) }
  await audit(trx, now.toISOString(), actor, client.address, event, refusal?.code ?? null)
  return refusal
}
