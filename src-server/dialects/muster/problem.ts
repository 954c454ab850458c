import { STATUS_CODES } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Issue } from '../../../src-shared/domain/issue.ts'
import { type Problem, problemType } from '../../../src-shared/wire/muster-api/problem.ts'
import { sentenceOf } from './sentences.ts'

/** What a problem says of a field of the body, a query parameter or a header. */
export type Fault = Problem['errors'][number]

/** Everything of a problem but what belongs to the request. */
export interface Trouble {
  status: number
  code: string
  errors?: Fault[]
  current?: Problem['current']
  /** Seconds. */
  retryAfter?: number | undefined
}

/** Issues of the domain as faults of the body, or of the query where `isQuery`. */
export function faultsOf(issues: readonly Issue[], isQuery = false): Fault[] {
  return issues.map(({ field, code, params }) => ({
    ...(isQuery ? { pointer: '', parameter: field } : { pointer: `/${field}` }),
    code,
    detail: sentenceOf(code),
    ...(params && { params }),
  }))
}

/** Problem details (RFC 9457); `instance` is the path that was asked, without its query. */
export function problemOf(
  { status, code, errors = [], current }: Trouble,
  instance: string,
  requestId: string,
): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: sentenceOf(code),
    instance,
    code,
    requestId,
    errors,
    ...(current && { current }),
  }
}

export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? ''

export async function sendProblem(request: FastifyRequest, reply: FastifyReply, trouble: Trouble): Promise<void> {
  reply.header('x-request-id', request.id) // no hook has done it where the address could not be read
  if (trouble.status === 401) reply.header('www-authenticate', challengeOf(trouble.code))
  if (trouble.retryAfter !== undefined) reply.header('retry-after', String(trouble.retryAfter))
  const problem = problemOf(trouble, pathOf(request), request.id)
  await reply.code(trouble.status).type(problemType).send(JSON.stringify(problem))
}

/** RFC 6750, 3: an error is named only where a token was given. */
const challengeOf = (code: string): string =>
  code === 'token_missing' ? 'Bearer realm="muster"' : 'Bearer realm="muster", error="invalid_token"'
