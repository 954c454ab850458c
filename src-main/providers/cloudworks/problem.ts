import { z } from 'zod'
import type { NameRules } from '../../../src-shared/domain/capabilities.ts'
import { Failed, type Failure } from '../../../src-shared/failure.ts'
import { ProblemDetails } from '../../../src-shared/wire/cloudworks/users.ts'
import type { HttpAnswer } from '../http-answer.ts'
import { pauseAskedBy } from '../http-failure.ts'
import { issuesOf, type Sent } from './words.ts'

/** User and display names as this API takes them, and its shortest password. */
export const nameRules: NameRules = {
  userName: { min: 3, max: 30, signs: '-_.' },
  displayName: { min: 3, max: 64 },
  password: { min: 6, max: 128 },
}

/** Longest message that is kept of what a server said. */
const longest = 300

const ReceivedProblem = ProblemDetails.extend({
  status: z.unknown().optional(),
  /** Some answers list what is wrong by the field's name. */
  errors: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
  message: z.string().nullish(),
})

/** The words of a problem; empty where there are none. Throws for a web page. */
export function messageOf(answer: HttpAnswer): string {
  const type = answer.header('content-type')
  if (type === null) return ''
  const { detail, message, title, errors = {} } = answer.json(ReceivedProblem)
  const listed = Object.entries(errors).map(([field, texts]) => `${field}: ${texts.join(' ')}`)
  return (listed.join(' ') || detail || message || title || '').trim().slice(0, longest)
}

/** What an answer that is no success means; `sent` are the values that its words may be about. */
export function toFailure(answer: HttpAnswer, sent: Sent = {}): Failure {
  const { status } = answer
  const pause = pauseAskedBy(answer)
  if (pause !== null) return pause
  if (status >= 500)
    return { kind: 'remote', reason: 'error', status, requestId: answer.header('x-request-id'), detail: '' }
  const message = messageOf(answer)
  switch (status) {
    case 401:
      return { kind: 'unauthorized', code: 'expired' }
    case 403:
      return { kind: 'forbidden', code: message || '403' }
    case 404:
      return { kind: 'notFound' }
    default:
      return refusal(message || String(status), sent)
  }
}

/** A refusal by its words: those of a field stand at the field, all others stand for themselves. */
export function refusal(message: string, sent: Sent): Failure {
  const issues = issuesOf(message, sent, nameRules)
  return { kind: 'invalid', code: issues[0]?.code ?? message, issues }
}

/** The answer's body when its status is a success; throws the failure that it tells otherwise. */
export function expectSuccess<S extends z.ZodType>(answer: HttpAnswer, schema: S): z.output<S> {
  if (answer.status >= 200 && answer.status < 300) return answer.json(schema)
  throw new Failed(toFailure(answer))
}

/** For answers whose body is of no interest. */
export function expectDone(answer: HttpAnswer, sent: Sent = {}): void {
  if (answer.status < 200 || answer.status >= 300) throw new Failed(toFailure(answer, sent))
}
