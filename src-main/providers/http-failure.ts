import type { Failure } from '../../src-shared/failure.ts'
import { type HttpAnswer, retryAfterOf } from './http-answer.ts'

type Reason = Extract<Failure, { kind: 'offline' }>['reason']

/** Codes of Node's sockets and of Chromium's network stack, as `net.fetch` reports them. */
const reasons: [RegExp, Reason][] = [
  [/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_SSL|ERR_TLS|EPROTO/, 'certificate'],
  [/ENOTFOUND|EAI_AGAIN|NAME_NOT_RESOLVED|NAME_RESOLUTION/, 'unknownHost'],
  [/ECONNREFUSED|CONNECTION_REFUSED/, 'refused'],
  [/PROXY|TUNNEL_CONNECTION/, 'proxy'],
  [/TIMED_?OUT|TIMEOUT/i, 'timeout'],
  [
    /ECONNRESET|EPIPE|UND_ERR_SOCKET|CONNECTION_(RESET|CLOSED|ABORTED)|EMPTY_RESPONSE|CONTENT_LENGTH|INCOMPLETE|terminated|aborted/i,
    'interrupted',
  ],
]

/** Every code and message of an error and its causes, without anything else of it: errors of requests carry tokens. */
function describe(error: unknown): string {
  const texts: string[] = []
  for (let at = error; at instanceof Error && texts.length < 10; at = at.cause) {
    const code = 'code' in at && typeof at.code === 'string' ? at.code : ''
    texts.push(code, /net::ERR_\w+/.exec(at.message)?.[0] ?? at.message.slice(0, 200))
    if (at instanceof AggregateError) texts.push(...at.errors.map(describe))
  }
  return texts.filter(Boolean).join(' ')
}

/** A failure of the network between here and the server, told by the error's codes. */
export function networkFailure(error: unknown): Failure {
  const text = describe(error)
  if (/redirect/i.test(text)) {
    return { kind: 'remote', reason: 'redirect', status: 0, requestId: null, detail: '' }
  }
  if (text.includes('maxContentLength')) {
    return { kind: 'remote', reason: 'tooLarge', status: 0, requestId: null, detail: '' }
  }
  const reason = reasons.find(([pattern]) => pattern.test(text))?.[1] ?? 'unreachable'
  return {
    kind: 'offline',
    reason,
    detail: /(net::)?(ERR_|E[A-Z]{3,}|UND_ERR_|CERT_|[A-Z]+_SIGNED_)\w*/.exec(text)?.[0] ?? '',
  }
}

/**
 * The failure of an answer that asks to wait: 429, or a 503 that says until when (RFC 9110, 15.6.4); null for every other.
 * Whoever asks may stand before the server and speak otherwise, so that the body does not matter.
 */
export function pauseAskedBy(answer: Pick<HttpAnswer, 'status' | 'header'>): Failure | null {
  const retryAfter = retryAfterOf(answer)
  const isPause = answer.status === 429 || (answer.status === 503 && retryAfter !== null)
  return isPause ? { kind: 'rateLimited', retryAfter } : null
}
