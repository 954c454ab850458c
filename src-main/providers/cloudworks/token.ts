import { z } from 'zod'
import { parseJson } from '../http-answer.ts'

/** What a sign-in or its renewal answers. */
export const ReceivedToken = z.object({
  token: z.string().min(1),
  refreshToken: z.string().nullish(),
  twoFaEnabled: z.boolean().nullish(),
  isForcedToEnabled2Fa: z.boolean().nullish(),
})

const Claims = z.object({ exp: z.number(), iat: z.number().optional() })

/**
 * Milliseconds that a JWT is good for, from `now` on; null when it does not say. Where it says when it was issued, its life
 * is counted from there, since the clocks of server and computer differ.
 */
export function leftOf(token: string, now: number): number | null {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
  const claims = Claims.safeParse(parseJson(payload))
  if (!claims.success) return null
  const { exp, iat } = claims.data
  const left = exp * 1000 - (iat === undefined ? now : iat * 1000)
  return left > 0 ? left : null
}
