import { type Change, changedFields, projectsAfter } from '../../../src-shared/domain/change.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { Failed, type Failure } from '../../../src-shared/failure.ts'
import type { UserPatch } from '../../../src-shared/wire/muster-api/users.ts'
import type { HttpAnswer } from '../http-answer.ts'
import type { HttpRequest } from '../http.ts'
import type { SendResult } from '../provider.ts'
import { expectDone, expectSuccess, toFailure } from './problem.ts'
import { ReceivedUser, toUser } from './rows.ts'
import type { MusterSession } from './session.ts'
import { read } from './users.ts'

/** Failures that settle a request: the server has understood it and says no. */
export const settling: readonly Failure['kind'][] = ['invalid', 'forbidden', 'notFound', 'unsupported']

/**
 * One change as requests of this API: the fields first, then the action. Each request has a key of its own, made from the
 * change's, so that sending the change again repeats neither.
 */
export async function send(session: MusterSession, change: Change, key: string): Promise<SendResult> {
  try {
    return { state: 'applied', user: await apply(session, change, key) }
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    const { failure } = error
    if (failure.kind === 'conflict') return { state: 'outdated', theirs: failure.theirs }
    if (settling.includes(failure.kind)) return { state: 'refused', failure }
    throw error
  }
}

async function apply(session: MusterSession, change: Change, key: string): Promise<User | null> {
  if ('newKey' in change.target) return create(session, change, key)
  const { id } = change.target
  const path = `/v1/users/${encodeURIComponent(id)}`
  let version = change.baseVersion
  let user: User | null = null
  const patch = patchOf(change)
  if (patch !== null) {
    const answer = await write(session, { method: 'PATCH', path, body: patch }, `${key}.set`, version)
    user = toUser(expectSuccess(answer, ReceivedUser))
    version = user.etag
  }
  if (!change.action) return user
  await act(session, path, change.action, `${key}.${change.action}`, version)
  return change.action === 'delete' ? null : read(session, id)
}

/** The body of a creation. */
export const creationOf = (change: Change) => ({
  ...change.set,
  organizationId: change.organizationId,
  projectIds: change.projects?.add ?? [],
})

async function create(session: MusterSession, change: Change, key: string): Promise<User> {
  const body = creationOf(change)
  const answer = await write(session, { method: 'POST', path: '/v1/users', body }, key, null)
  return toUser(expectSuccess(answer, ReceivedUser))
}

/** The merge patch of a change (RFC 7396); null when it sets nothing. Projects are sent whole, made from the base's. */
export function patchOf(change: Change): UserPatch | null {
  const { projects } = change
  const moves = projects !== undefined && projects.add.length + projects.remove.length > 0
  if (changedFields(change).length === 0 && !moves) return null
  return { ...change.set, ...(moves && { projectIds: projectsAfter(change, change.base.projectIds ?? []) }) }
}

async function act(
  session: MusterSession,
  path: string,
  action: NonNullable<Change['action']>,
  key: string,
  version: string | null,
): Promise<void> {
  const requests: Record<typeof action, HttpRequest | null> = {
    create: null,
    delete: { method: 'DELETE', path },
    restore: { method: 'POST', path: `${path}/restore` },
    reset: { method: 'POST', path: `${path}/password-reset` },
    invite: { method: 'POST', path: `${path}/invitation` },
    signOut: { method: 'DELETE', path: `${path}/sessions` },
  }
  const request = requests[action]
  if (request === null) return
  expectDone(await write(session, request, key, action === 'delete' ? version : null))
}

async function write(session: MusterSession, request: HttpRequest, key: string, version: string | null) {
  const headers = { 'Idempotency-Key': key, ...(version !== null && { 'If-Match': version }) }
  const answer: HttpAnswer = await session.send({ ...request, headers })
  // a 412 carries the user as it is now
  if (answer.status === 412) throw new Failed(toFailure(answer))
  return answer
}
