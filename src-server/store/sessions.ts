import { type Account, accountOfSession } from './accounts.ts'
import { audit } from './audit.ts'
import type { Context } from './context.ts'
import { takeIds } from './ids.ts'
import { refuse, refused, type Refusal, refusalOf } from './refusal.ts'
import type { Trx } from './schema.ts'
import { deriveKey, hashToken, newToken, seal, unseal } from './secrets.ts'
import { transact } from './transaction.ts'

const minute = 60_000
/** Lifetimes of the tokens, and how long a refresh may be asked for again (api.md, Endpoints). */
const accessLifetimeMs = 15 * minute
const refreshLifetimeMs = 30 * 24 * 60 * minute
const repeatableMs = 10 * minute

export interface Tokens {
  accessToken: string
  accessExpiresAt: string
  refreshToken: string
  refreshExpiresAt: string
}

/** What a session is recognised by in a list of them. */
export interface Client {
  name: string
  address: string
}

/** The account of an access token; refuses what is unknown, too old, or of an account that may not be here any more. */
export async function authenticate(context: Context, accessToken: string): Promise<Account> {
  const token = await context.db
    .selectFrom('accessTokens')
    .select(['sessionId', 'expiresAt'])
    .where('hash', '=', hashToken(accessToken))
    .executeTakeFirst()
  if (!token) return refuse('unauthenticated', 'token_invalid')
  if (token.expiresAt <= context.now().toISOString()) refuse('unauthenticated', 'token_expired')
  return (await accountOfSession(context.db, token.sessionId)) ?? refuse('unauthenticated', 'session_ended')
}

/** Opens a session, and gives out its first tokens. */
export async function openSession(
  trx: Trx,
  context: Context,
  userRowId: number,
  client: Client,
  now: Date,
): Promise<Tokens & { sessionRowId: number }> {
  const [id = 0] = await takeIds(trx, context.idKey, 1)
  const at = now.toISOString()
  const times = { createdAt: at, lastUsedAt: at, expiresAt: at }
  await trx
    .insertInto('sessions')
    .values({ id, userId: userRowId, clientName: client.name, address: client.address, ...times })
    .execute()
  return { ...(await giveTokens(trx, id, client.address, now)), sessionRowId: id }
}

async function giveTokens(trx: Trx, sessionId: number, address: string, now: Date): Promise<Tokens> {
  const tokens: Tokens = {
    accessToken: newToken(),
    accessExpiresAt: new Date(now.getTime() + accessLifetimeMs).toISOString(),
    refreshToken: newToken(),
    refreshExpiresAt: new Date(now.getTime() + refreshLifetimeMs).toISOString(),
  }
  const at = now.toISOString()
  await trx.deleteFrom('accessTokens').where('sessionId', '=', sessionId).where('expiresAt', '<=', at).execute()
  await trx
    .insertInto('accessTokens')
    .values({ hash: hashToken(tokens.accessToken), sessionId, expiresAt: tokens.accessExpiresAt })
    .execute()
  const unspent = { spentAt: null, spentKey: null, answer: null }
  await trx
    .insertInto('refreshTokens')
    .values({ hash: hashToken(tokens.refreshToken), sessionId, expiresAt: tokens.refreshExpiresAt, ...unspent })
    .execute()
  const used = { lastUsedAt: at, address, expiresAt: tokens.refreshExpiresAt }
  await trx.updateTable('sessions').set(used).where('id', '=', sessionId).execute()
  return tokens
}

/**
 * Exchanges a refresh token for new tokens. The same token with the same key is answered with the same tokens for a while,
 * in case the answer was lost; with another key or none it is in two hands, and the session ends (RFC 9700, 4.14.2).
 */
export async function refreshSession(
  context: Context,
  request: { refreshToken: string; key: string | null; address: string },
): Promise<Tokens & { sessionRowId: number }> {
  const outcome = await transact(context, async (trx) => {
    try {
      return await exchange(trx, context, request)
    } catch (error) {
      const refusal = refusalOf(error)
      if (refusal) return refusal // what it wrote stays: the end of a session
      throw error
    }
  })
  if ('kind' in outcome) throw refused(outcome)
  return outcome
}

async function exchange(
  trx: Trx,
  context: Context,
  { refreshToken, key, address }: { refreshToken: string; key: string | null; address: string },
): Promise<(Tokens & { sessionRowId: number }) | Refusal> {
  const now = context.now()
  const hash = hashToken(refreshToken)
  const row = await trx.selectFrom('refreshTokens').selectAll().where('hash', '=', hash).executeTakeFirst()
  if (!row) return refuse('unauthenticated', 'refresh_invalid')
  const { sessionId } = row
  const account = await accountOfSession(trx, sessionId)
  if (!account) return refuse('unauthenticated', 'session_ended')
  const answerKey = deriveKey(refreshToken, 'answer')
  if (row.spentAt !== null) {
    const isRepeated = key !== null && key === row.spentKey && now.getTime() - Date.parse(row.spentAt) <= repeatableMs
    const answer = isRepeated && row.answer !== null ? unseal(answerKey, hash, row.answer) : null
    if (answer !== null) return { ...(JSON.parse(answer) as Tokens), sessionRowId: sessionId } // sealed below
    await trx.deleteFrom('sessions').where('id', '=', sessionId).execute()
    const event = { action: 'session.refresh', organizationRowId: account.organizationRowId }
    await audit(trx, now.toISOString(), account, address, event, 'refresh_reused')
    return refuse('unauthenticated', 'refresh_reused')
  }
  if (row.expiresAt <= now.toISOString()) return refuse('unauthenticated', 'refresh_expired')
  const tokens = await giveTokens(trx, sessionId, address, now)
  const answer = key === null ? null : seal(answerKey, hash, JSON.stringify(tokens))
  await trx
    .updateTable('refreshTokens')
    .set({ spentAt: now.toISOString(), spentKey: key, answer })
    .where('hash', '=', hash)
    .execute()
  return { ...tokens, sessionRowId: sessionId }
}
