import { z } from 'zod'

/** Everything in a command may be absent or null; what must be there is a rule of the server. */
export const text = z.string().max(4096).nullish()

/**
 * POST /auth/login: an e-mail address and a password, or an access key with `mode` `token`. An account with two factors
 * signs in with a key only.
 */
export const LoginCommand = z.object({
  email: text,
  password: text,
  mode: text,
  accessKey: text,
  secretKey: text,
})

/** POST /auth/refresh: the token that has expired, and what renews it. */
export const RefreshTokenCommand = z.object({ token: text, refreshToken: text })

/** `token` is a JWT (RFC 7519), whose `exp` tells clients when to refresh. */
export const GetToken = z.object({
  token: z.string(),
  refreshToken: z.string().nullish(),
  refreshTokenExpireTime: z.iso.datetime().optional(),
  twoFaEnabled: z.boolean().nullish(),
  isForcedToEnabled2Fa: z.boolean().nullish(),
})
export type GetToken = z.infer<typeof GetToken>

export const ForgotPasswordCommand = z.object({ email: text })
export const ResetPasswordCommand = z.object({ token: text, email: text, newPassword: text })

/** POST /usertoken/create: an access key for programs, good until `expireDate`. */
export const UserTokenCreateCommand = z.object({
  name: text,
  expireDate: z.iso.datetime({ offset: true }).nullish(),
  isReadonly: z.boolean().default(false),
  bindALL: z.boolean().default(false),
  endpoints: z.array(z.unknown()).nullish(),
})
/** The secret is shown this once. */
export const UserTokenCreateDto = z.object({ accessKey: z.string(), secretKey: z.string() })
export const UserTokensListDto = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  isReadonly: z.boolean(),
  expireDate: z.string().nullable(),
  accessKey: z.string(),
})
