import axios, { type AxiosResponse } from 'axios'
import { Failed } from '../../src-shared/failure.ts'
import { answerLimits, type HttpAnswer, splitLines, toAnswer } from './http-answer.ts'
import { networkFailure } from './http-failure.ts'

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the address of the server, with a leading slash. */
  path: string
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: unknown
  /** Milliseconds that this stream may be silent, where that is longer than usual. */
  silence?: number
  signal?: AbortSignal
}

export interface HttpStream extends HttpAnswer {
  /** The lines of an answer with status 200, as they arrive. */
  lines(): AsyncGenerator<string, void>
}

/**
 * One server's address, spoken to within limits. Failures of the network are thrown as `Failed`, any status is an answer;
 * no axios error leaves this file, since it carries the token. An aborted request throws its signal's reason.
 */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>
  stream(request: HttpRequest): Promise<HttpStream>
}

interface HttpOptions {
  /** Such as `https://users.example.org`, without a path. */
  address: string
  /** Electron's `net.fetch`: the system's proxy and certificates are used, as in its browser. */
  fetch: typeof globalThis.fetch
  userAgent: string
  /** Milliseconds that a whole answer may take; a body that drips is cut off by it. */
  answerTimeout?: number
  /** Milliseconds that a stream may be silent. */
  silenceTimeout?: number
}

export function createHttp(options: HttpOptions): Http {
  const { answerTimeout = 30_000, silenceTimeout = 15_000 } = options
  const client = axios.create({
    baseURL: options.address,
    adapter: 'fetch',
    env: { fetch: options.fetch },
    headers: { 'User-Agent': options.userAgent, Accept: 'application/json' },
    maxRedirects: 0, // credentials would follow to wherever a redirect points
    withCredentials: false,
    validateStatus: () => true,
    transformResponse: (body: unknown) => body, // parsed within limits, and only where JSON is announced
  })

  async function request<T>(
    what: HttpRequest,
    type: 'text' | 'stream',
    signal: AbortSignal,
  ): Promise<AxiosResponse<T>> {
    const answer = await client.request<T>({
      method: what.method,
      url: what.path,
      params: what.query,
      // without one axios names the type of a form, which a server of JSON refuses
      headers: { ...what.headers, 'Content-Type': what.body === undefined ? null : 'application/json' },
      data: what.body,
      responseType: type,
      signal,
      ...(type === 'text' && { maxContentLength: answerLimits.bytes }),
    })
    const { status } = answer
    if (status >= 300 && status < 400 && status !== 304) {
      const to = String(answer.headers.location ?? '')
      throw new Failed({ kind: 'remote', reason: 'redirect', status, requestId: null, detail: originOf(to) })
    }
    return answer
  }

  /** Runs `work` under the caller's signal and one of ours, and tells their endings apart. */
  async function guarded<T>(
    own: AbortSignal,
    theirs: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(theirs ? AbortSignal.any([own, theirs]) : own)
    } catch (error) {
      throw asFailed(error, own, theirs)
    }
  }

  return {
    send: (what) =>
      guarded(AbortSignal.timeout(answerTimeout), what.signal, async (signal) => {
        const answer = await request<string>(what, 'text', signal)
        return toAnswer(answer.status, headerOf(answer), answer.data)
      }),

    async stream(what) {
      const silence = startSilence(what.silence ?? silenceTimeout)
      const answer = await guarded(silence.signal, what.signal, (signal) =>
        request<ReadableStream<Uint8Array>>(what, 'stream', signal),
      )
      if (answer.status !== 200) {
        const body = await guarded(silence.signal, what.signal, () => new Response(answer.data).text())
        silence.end()
        return { ...toAnswer(answer.status, headerOf(answer), body), lines: noLines }
      }
      async function* lines() {
        try {
          yield* splitLines(answer.data, silence.rewind)
        } catch (error) {
          throw asFailed(error, silence.signal, what.signal)
        } finally {
          silence.end()
        }
      }
      return { ...toAnswer(200, headerOf(answer), ''), lines }
    },
  }
}

function asFailed(error: unknown, own: AbortSignal, theirs: AbortSignal | undefined): unknown {
  if (error instanceof Failed) return error
  if (theirs?.aborted) return theirs.reason
  if (own.aborted) return new Failed({ kind: 'offline', reason: 'timeout', detail: '' })
  return new Failed(networkFailure(error))
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream that ended before it began
async function* noLines(): AsyncGenerator<string, void> {
  yield* []
}

/** A signal that aborts after `timeout` milliseconds without `rewind`. */
function startSilence(timeout: number) {
  const controller = new AbortController()
  let timer = setTimeout(() => controller.abort(), timeout)
  return {
    signal: controller.signal,
    rewind: () => {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort(), timeout)
    },
    end: () => {
      clearTimeout(timer)
    },
  }
}

const headerOf =
  (answer: AxiosResponse): HttpAnswer['header'] =>
  (name) => {
    const value: unknown = answer.headers[name]
    return typeof value === 'string' ? value : null
  }

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : ''
}
