import type { z } from 'zod'
import { Failed, type Failure } from '../../src-shared/failure.ts'

/** What one answer may be at most (security.md, fact 3): parsed structures can be far larger than their text suggests. */
export const answerLimits = { bytes: 20 * 1024 * 1024, depth: 64, items: 10_000, text: 64 * 1024, line: 256 * 1024 }

export interface HttpAnswer {
  status: number
  /** A header by its name in lower case. */
  header(name: string): string | null
  /** The body as JSON of the given shape; throws `Failed` when it is anything else. */
  json<S extends z.ZodType>(schema: S): z.output<S>
}

export function toAnswer(status: number, header: HttpAnswer['header'], body: string): HttpAnswer {
  const remote = (reason: 'notJson' | 'notUnderstood' | 'tooLarge', detail: string): Failure => ({
    kind: 'remote',
    reason,
    status,
    requestId: header('x-request-id'),
    detail,
  })
  return {
    status,
    header,
    json: (schema) => {
      const type = header('content-type') ?? 'no content type'
      if (!isJson({ header })) throw new Failed(remote('notJson', type))
      const value = parseJson(body)
      if (value === undefined) throw new Failed(remote('notJson', type))
      if (!isWithinLimits(value)) throw new Failed(remote('tooLarge', type))
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      const [issue] = parsed.error.issues
      throw new Failed(remote('notUnderstood', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`))
    },
  }
}

/** True for an answer that says it is JSON, or a form of it. */
export const isJson = ({ header }: Pick<HttpAnswer, 'header'>): boolean =>
  /^application\/([a-z0-9.-]+\+)?json\b/i.test(header('content-type') ?? '')

/** The seconds of Retry-After, which is a number or a date (RFC 9110, 10.2.3); null without one. */
export function retryAfterOf(answer: Pick<HttpAnswer, 'header'>): number | null {
  const text = answer.header('retry-after')
  if (text === null) return null
  if (/^\d+$/.test(text)) return Number(text)
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000))
}

/** JSON, or undefined for a text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** False for a value that is deeper, wider or has longer texts than any honest answer; walked without recursion. */
export function isWithinLimits(root: unknown): boolean {
  let level: unknown[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > answerLimits.depth) return false
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value === 'string' && value.length > answerLimits.text) return false
      if (typeof value !== 'object' || value === null) continue
      const inner: unknown[] = Array.isArray(value) ? value : Object.values(value)
      if (inner.length > answerLimits.items) return false
      for (const one of inner) next.push(one)
    }
    level = next
  }
  return true
}

/** The lines of a stream of UTF-8; `onBytes` is told of each arrival. Throws when a line is too long. */
export async function* splitLines(body: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    onBytes()
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > answerLimits.line) {
      throw new Failed({ kind: 'remote', reason: 'tooLarge', status: 200, requestId: null, detail: 'line' })
    }
    yield* lines
  }
  if (rest !== '') yield rest
}
