import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Issue } from '../../../src-shared/domain/issue.ts'
import type { ProblemDetails } from '../../../src-shared/wire/cloudworks/users.ts'
import { problemType } from '../../../src-shared/wire/muster-api/problem.ts'
import type { Log } from '../../log.ts'
import { refusalOrAway } from '../../store/database-away.ts'
import type { Refusal, RefusalKind } from '../../store/refusal.ts'
import { sentenceOf } from '../muster/sentences.ts'

/** This API knows fewer statuses than ours. */
const statuses: Record<RefusalKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  gone: 400,
  outdated: 409,
  invalid: 400,
  unmet: 400,
  limited: 429,
  unavailable: 503,
}

/** Fields of the domain by their names here; only the sentence says which one is meant. */
const labels: Record<string, string> = {
  userName: 'Username',
  displayName: 'Display name',
  email: 'Email',
  role: 'Role',
  organizationId: 'Organization',
  projectIds: 'Project',
}

const own: Record<string, string> = {
  already_bound: 'The user is already bound to this project.',
  not_bound: 'The user is not bound to this project.',
  projects_assigned: 'The user has bound projects; unbind them first.',
  bad_credentials: 'Wrong e-mail or password, or wrong access key or secret key.',
  filter_unknown: 'FilterBy is not supported here.',
  sort_unknown: 'SortBy names no column of this list.',
  key_limits_unknown: 'Keys that are read-only, or good for some calls only, are not supported here.',
  too_many_keys: 'The account has too many access keys; delete some first.',
  mode_unknown: 'The mode is not supported here.',
  search_unknown: 'Search is not supported in this list.',
}

function sentence({ field, code }: Issue, body: unknown): string {
  const label = labels[field] ?? field
  if (!code.endsWith('.taken')) return `${label}: ${own[code] ?? sentenceOf(code)}`
  const sent = (body ?? {}) as Record<string, unknown> // a refused field was sent
  return `${label} ${String(field === 'userName' ? sent.username : sent.email)} already exists.`
}

const detailOf = ({ code, issues }: Refusal, body: unknown): string =>
  issues.length > 0 ? issues.map((issue) => sentence(issue, body)).join(' ') : (own[code] ?? sentenceOf(code))

interface Trouble {
  status: number
  detail: string
  retryAfter?: number | undefined
}

/** Answers whatever was thrown, in the words of this API; a defect is noted and told nothing of. */
export const answerProblem =
  (log: Log) =>
  async (error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const trouble = known(error, request.body)
    const path = request.url.split('?', 1)[0] ?? ''
    if (!trouble) log.error('request failed', { requestId: request.id, method: request.method, path, error })
    await sendDetails(request, reply, trouble ?? { status: 500, detail: sentenceOf('internal') })
  }

function known(error: FastifyError, body: unknown): Trouble | null {
  const refusal = refusalOrAway(error)
  if (refusal) {
    const { kind, retryAfter } = refusal
    return { status: statuses[kind], detail: detailOf(refusal, body), retryAfter }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const places = error.validation.map(({ instancePath, message }) => `${instancePath.slice(1)}: ${message ?? ''}`)
    return { status: 400, detail: places.join(' ') }
  }
  const { statusCode } = error
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return null
  return { status: statusCode, detail: sentenceOf('malformed') }
}

export async function sendDetails(request: FastifyRequest, reply: FastifyReply, trouble: Trouble): Promise<void> {
  const { status, detail, retryAfter } = trouble
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  const instance = request.url.split('?', 1)[0] ?? ''
  const problem: ProblemDetails = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance,
  }
  await reply.code(status).type(problemType).send(JSON.stringify(problem))
}
