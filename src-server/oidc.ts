import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload } from 'jose'
import { z } from 'zod'
import { refuse } from './store/refusal.ts'

/** A provider of identities (OpenID Connect) whose word the server takes for who somebody is. */
export interface Oidc {
  issuer: string
  /** The id under which clients are known there; id tokens must be made for it. */
  clientId: string
  /** The address that an id token vouches for; refuses one that is not right, and one made for another nonce. */
  verify(idToken: string, nonce: string): Promise<string>
}

/** What is read of the provider's own description (OpenID Connect Discovery 1.0, 3). */
const Discovery = z.looseObject({ issuer: z.string(), jwks_uri: z.url() })
/** Of an id token; a provider that leaves the address out cannot be used. */
const Claims = z.looseObject({ nonce: z.string(), email: z.string().min(3).max(254), email_verified: z.literal(true) })

/** Signatures by a key that everybody can read; never `none`, nor a secret that both sides have. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const clockToleranceS = 60
const timeoutMs = 5000
const mostBytes = 256 * 1024
const retryAfter = 30

type Keys = ReturnType<typeof createRemoteJWKSet>

/** Trusts `issuer`; what it says of itself is read when the first token comes, and its keys again when they change. */
export function openOidc(issuer: string, clientId: string): Oidc {
  let keys: Promise<Keys> | null = null

  async function discover(): Promise<Keys> {
    const { issuer: found, jwks_uri } = Discovery.parse(
      await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`),
    )
    if (found !== issuer) throw new Error(`the provider calls itself ${found}`)
    if (!isTrustedUrl(jwks_uri)) throw new Error('the keys of the provider are not read over an open line')
    return createRemoteJWKSet(new URL(jwks_uri), {
      timeoutDuration: timeoutMs,
      [customFetch]: (url, options) => fetch(url, { ...options, redirect: 'error' }),
    })
  }

  async function keysOfIssuer(): Promise<Keys> {
    keys ??= discover()
    try {
      return await keys
    } catch {
      keys = null // asked again with the next token
      return refuse('unavailable', 'oidc_unavailable', { retryAfter })
    }
  }

  return {
    issuer,
    clientId,
    verify: async (idToken, nonce) => {
      const known = await keysOfIssuer()
      const claims = Claims.safeParse(await payloadOf(idToken, known, issuer, clientId))
      if (!claims.success) {
        const isUnverified = claims.error.issues.some(({ path }) => path[0] !== 'nonce')
        return isUnverified ? refuse('forbidden', 'oidc_email') : refuse('unauthenticated', 'oidc_token')
      }
      if (claims.data.nonce !== nonce) return refuse('unauthenticated', 'oidc_token')
      return claims.data.email
    },
  }
}

async function payloadOf(idToken: string, keys: Keys, issuer: string, clientId: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: clientId,
      algorithms,
      clockTolerance: clockToleranceS,
      requiredClaims: ['sub', 'iat', 'exp', 'nonce'],
    })
    // OpenID Connect Core 1.0, 3.1.3.7: a token for several names the one that it was given to
    const isForOthers = Array.isArray(payload.aud) && payload.aud.length > 1
    if ((isForOthers || payload.azp !== undefined) && payload.azp !== clientId) throw new errors.JWTInvalid('azp')
    return payload
  } catch (error) {
    const isTokens = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)
    if (isTokens && error.code !== 'ERR_JOSE_GENERIC') return refuse('unauthenticated', 'oidc_token')
    return refuse('unavailable', 'oidc_unavailable', { retryAfter })
  }
}

async function readJson(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
  if (!answer.ok) throw new Error(`the provider answered ${answer.status}`)
  const text = await answer.text()
  if (text.length > mostBytes) throw new Error('the provider says too much')
  return JSON.parse(text)
}

/** TLS, or this machine itself. */
export function isTrustedUrl(text: string): boolean {
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname))
}
