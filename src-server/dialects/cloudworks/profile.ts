import { z } from 'zod'
import {
  ChangePasswordCommand,
  ConfirmEmailCommand,
  ToggleNotificationModeCommand,
} from '../../../src-shared/wire/cloudworks/users.ts'
import type { App } from '../../http.ts'
import type { Context } from '../../store/context.ts'
import { changePassword } from '../../store/own-password.ts'
import { changeProfile, confirmEmailAgain, deleteProfile } from '../../store/profile.ts'
import { refuse } from '../../store/refusal.ts'
import { write } from '../../store/write.ts'
import { accountOf, callerOf, needed } from './inputs.ts'

/** What an account does to itself. */
export function addProfile(app: App, context: Context): void {
  app.post('/users/changepassword', { schema: { body: ChangePasswordCommand } }, async (request, reply) => {
    const oldPassword = needed('password', request.body.password)
    const newPassword = needed('newPassword', request.body.newPassword)
    await changePassword(context, callerOf(request), accountOf(request), { oldPassword, newPassword })
    return reply.send()
  })

  app.post('/users/confirmemail', { schema: { body: ConfirmEmailCommand } }, async (request, reply) => {
    const { mode, newEmail } = request.body
    if (mode === 'Confirm') await write(context, callerOf(request), confirmEmailAgain(null))
    else await write(context, callerOf(request), changeProfile({ email: needed('email', newEmail) }, null, null))
    return reply.send()
  })

  app.post(
    '/users/togglenotificationmode',
    { schema: { body: ToggleNotificationModeCommand } },
    async (request, reply) => {
      const mode = request.body.mode?.toLowerCase()
      if (mode !== 'enable' && mode !== 'disable') return refuse('malformed', 'mode_unknown')
      await write(context, callerOf(request), changeProfile({ notices: mode === 'enable' }, null, null))
      return reply.send()
    },
  )

  app.post('/users/delete', { schema: { body: z.object({}).nullish() } }, async (request, reply) => {
    await write(context, callerOf(request), deleteProfile(null, null))
    return reply.send()
  })
}
