import { z } from 'zod'
import { eventStreamType } from '../../../src-shared/wire/muster-api/events.ts'
import type { App } from '../../http.ts'
import type { Log } from '../../log.ts'
import type { Context } from '../../store/context.ts'
import { createLive, type Listener } from '../../store/live.ts'
import { accountOf } from './auth.ts'
import { openEventStream } from './event-stream.ts'
import { NoQuery } from './inputs.ts'
import { problems } from './route.ts'

export function addEvents(app: App, context: Context, log: Log): void {
  const live = createLive(context, (error) => log.error('events failed', { error }))
  app.addHook('preClose', (done) => {
    live.stop()
    done()
  })

  app.get(
    '/events',
    {
      exposeHeadRoute: false, // nobody would close its stream
      schema: {
        operationId: 'followEvents',
        summary: 'Tells what changes, as it changes',
        description:
          'Server-sent events: `users` and `projects` with `{seq, ids}`, `pull` where more has changed than is told one by one, `session` before the stream ends because its session has. The id of an event is a token of the change feed: given back as Last-Event-ID the stream goes on behind it, and one that is too old is answered with `pull`. A token of GET /users/delta or of the stream of all users does as well. A comment comes every 15 seconds. Who reads too slowly is cut off.',
        tags: ['records'],
        headers: z.looseObject({ 'last-event-id': z.string().min(1).max(1000).optional() }),
        querystring: NoQuery,
        response: {
          200: {
            description: 'Events until the session or the server ends',
            content: { [eventStreamType]: { schema: z.string() } },
          },
          ...problems(400, 401, 403, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const account = accountOf(request)
      const stream = openEventStream(() => live.forget(listener))
      const listener: Listener = { account, tell: stream.tell, end: stream.end }
      reply.raw.once('close', () => stream.body.destroy())
      try {
        await live.listen(listener, request.headers['last-event-id'] ?? null)
      } catch (error) {
        stream.body.destroy()
        throw error
      }
      if (stream.body.destroyed) live.forget(listener) // the client has gone meanwhile
      reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no')
      return reply.type(eventStreamType).send(stream.body as unknown as string) // sent as it is, while its schema tells what it holds
    },
  )
}
