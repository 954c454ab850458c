import { z } from 'zod'
import type { Issue } from '../../../src-shared/domain/issue.ts'
import { Failed, type Failure } from '../../../src-shared/failure.ts'
import { Problem } from '../../../src-shared/wire/muster-api/problem.ts'
import type { HttpAnswer } from '../http-answer.ts'
import { pauseAskedBy } from '../http-failure.ts'
import { ReceivedUser, toUser } from './rows.ts'

/** A problem as a client reads it: what it does not know is no reason to fail. */
const ReceivedProblem = Problem.partial().extend({ current: ReceivedUser.optional().catch(undefined) })
type ReceivedProblem = z.infer<typeof ReceivedProblem>

/** The answer's body when its status is a success; throws the failure that it tells otherwise. */
export function expectSuccess<S extends z.ZodType>(answer: HttpAnswer, schema: S): z.output<S> {
  if (answer.status >= 200 && answer.status < 300) return answer.json(schema)
  throw new Failed(toFailure(answer))
}

/** For answers without a body. */
export function expectDone(answer: HttpAnswer): void {
  if (answer.status < 200 || answer.status >= 300) throw new Failed(toFailure(answer))
}

/** The code of a problem; of an answer that is none, its status. */
export const codeOf = (answer: HttpAnswer): string => {
  const isProblem = answer.header('content-type')?.includes('json') === true
  return (isProblem && answer.json(ReceivedProblem).code) || String(answer.status)
}

/** What an answer that is no success means (api.md, Rules; RFC 9457). */
export function toFailure(answer: HttpAnswer): Failure {
  const { status } = answer
  const pause = pauseAskedBy(answer)
  if (pause !== null) return pause
  const problem = status >= 500 ? {} : answer.json(ReceivedProblem)
  const code = problem.code ?? String(status)
  switch (status) {
    case 401:
      return { kind: 'unauthorized', code }
    case 403:
      return { kind: 'forbidden', code }
    case 404:
      return { kind: 'notFound' }
    case 410:
      return { kind: 'unsupported', code: 'delta_expired' }
    case 412:
      if (problem.current) return { kind: 'conflict', theirs: toUser(problem.current) }
      break
    case 400:
    case 409:
    case 422:
      return { kind: 'invalid', code, issues: issuesOf(problem) }
  }
  const detail = problem.detail ?? ''
  return { kind: 'remote', reason: 'error', status, requestId: answer.header('x-request-id'), detail }
}

/** The failure of one item of many, told by a problem inside an answer. */
export function failureOfItem(status: number, problem: unknown): Failure {
  return toFailure({ status, header: () => null, json: (schema) => schema.parse(problem ?? {}) })
}

function issuesOf(problem: ReceivedProblem): Issue[] {
  return (problem.errors ?? []).map(({ pointer, code, params }) => ({
    field: pointer.split('/')[1] ?? '',
    code,
    ...(params && { params }),
  }))
}
