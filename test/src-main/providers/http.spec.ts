import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createHttp, type Http } from '../../../src-main/providers/http.ts'
import { Failed } from '../../../src-shared/failure.ts'
import { serve, type TestServer } from '../../support/http-server.ts'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

const connect = (address: string, timeouts = {}): Http =>
  createHttp({ address, fetch, userAgent: 'Muster/test', ...timeouts })

/** For tests of what comes too late; all others have the time that a busy machine needs. */
const impatient = { answerTimeout: 300, silenceTimeout: 300 }

async function httpOf(listener: RequestListener, options: { tls?: boolean; timeouts?: object } = {}): Promise<Http> {
  const server = await serve(listener, options)
  servers.push(server)
  return connect(server.address, options.timeouts)
}

async function failureOf(work: Promise<unknown>) {
  const error: unknown = await work.catch((reason: unknown) => reason)
  if (!(error instanceof Failed)) throw new Error(`expected a failure, got ${String(error)}`)
  return error.failure
}

const get = { method: 'GET', path: '/x' } as const
const json = { 'content-type': 'application/json' }
const Shape = z.object({ a: z.number() })

describe('answers', () => {
  test('JSON of the expected shape, and headers', async () => {
    const http = await httpOf((request, response) => {
      response.writeHead(200, { ...json, etag: '"1"', 'x-agent': request.headers['user-agent'] })
      response.end('{"a":1,"more":2}')
    })
    const answer = await http.send({ ...get, query: { q: 'ä&b' } })
    expect(answer.json(Shape)).toEqual({ a: 1 })
    expect([answer.header('etag'), answer.header('x-agent'), answer.header('absent')]).toEqual([
      '"1"',
      'Muster/test',
      null,
    ])
  })

  test('a body is sent as JSON, with its headers', async () => {
    const http = await httpOf((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        response
          .writeHead(201, json)
          .end(JSON.stringify({ type: request.headers['content-type'], key: request.headers.key, text }))
      })
    })
    const answer = await http.send({ method: 'POST', path: '/x', headers: { key: 'k' }, body: { ü: 1 } })
    expect(answer.json(z.unknown())).toEqual({ type: 'application/json', key: 'k', text: '{"ü":1}' })
  })

  test('a request without a body names no type of it', async () => {
    const http = await httpOf((request, response) => {
      response.writeHead(200, json).end(JSON.stringify({ type: request.headers['content-type'] ?? null }))
    })
    expect((await http.send({ method: 'POST', path: '/x' })).json(z.unknown())).toEqual({ type: null })
  })

  test.each([
    ['HTML', 'text/html', '<p>Sign in to the hotel</p>', 'notJson'],
    ['JSON in disguise', 'text/plain', '{"a":1}', 'notJson'],
    ['broken JSON', 'application/json', '{"a":', 'notJson'],
    ['another shape', 'application/json', '{"a":"1"}', 'notUnderstood'],
    ['a value that is too deep', 'application/json', `${'['.repeat(70)}${']'.repeat(70)}`, 'tooLarge'],
    ['a list that is too long', 'application/json', JSON.stringify({ a: Array(10_001).fill(0) }), 'tooLarge'],
    ['a text that is too long', 'application/json', JSON.stringify({ a: 'x'.repeat(70_000) }), 'tooLarge'],
  ])('%s is refused', async (_name, type, body, reason) => {
    const http = await httpOf((_request, response) => {
      response.writeHead(200, { 'content-type': type, 'x-request-id': 'r1' }).end(body)
    })
    const answer = await http.send(get)
    expect(await failureOf(Promise.resolve().then(() => answer.json(Shape)))).toMatchObject({
      kind: 'remote',
      reason,
      status: 200,
      requestId: 'r1',
    })
  })

  test('a body over the limit is cut off', async () => {
    const http = await httpOf((_request, response) => {
      response.writeHead(200, json)
      response.end(Buffer.alloc(21 * 1024 * 1024, 32))
    })
    expect(await failureOf(http.send(get))).toMatchObject({ kind: 'remote', reason: 'tooLarge' })
  })

  test('a redirect is not followed: credentials would go along', async () => {
    let followed = false
    const other = await serve((_request, response) => {
      followed = true
      response.end()
    })
    servers.push(other)
    const http = await httpOf((_request, response) => {
      response.writeHead(302, { location: `${other.address}/login?token=secret` }).end()
    })
    const failure = await failureOf(http.send({ ...get, headers: { Authorization: 'Bearer secret' } }))
    expect(failure).toMatchObject({ kind: 'remote', reason: 'redirect' })
    expect(JSON.stringify(failure)).not.toContain('secret')
    expect(followed).toBe(false)
  })
})

describe('no answer', () => {
  test('nobody listens', async () => {
    const server = await serve(() => undefined)
    await server.stop()
    expect(await failureOf(connect(server.address).send(get))).toMatchObject({ kind: 'offline', reason: 'refused' })
  })

  test('the name is unknown', async () => {
    expect(await failureOf(connect('http://no-such-host.invalid').send(get))).toMatchObject({
      kind: 'offline',
      reason: 'unknownHost',
    })
  })

  test('a certificate that nobody trusts', async () => {
    const http = await httpOf((_request, response) => response.end(), { tls: true })
    expect(await failureOf(http.send(get))).toMatchObject({ kind: 'offline', reason: 'certificate' })
  })

  test('a connection that is cut', async () => {
    const http = await httpOf((request) => request.socket.destroy())
    expect(await failureOf(http.send(get))).toMatchObject({ kind: 'offline', reason: 'interrupted' })
  })

  test('a body that is cut', async () => {
    const http = await httpOf((_request, response) => {
      response.writeHead(200, { ...json, 'content-length': '100' })
      response.write('{"a":')
      setTimeout(() => response.socket?.destroy(), 30)
    })
    expect(await failureOf(http.send(get))).toMatchObject({ kind: 'offline', reason: 'interrupted' })
  })

  test('a server that is silent, and one whose body drips', async () => {
    const silent = await httpOf(() => undefined, { timeouts: impatient })
    expect(await failureOf(silent.send(get))).toMatchObject({ kind: 'offline', reason: 'timeout' })
    const dripping = await httpOf(
      (_request, response) => {
        response.writeHead(200, json)
        const timer = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(timer))
      },
      { timeouts: impatient },
    )
    expect(await failureOf(dripping.send(get))).toMatchObject({ kind: 'offline', reason: 'timeout' })
  })

  test('an aborted request throws what it was aborted with', async () => {
    const http = await httpOf(() => undefined)
    const controller = new AbortController()
    const reason = new Error('closed')
    setTimeout(() => controller.abort(reason), 20)
    await expect(http.send({ ...get, signal: controller.signal })).rejects.toBe(reason)
  })

  test('no failure carries a header of the request', async () => {
    const http = await httpOf((request) => request.socket.destroy())
    const error: unknown = await http
      .send({ ...get, headers: { Authorization: 'Bearer canary' } })
      .catch((e: unknown) => e)
    const { inspect } = await import('node:util')
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('canary')
  })
})

describe('streams', () => {
  async function linesOf(listener: RequestListener, timeouts = {}): Promise<string[]> {
    const answer = await (await httpOf(listener, { timeouts })).stream(get)
    const lines: string[] = []
    for await (const line of answer.lines()) lines.push(line)
    return lines
  }

  test('lines, wherever the bytes are cut', async () => {
    const bytes = Buffer.from('{"a":"ä"}\n\n{"b":"😀"}\nlast')
    const lines = await linesOf((_request, response) => {
      void (async () => {
        for (const byte of bytes) {
          response.write(Buffer.from([byte]))
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
        response.end()
      })()
    })
    expect(lines).toEqual(['{"a":"ä"}', '', '{"b":"😀"}', 'last'])
  })

  test('a stream may take long, but not be silent for long', async () => {
    const slow = await linesOf((_request, response) => {
      let count = 0
      const timer = setInterval(() => {
        response.write(`${count}\n`)
        if (++count < 20) return
        clearInterval(timer)
        response.end()
      }, 40)
    }, impatient)
    expect(slow).toHaveLength(20)
    const silent = linesOf((_request, response) => response.write('1\n'), impatient)
    expect(await failureOf(silent)).toMatchObject({ kind: 'offline', reason: 'timeout' })
  })

  test('a line without end is cut off', async () => {
    const endless = linesOf((_request, response) => response.end('x'.repeat(300 * 1024)))
    expect(await failureOf(endless)).toMatchObject({ kind: 'remote', reason: 'tooLarge' })
  })

  test('an answer that is no stream is an answer', async () => {
    const http = await httpOf((_request, response) => response.writeHead(403, json).end('{"a":1}'))
    const answer = await http.stream(get)
    expect([answer.status, answer.json(Shape)]).toEqual([403, { a: 1 }])
    for await (const line of answer.lines()) throw new Error(`a line: ${line}`)
  })
})
