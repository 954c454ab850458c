import {
  CreateUserCommand,
  DisableUserCommand,
  ForceToResetPasswordCommand,
  UpdateUserCommand,
} from '../../../src-shared/wire/cloudworks/users.ts'
import type { App } from '../../http.ts'
import type { Context } from '../../store/context.ts'
import { cancelReset, resetPassword } from '../../store/users/lifecycle.ts'
import { jobOf } from '../../store/users/operations.ts'
import type { StoredUser } from '../../store/users/stored-user.ts'
import { updateUser, type UserChanges } from '../../store/users/update.ts'
import { type Job, write } from '../../store/write.ts'
import { toRole } from './bodies.ts'
import { fromNumber, fromUuid, toUuid } from './ids.ts'
import { callerOf, needed, UserIdParams } from './inputs.ts'

/** Writes about one user. There are no versions and no keys: the last one wins. */
export function addUsers(app: App, context: Context): void {
  const idOf = (uuid: string | null | undefined) => fromUuid(context.instance, needed('id', uuid))

  app.post('/users/create', { schema: { body: CreateUserCommand } }, async (request) => {
    const { username, displayName, email, organizationId, role } = request.body
    const body = {
      userName: needed('userName', username),
      displayName: displayName ?? null,
      email: needed('email', email),
      role: toRole(role),
      ...(organizationId && { organizationId: fromNumber(organizationId) }),
    }
    const user = await write(context, callerOf(request), jobOf({ op: 'create', body }, null))
    const id = toUuid(context.instance, user?.id ?? '')
    return { id, status: 200, message: 'User created.', isError: false, result: id }
  })

  app.post('/users/update', { schema: { body: UpdateUserCommand } }, async (request, reply) => {
    const { username, displayName, email, role, disable, isApprovedByPartner, forceToResetPassword } = request.body
    const values = {
      userName: needed('userName', username),
      displayName: displayName ?? null,
      email: needed('email', email),
      role: toRole(role),
      disabled: disable,
      approved: isApprovedByPartner,
    }
    await write(context, callerOf(request), replaceUser(idOf(request.body.id), values, forceToResetPassword))
    return reply.send()
  })

  app.post('/users/disable', { schema: { body: DisableUserCommand } }, async (request, reply) => {
    const { id, disable } = request.body
    const operation = { op: 'update', id: idOf(id), versions: null, body: { disabled: disable } } as const
    await write(context, callerOf(request), jobOf(operation, null))
    return reply.send()
  })

  app.post('/users/force-to-reset', { schema: { body: ForceToResetPasswordCommand } }, async (request, reply) => {
    const operation = { op: 'reset', id: idOf(request.body.id), versions: null } as const
    await write(context, callerOf(request), jobOf(operation, null))
    return reply.send()
  })

  app.delete('/users/:id', { schema: { params: UserIdParams } }, async (request, reply) => {
    const operation = { op: 'delete', id: idOf(request.params.id), versions: null } as const
    await write(context, callerOf(request), jobOf(operation, null))
    return reply.send()
  })
}

/** All values of a user at once, and the level of its reset: a level that is already so is left alone. */
function replaceUser(id: string, values: UserChanges, isReset: boolean): Job<StoredUser> {
  return {
    action: 'user.update',
    key: null,
    input: null,
    run: async (work) => {
      const user = await updateUser(work, { id, versions: null, body: values })
      if (isReset === user.mustChangePassword) return user
      const { before: told = {}, after = {} } = work.event
      const saved = isReset ? await resetPassword(work, { id, versions: null }) : await cancelReset(work, id)
      work.event.before = { ...told, mustChangePassword: user.mustChangePassword }
      work.event.after = { ...after, mustChangePassword: isReset }
      work.event.isSilent = false
      return saved
    },
  }
}
