import { z } from 'zod'
import { Id32 } from '../../../src-shared/wire/cloudworks/users.ts'
import type { App } from '../../http.ts'
import type { Context } from '../../store/context.ts'
import { refuse, refused } from '../../store/refusal.ts'
import { setMembership } from '../../store/users/projects.ts'
import type { StoredUser } from '../../store/users/stored-user.ts'
import { findTarget } from '../../store/users/target.ts'
import { updateUser } from '../../store/users/update.ts'
import { type Job, write, writeAll } from '../../store/write.ts'
import { fromNumber, fromUuid } from './ids.ts'
import { callerOf, NumberParams, UserIdParams } from './inputs.ts'

/** POST binds and PUT takes away. Binding what is bound is refused, and so is taking away what is not. */
const methods = [
  { method: 'POST', isBinding: true },
  { method: 'PUT', isBinding: false },
] as const

export function addBindings(app: App, context: Context): void {
  for (const { method, isBinding } of methods) {
    app.route({
      method,
      url: '/users/:id/projects',
      schema: { params: UserIdParams, body: z.array(Id32).max(1000) },
      handler: async (request, reply) => {
        const id = fromUuid(context.instance, request.params.id)
        await write(context, callerOf(request), bindProjects(id, request.body.map(fromNumber), isBinding))
        return reply.send()
      },
    })

    app.route({
      method,
      url: '/projects/:id/users',
      schema: { params: NumberParams, body: z.array(z.string()).max(1000) },
      handler: async (request, reply) => {
        const projectId = fromNumber(request.params.id)
        const jobs = request.body.map((uuid) => bindUser(fromUuid(context.instance, uuid), projectId, isBinding))
        for (const outcome of await writeAll(context, callerOf(request), jobs))
          if ('refusal' in outcome) throw refused(outcome.refusal)
        return reply.send()
      },
    })
  }
}

/** Binds a user to all of these projects, or takes all away, or does nothing. */
function bindProjects(id: string, projectIds: readonly string[], isBinding: boolean): Job<StoredUser> {
  return {
    action: 'user.update',
    key: null,
    input: null,
    run: async (work) => {
      const bound = (await findTarget(work, id)).projects.map((project) => project.id)
      refuseDone(bound, projectIds, isBinding)
      const after = isBinding ? [...bound, ...projectIds] : bound.filter((one) => !projectIds.includes(one))
      return updateUser(work, { id, versions: null, body: { projectIds: after } })
    },
  }
}

function bindUser(userId: string, projectId: string, isMember: boolean): Job<null> {
  return {
    action: isMember ? 'project.assign' : 'project.unassign',
    key: null,
    input: null,
    run: async (work) => {
      const { projects } = await findTarget(work, userId)
      refuseDone(
        projects.map(({ id }) => id),
        [projectId],
        isMember,
      )
      return setMembership(work, { projectId, userId, isMember })
    },
  }
}

function refuseDone(bound: readonly string[], projectIds: readonly string[], isBinding: boolean): void {
  if (projectIds.some((id) => bound.includes(id) === isBinding))
    refuse('conflict', isBinding ? 'already_bound' : 'not_bound')
}
