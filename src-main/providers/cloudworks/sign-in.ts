import type { Credentials } from '../../../src-shared/domain/account.ts'
import { Failed } from '../../../src-shared/failure.ts'
import type { HttpAnswer } from '../http-answer.ts'
import type { HttpRequest } from '../http.ts'
import { messageOf, toFailure } from './problem.ts'
import { ReceivedToken } from './token.ts'
import { obstacleOf } from './words.ts'

/** Tokens of a sign-in; `hasSecondFactor` says that the account is asked for more than a password. */
interface Entered {
  token: string
  refreshToken: string
  hasSecondFactor: boolean
}

/** Signs in by address and password, or by an access key. */
export async function enter(
  send: (request: HttpRequest) => Promise<HttpAnswer>,
  credentials: Credentials | 'demo',
): Promise<Entered> {
  if (credentials === 'demo') throw new Failed({ kind: 'unsupported', code: 'not_in_this_api' })
  const isKey = 'accessKey' in credentials
  const body = isKey ? { ...credentials, mode: 'token' } : { email: credentials.login, password: credentials.password }
  const answer = await send({ method: 'POST', path: '/api/v1/auth/login', body })
  if (answer.status < 200 || answer.status >= 300) throw new Failed(whyNot(answer))
  const { token, refreshToken, twoFaEnabled, isForcedToEnabled2Fa } = answer.json(ReceivedToken)
  const hasSecondFactor = !isKey && (twoFaEnabled === true || isForcedToEnabled2Fa === true)
  return { token, refreshToken: refreshToken ?? '', hasSecondFactor }
}

/** A refused sign-in: what keeps the account out, where the words say it, else wrong credentials. */
function whyNot(answer: HttpAnswer) {
  const { status } = answer
  if (status === 429 || status >= 500) return toFailure(answer)
  return { kind: 'unauthorized', code: obstacleOf(messageOf(answer)) ?? 'bad_credentials' } as const
}
