import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import compress from '@fastify/compress'
import { fastify, type FastifyInstance, type FastifyBaseLogger, type RawServerDefault } from 'fastify'
import type { RawReplyDefaultExpression, RawRequestDefaultExpression } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { limits } from '../src-shared/wire/muster-api/meta.ts'
import { problemType } from '../src-shared/wire/muster-api/problem.ts'
import { answerError } from './dialects/muster/errors.ts'
import { problemOf, sendProblem } from './dialects/muster/problem.ts'
import { readJson } from './json-body.ts'
import type { Log } from './log.ts'

/** The server as routes see it: schemas are zod's. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>

const second = 1000
/** Time for all headers, for a whole request, and without a byte in either direction; how often the first two are checked. */
const timeouts = { headers: 20 * second, request: 60 * second, idle: 300 * second, check: 5 * second }
const compressible = /^(text\/html|application\/(json|problem\+json|x-ndjson))(;|$)/

/** A server without routes: limits, compression, request ids, and answers to all that goes wrong. */
export async function createApp(log: Log, trustedProxies: readonly string[] = []): Promise<App> {
  const app: App = fastify({
    logger: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // else whoever asks could say from where, and be locked out in the name of others
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    bodyLimit: limits.bodyMax,
    requestTimeout: timeouts.request,
    connectionTimeout: timeouts.idle,
    http: { headersTimeout: timeouts.headers, connectionsCheckingInterval: timeouts.check },
    return503OnClosing: false, // answered below, in the form of all problems
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => void answerError(log)(error, request, reply),
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError(log))
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, { status: 404, code: 'not_found' }))
  refuseWhileClosing(app)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(['application/json', 'application/merge-patch+json'], { parseAs: 'string' }, readJson(app))
  await app.register(compress, {
    encodings: ['gzip', 'identity'],
    requestEncodings: ['gzip', 'identity'],
    customTypes: compressible,
    zlibOptions: { level: 3 },
  })
  return app
}

/** What has begun is finished; what comes on a connection that is still open is sent elsewhere. */
function refuseWhileClosing(app: App): void {
  let isClosing = false
  app.addHook('preClose', (done) => {
    isClosing = true
    done()
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff')
    if (!isClosing) return
    reply.header('connection', 'close')
    await sendProblem(request, reply, { status: 503, code: 'closing', retryAfter: 5 })
  })
}

/** Answers what is no HTTP, or came too slowly; there is no request to speak of yet. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, code] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, 'timeout']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? [431, 'headers_too_large']
        : [400, 'malformed']
  const requestId = randomUUID()
  const body = JSON.stringify(problemOf({ status, code }, '', requestId))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `content-type: ${problemType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
