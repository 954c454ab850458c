import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors, type ZodFastifySchemaValidationError } from 'fastify-type-provider-zod'
import type { Log } from '../../log.ts'
import { refusalOrAway } from '../../store/database-away.ts'
import type { Refusal, RefusalKind } from '../../store/refusal.ts'
import { toUserBody } from './bodies.ts'
import { type Fault, faultsOf, pathOf, sendProblem, type Trouble } from './problem.ts'
import { sentenceOf } from './sentences.ts'

const statuses: Record<RefusalKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  gone: 410,
  outdated: 412,
  invalid: 422,
  unmet: 428,
  limited: 429,
  unavailable: 503,
}

/** A refusal of the store in the words of HTTP. */
export function troubleOf({ kind, code, issues, current, retryAfter }: Refusal): Trouble {
  return {
    status: statuses[kind],
    code,
    errors: faultsOf(issues, kind === 'malformed'),
    ...(current && { current: toUserBody(current) }),
    retryAfter,
  }
}

/** Answers whatever was thrown; a defect is noted and told nothing of. */
export const answerError =
  (log: Log) =>
  async (error: FastifyError, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const trouble = known(error)
    if (!trouble)
      log.error('request failed', { requestId: request.id, method: request.method, path: pathOf(request), error })
    await sendProblem(request, reply, trouble ?? { status: 500, code: 'internal' })
  }

/** Errors of the framework that are the client's. */
const frameworkCodes: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'media_type',
  FST_ERR_CTP_INVALID_JSON_BODY: 'json.syntax',
  FST_CP_ERR_INVALID_CONTENT_ENCODING: 'media_type',
}

function known(error: FastifyError): Trouble | null {
  const refusal = refusalOrAway(error)
  if (refusal) return troubleOf(refusal)
  if (hasZodFastifySchemaValidationErrors(error)) {
    const isBody = error.validationContext === 'body'
    return { status: 400, code: 'malformed', errors: error.validation.flatMap((issue) => faults(issue, isBody)) }
  }
  const { statusCode } = error
  if (statusCode === undefined || statusCode < 400 || statusCode >= 500) return null
  return { status: statusCode, code: frameworkCodes[error.code] ?? 'malformed' }
}

/** What a schema did not take, one fault per field. */
function faults({ keyword, instancePath, params, message }: ZodFastifySchemaValidationError, isBody: boolean): Fault[] {
  const path = instancePath === '/' ? '' : instancePath
  const at = (pointer: string): Pick<Fault, 'pointer' | 'parameter'> =>
    isBody ? { pointer } : { pointer: '', parameter: pointer.slice(1) }
  if (keyword === 'unrecognized_keys' && Array.isArray(params.keys))
    return params.keys.map((key) => ({
      ...at(`${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`),
      code: 'unknown',
      detail: sentenceOf('unknown'),
    }))
  const field = path.split('/').findLast((segment) => segment !== '' && !/^\d+$/.test(segment))
  const rule = ruleOf(keyword, params, message ?? '')
  const code = field === undefined ? rule : `${field}.${rule}`
  return [{ ...at(path), code, detail: sentenceOf(code) }]
}

function ruleOf(keyword: string, params: Record<string, unknown>, message: string): string {
  switch (keyword) {
    case 'invalid_type':
      return message.endsWith('received undefined') ? 'required' : 'type'
    case 'too_small':
    case 'too_big':
      return params.origin === 'string' ? 'length' : 'range'
    case 'invalid_format':
      return 'format'
    case 'custom':
      return typeof params.params === 'object' && params.params !== null && 'rule' in params.params
        ? String(params.params.rule)
        : 'value'
    default:
      return 'value'
  }
}
