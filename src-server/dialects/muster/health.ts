import { z } from 'zod'
import type { App } from '../../http.ts'
import { isReachable } from '../../store/context.ts'
import type { Context } from '../../store/context.ts'
import { refuse } from '../../store/refusal.ts'
import { NoQuery } from './inputs.ts'
import { problems } from './route.ts'

const Healthy = z.object({ status: z.literal('ok') })

/** For whoever watches over the process: `healthz` while it lives, `readyz` while it can work. */
export function addHealth(app: App, context: Context): void {
  const schema = { tags: ['server'], security: [], querystring: NoQuery }
  app.get(
    '/healthz',
    {
      schema: {
        ...schema,
        operationId: 'isAlive',
        summary: 'Tells that the server runs',
        response: { 200: Healthy, ...problems(400) },
      },
    },
    () => ({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      schema: {
        ...schema,
        operationId: 'isReady',
        summary: 'Tells that the server and its database can work',
        response: { 200: Healthy, ...problems(400, 503) },
      },
    },
    async () => {
      if (!(await isReachable(context.db))) refuse('unavailable', 'busy', { retryAfter: 5 })
      return { status: 'ok' as const }
    },
  )
}
