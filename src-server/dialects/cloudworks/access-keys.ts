import { z } from 'zod'
import { UserTokenCreateCommand } from '../../../src-shared/wire/cloudworks/auth.ts'
import type { App } from '../../http.ts'
import { createAccessKey, deleteAccessKey, listAccessKeys } from '../../store/access-keys.ts'
import type { Context } from '../../store/context.ts'
import { refuse } from '../../store/refusal.ts'
import { write } from '../../store/write.ts'
import { accountOf, callerOf, needed } from './inputs.ts'

/** Access keys of the own account; their ids are numbers written as texts. */
export function addAccessKeys(app: App, context: Context): void {
  app.post('/usertoken/create', { schema: { body: UserTokenCreateCommand } }, async (request, reply) => {
    const { name, expireDate, isReadonly, endpoints } = request.body
    if (isReadonly || (endpoints && endpoints.length > 0)) refuse('malformed', 'key_limits_unknown')
    const expiresAt = expireDate ? new Date(expireDate).toISOString() : null
    reply.header('cache-control', 'no-store')
    return write(context, callerOf(request), createAccessKey(needed('name', name).trim(), expiresAt))
  })

  app.get('/usertoken/list', async (request) => {
    const keys = await listAccessKeys(context, accountOf(request))
    return keys.map(({ rowId, name, accessKey, createdAt, expiresAt }) => ({
      id: String(rowId),
      name,
      createdAt,
      isReadonly: false,
      expireDate: expiresAt,
      accessKey,
    }))
  })

  const KeyParams = z.object({ id: z.string().regex(/^\d{1,15}$/) })
  app.delete('/usertoken/delete/:id', { schema: { params: KeyParams } }, async (request, reply) => {
    await write(context, callerOf(request), deleteAccessKey(Number(request.params.id)))
    return reply.send()
  })
}
