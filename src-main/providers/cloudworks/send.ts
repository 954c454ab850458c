import type { Change } from '../../../src-shared/domain/change.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { Failed, type Failure } from '../../../src-shared/failure.ts'
import type { SendResult } from '../provider.ts'
import { create } from './create.ts'
import type { CloudworksSession } from './session.ts'
import { readUser } from './users.ts'
import { isOutdated, update } from './update.ts'
import { expectDone } from './problem.ts'

/** Failures that settle a request: the server has understood it and says no. */
const settling: Failure['kind'][] = ['invalid', 'forbidden', 'notFound', 'unsupported']

/** What an account of this API cannot have done to it. */
const unable: readonly Change['action'][] = ['restore', 'invite', 'signOut']

/**
 * One change as requests of this API, which knows neither versions nor keys: the user is read again first and compared with
 * what the person saw, the whole object is sent, and the outcome is read back. What is so already is not sent, which makes
 * sending again harmless.
 */
export async function send(session: CloudworksSession, change: Change, isInDoubt: boolean): Promise<SendResult> {
  try {
    if (unable.includes(change.action)) throw new Failed({ kind: 'unsupported', code: 'not_in_this_api' })
    if ('newKey' in change.target) return { state: 'applied', user: await create(session, change, isInDoubt) }
    return await apply(session, change.target.id, change, isInDoubt)
  } catch (error) {
    if (error instanceof Failed && settling.includes(error.failure.kind))
      return { state: 'refused', failure: error.failure }
    throw error
  }
}

async function apply(session: CloudworksSession, id: string, change: Change, isInDoubt: boolean): Promise<SendResult> {
  const isDeletion = change.action === 'delete'
  const fresh = await readOrGone(session, id)
  if (fresh === null) {
    if (isDeletion && isInDoubt) return { state: 'applied', user: null }
    throw new Failed({ kind: 'notFound' })
  }
  if (isOutdated(change, fresh)) return { state: 'outdated', theirs: fresh }
  const updated = await update(session, fresh, change)
  if (isDeletion) {
    await remove(session, id)
    return { state: 'applied', user: null }
  }
  if (change.action === 'reset' && !(isInDoubt && updated.mustChangePassword)) {
    const body = { id }
    expectDone(await session.send({ method: 'POST', path: '/api/v1/users/force-to-reset', body }))
  } else if (updated === fresh) return { state: 'applied', user: fresh }
  const user = await readUser(session, id)
  // what did not stick was changed by somebody else at the same moment, or by the server's own rules
  return isOutdated({ ...change, base: change.set ?? {} }, user)
    ? { state: 'outdated', theirs: user }
    : { state: 'applied', user }
}

async function readOrGone(session: CloudworksSession, id: string): Promise<User | null> {
  try {
    return await readUser(session, id)
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'notFound') return null
    throw error
  }
}

/** Somebody who is gone by now is as deleted as can be; a 404 alone may be that of another server in between. */
async function remove(session: CloudworksSession, id: string): Promise<void> {
  const answer = await session.send({ method: 'DELETE', path: `/api/v1/users/${encodeURIComponent(id)}` })
  if (answer.status === 404 && (await readOrGone(session, id)) === null) return
  expectDone(answer)
}
