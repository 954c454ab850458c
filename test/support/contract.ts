/** The own OpenAPI document as a measure: requests made of its schemas, right ones and spoiled ones, and what is wrong with an answer. */
import { readFileSync } from 'node:fs'
import fc, { type Arbitrary } from 'fast-check'
import { z } from 'zod'

/** JSON Schema as far as the document uses it. */
interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: (string | number | boolean | null)[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  format?: string
  pattern?: string
}

interface Content {
  content?: Record<string, { schema: Schema }>
}

export interface Operation {
  id: string
  method: string
  path: string
  isOpen: boolean
  parameters: { in: 'query' | 'path' | 'header'; name: string; required?: boolean; schema: Schema }[]
  body: Schema | null
  responses: Record<string, Content>
}

interface Described {
  operationId: string
  security?: unknown[]
  parameters?: Operation['parameters']
  requestBody?: Required<Content>
  responses: Operation['responses']
}

const file = new URL('../../docs/openapi.json', import.meta.url)
// the document is ours: another test holds it to what the server says
const document = JSON.parse(readFileSync(file, 'utf8')) as {
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}
const { schemas } = document.components

export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId: id, parameters = [], requestBody, responses, security }]) => ({
    id,
    method: method.toUpperCase(),
    path,
    isOpen: security?.length === 0,
    parameters,
    body: Object.values(requestBody?.content ?? {})[0]?.schema ?? null,
    responses,
  })),
)

/** Values that mean something to the server, by the name of the parameter or field. */
export type Meanings = Readonly<Record<string, readonly string[]>>

/** Values that a schema takes; the meaningful ones come often. */
function valueOf(schema: Schema, meanings: Meanings, name = ''): Arbitrary<unknown> {
  const { $ref, anyOf, oneOf, type, properties = {}, required = [], items = {} } = schema
  const each = (part: Schema) => valueOf(part, meanings, name)
  if ($ref !== undefined) return each(schemas[$ref.split('/').at(-1) ?? ''] ?? {})
  const choices = anyOf ?? oneOf ?? (Array.isArray(type) ? type.map((one) => ({ ...schema, type: one })) : null)
  if (choices) return fc.oneof(...choices.map(each))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (type) {
    case 'object': {
      const fields = Object.entries(properties).map(([field, part]) => [field, valueOf(part, meanings, field)] as const)
      return fc.record(Object.fromEntries(fields), { requiredKeys: required })
    }
    case 'array':
      return fc.array(each(items), { minLength: schema.minItems ?? 0, maxLength: Math.min(4, schema.maxItems ?? 4) })
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6 })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return textOf(schema, meanings[name] ?? [])
  }
}

function textOf(
  { format, pattern, minLength = 0, maxLength = 100 }: Schema,
  known: readonly string[],
): Arbitrary<string> {
  const free =
    format === 'date-time'
      ? fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
      : pattern === undefined
        ? fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 100) })
        : fc.stringMatching(new RegExp(pattern))
  return known.length === 0 ? free : fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, free)
}

export interface Request {
  path: string
  headers: Record<string, string>
  /** As it is sent. */
  body: string | null
}

const junk = fc.oneof(
  fc.constantFrom(
    '',
    '\0',
    '%',
    '-1',
    '1e9',
    '"',
    '*',
    'null',
    '../..',
    'a'.repeat(300),
    '\u202e',
    '1; drop table users',
  ),
  fc.string({ unit: 'grapheme' }),
)
/** What `fetch` lets through as the value of a header. */
const sendable = (value: string): string => value.replaceAll(/[^\x20-\x7e\xa1-\xff]/gu, '?').trim()

/** Requests for an operation: most of their parts as its schemas say, some spoiled. */
export function requestsFor(operation: Operation, meanings: Meanings): Arbitrary<Request> {
  const [, resource = ''] = operation.path.split('/').slice(1)
  const known: Meanings = { ...meanings, id: meanings[`${resource}.id`] ?? [] }
  const parts = operation.parameters.map((parameter) => {
    const right = valueOf(parameter.schema, known, parameter.name).map(String)
    const value = fc.oneof({ weight: 15, arbitrary: right }, { weight: 1, arbitrary: junk })
    const maybe = parameter.in === 'path' || parameter.required ? value : fc.option(value)
    return maybe.map((chosen) => ({ ...parameter, value: chosen }))
  })
  const right = operation.body && valueOf(operation.body, known)
  const body = right
    ? fc.oneof(
        { weight: 12, arbitrary: right.map((value) => JSON.stringify(value)) },
        { weight: 1, arbitrary: fc.json() },
        { weight: 1, arbitrary: fc.constantFrom(null, '', '{', '{}', '[]', 'null') },
      )
    : fc.constant(null)
  const more = fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, fc.tuple(junk, junk))
  const types = fc.oneof(
    { weight: 20, arbitrary: fc.constant('application/json') },
    fc.constantFrom('text/plain', 'a/b'),
  )
  return fc
    .record({ parts: fc.tuple(...parts), body, more, type: types })
    .map(({ parts: all, body: sent, more: extra, type }) => {
      const given = all.filter((part): part is typeof part & { value: string } => part.value !== null)
      const query = given.filter((part) => part.in === 'query').map(({ name, value }) => [name, value])
      const path = given
        .filter((part) => part.in === 'path')
        .reduce((text, { name, value }) => text.replace(`{${name}}`, encodeURIComponent(value)), operation.path)
      const headers = given.filter((part) => part.in === 'header').map(({ name, value }) => [name, sendable(value)])
      const asked = new URLSearchParams([...query, ...(extra ? [extra] : [])]).toString()
      return {
        path: asked === '' ? path : `${path}?${asked}`,
        headers: Object.fromEntries([
          ...headers,
          ...(sent === null ? [] : [['content-type', type]]),
        ]) as Request['headers'],
        body: sent,
      }
    })
}

const checks = new Map<Schema, z.ZodType>()
function checkOf(schema: Schema): z.ZodType {
  const known = checks.get(schema)
  if (known) return known
  const text = JSON.stringify({ ...schema, $defs: schemas }).replaceAll('#/components/schemas/', '#/$defs/')
  const made = z.fromJSONSchema(JSON.parse(text) as z.core.JSONSchema.JSONSchema) // the same schema, its references moved
  checks.set(schema, made)
  return made
}

/** What may be answered to any request with a body, or to one that is too long, besides what the operation names. */
const alwaysAllowed = (hasBody: boolean): number[] => (hasBody ? [413, 415] : []).concat(414, 431)

/** What an answer has that the contract does not: a status, a media type, or another shape; null: nothing. */
export function faultOf(
  operation: Operation,
  request: Request,
  { status, type, text }: { status: number; type: string; text: string },
): string | null {
  const isAllowed = String(status) in operation.responses || alwaysAllowed(request.body !== null).includes(status)
  if (!isAllowed) return `the status ${status} is not in the contract: ${text.slice(0, 300)}`
  const { content = {} } = operation.responses[status] ?? operation.responses.default ?? {}
  const media = type.split(';')[0] ?? ''
  if (Object.keys(content).length === 0) return text === '' ? null : `${status} has a body`
  const described = content[media]
  if (!described) return `${status} is answered as ${media || 'nothing'}, not as ${Object.keys(content).join(' or ')}`
  if (!media.endsWith('json')) return null
  const checked = checkOf(described.schema).safeParse(JSON.parse(text))
  return checked.success ? null : `${status}: ${z.prettifyError(checked.error)}`
}
