import type { FastifyRequest } from 'fastify'
import {
  ForgotPasswordCommand,
  type GetToken,
  LoginCommand,
  RefreshTokenCommand,
  ResetPasswordCommand,
} from '../../../src-shared/wire/cloudworks/auth.ts'
import { VerifyEmailCommand } from '../../../src-shared/wire/cloudworks/users.ts'
import type { App } from '../../http.ts'
import { accountOfSession } from '../../store/accounts.ts'
import type { Context } from '../../store/context.ts'
import {
  confirmEmailByLink,
  emailLinks,
  passwordLinks,
  readLink,
  setPasswordByLink,
  type Used,
} from '../../store/link-pages.ts'
import { requestReset } from '../../store/link-requests.ts'
import { readProfile } from '../../store/profile.ts'
import { refuse, refuseIssues } from '../../store/refusal.ts'
import { hashToken } from '../../store/secrets.ts'
import { refreshSession } from '../../store/sessions.ts'
import { signIn, type SignedIn, signInWithKey } from '../../store/sign-in.ts'
import { toUuid } from './ids.ts'
import { needed } from './inputs.ts'
import { readJwt, toJwt } from './tokens.ts'

/** Calls that need no token. */
export function addAuth(app: App, context: Context): void {
  app.post('/auth/login', { schema: { body: LoginCommand } }, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    return welcome(context, await enter(context, request, request.body))
  })

  app.post('/auth/refresh', { schema: { body: RefreshTokenCommand } }, async (request, reply) => {
    const token = needed('token', request.body.token)
    const refreshToken = needed('refreshToken', request.body.refreshToken)
    if (readJwt(context, token) === null) return refuse('unauthenticated', 'token_invalid')
    // the same pair sent again is the same request, whose answer may have been lost
    const refresh = { refreshToken, key: hashToken(token), address: request.ip }
    reply.header('cache-control', 'no-store')
    return welcome(context, await refreshSession(context, refresh))
  })

  app.post('/auth/forgotpassword', { schema: { body: ForgotPasswordCommand } }, async (request, reply) => {
    await requestReset(context, needed('email', request.body.email), request.ip)
    return reply.send()
  })

  app.post('/auth/resetpassword', { schema: { body: ResetPasswordCommand } }, async (request, reply) => {
    const { body, ip: address } = request
    const token = needed('token', body.token)
    const email = needed('email', body.email)
    const link = await readLink(context, context.db, token, passwordLinks)
    if (link?.user.email.toLowerCase() !== email.toLowerCase()) refuse('malformed', 'token_invalid')
    const password = needed('newPassword', body.newPassword)
    const used = await setPasswordByLink(context, { token, password, address })
    if (typeof used === 'object') refuseIssues([used])
    else expectUsed(used)
    return reply.send()
  })

  app.post('/users/verifyemail', { schema: { body: VerifyEmailCommand } }, async (request, reply) => {
    const token = needed('token', request.body.token)
    if ((await readLink(context, context.db, token, emailLinks)) === null) refuse('malformed', 'token_invalid')
    expectUsed(await confirmEmailByLink(context, token, request.ip))
    return reply.send()
  })
}

function expectUsed(used: Used): void {
  if (used !== 'done') refuse('malformed', used === 'expired' ? 'token_expired' : 'token_invalid')
}

/** Signs in by a pair of texts: an access key where the mode says so, else an address and a password. */
async function enter(
  context: Context,
  request: FastifyRequest,
  {
    email,
    password,
    mode,
    accessKey,
    secretKey,
  }: { [K in keyof typeof LoginCommand.shape]?: string | null | undefined },
): Promise<SignedIn> {
  const client = { name: request.headers['user-agent']?.slice(0, 128) ?? '', address: request.ip }
  if (mode === 'token') {
    const key = { accessKey: needed('accessKey', accessKey), secretKey: needed('secretKey', secretKey) }
    return signInWithKey(context, { ...key, client })
  }
  if (mode !== undefined && mode !== null && mode !== '') return refuse('malformed', 'mode_unknown')
  return signIn(context, { login: needed('email', email), password: needed('password', password), client })
}

async function welcome(context: Context, tokens: SignedIn): Promise<GetToken> {
  const account = await accountOfSession(context.db, tokens.sessionRowId)
  if (!account) return refuse('unauthenticated', 'session_ended')
  const { id, email, userName, role } = await readProfile(context.db, account)
  return {
    token: toJwt(context, tokens, { uuid: toUuid(context.instance, id), email, userName, role }),
    refreshToken: tokens.refreshToken,
    refreshTokenExpireTime: tokens.refreshExpiresAt,
    twoFaEnabled: false,
    isForcedToEnabled2Fa: false,
  }
}
