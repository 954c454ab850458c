import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Role } from '../../../src-shared/domain/role.ts'
import type { Context } from '../../store/context.ts'
import { deriveKey } from '../../store/secrets.ts'
import type { Tokens } from '../../store/sessions.ts'
import { roleLabels } from './bodies.ts'

/** Seconds that an access token is good for, as the store gives it out. */
const lifetime = 15 * 60

const Claims = z.object({ jti: z.string(), exp: z.int() })

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const header = encode({ alg: 'HS256', typ: 'JWT' })

const sign = (context: Context, text: string): Buffer =>
  createHmac('sha256', deriveKey(context.cursorKey, 'cloudworks tokens')).update(text).digest()

/**
 * The access token as a JWT (RFC 7519, HS256), with the claims that clients read. The token of the store is its `jti`: the
 * store alone decides how long it is good. The same tokens make the same text.
 */
export function toJwt(
  context: Context,
  tokens: Tokens,
  user: { uuid: string; email: string; userName: string; role: Role },
): string {
  const exp = Math.floor(Date.parse(tokens.accessExpiresAt) / 1000)
  const claims = {
    nameid: user.uuid,
    email: user.email,
    unique_name: user.userName,
    role: roleLabels[user.role],
    nbf: exp - lifetime,
    iat: exp - lifetime,
    exp,
    jti: tokens.accessToken,
  }
  const text = `${header}.${encode(claims)}`
  return `${text}.${sign(context, text).toString('base64url')}`
}

/** The store's token in a JWT that was signed here, expired or not; null for any other text. No other algorithm is taken. */
export function readJwt(context: Context, jwt: string): string | null {
  const [head, body, signature, ...rest] = jwt.split('.')
  if (head !== header || body === undefined || signature === undefined || rest.length > 0) return null
  const [given, right] = [Buffer.from(signature, 'base64url'), sign(context, `${head}.${body}`)]
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  const claims = Claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()))
  return claims.success ? claims.data.jti : null
}
