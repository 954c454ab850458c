import { z } from 'zod'
import type { Change } from '../../../src-shared/domain/change.ts'
import { caseless } from '../../../src-shared/domain/text.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { Failed } from '../../../src-shared/failure.ts'
import { expectDone, refusal } from './problem.ts'
import { readProjects } from './places.ts'
import { roleLabel } from './rows.ts'
import type { CloudworksSession } from './session.ts'
import { update } from './update.ts'
import { findByName, readUser } from './users.ts'

const Created = z.object({
  id: z.string().nullish(),
  isError: z.boolean().nullish(),
  message: z.string().nullish(),
})

/**
 * Creates a user. One that may have been created by an answer that was lost is looked up by its name before anything is
 * sent, and again where the name turns out to be taken.
 */
export async function create(session: CloudworksSession, change: Change, isInDoubt: boolean): Promise<User> {
  await refuseForeignProjects(session, change)
  const user = (isInDoubt ? await findOwn(session, change) : null) ?? (await createAnew(session, change, isInDoubt))
  const { approved, disabled } = change.set ?? {}
  const levels = { ...(approved !== undefined && { approved }), ...(disabled !== undefined && { disabled }) }
  const rest: Change = { target: { id: user.id }, base: {}, baseVersion: null, set: levels }
  const wanted = await update(session, user, { ...rest, ...(change.projects && { projects: change.projects }) })
  return wanted === user ? user : readUser(session, user.id)
}

async function createAnew(session: CloudworksSession, change: Change, isInDoubt: boolean): Promise<User> {
  try {
    return await post(session, change)
  } catch (error) {
    const isTaken = error instanceof Failed && error.failure.kind === 'invalid'
    const own = isTaken && isInDoubt ? await findOwn(session, change) : null
    if (own === null) throw error
    return own
  }
}

async function post(session: CloudworksSession, change: Change): Promise<User> {
  const { userName = '', displayName = null, email = '', role = 'user' } = change.set ?? {}
  const { organizationId } = change
  const body = {
    username: userName,
    displayName,
    email,
    role: roleLabel(role, null),
    ...(organizationId !== undefined && { organizationId: Number(organizationId) }),
  }
  const sent = { userName, email, displayName }
  const answer = await session.send({ method: 'POST', path: '/api/v1/users/create', body })
  expectDone(answer, sent)
  const { id, isError, message } = answer.json(Created)
  // a refusal may come as a success
  if (isError) throw new Failed(refusal(message ?? '', sent))
  const user = id ? await readUser(session, id) : await findByName(session, userName)
  if (user === null) throw new Failed({ kind: 'notFound' })
  return user
}

/** The user that this very creation has made: of the same name, address and organization. */
async function findOwn(session: CloudworksSession, { set = {}, organizationId }: Change): Promise<User | null> {
  const user = await findByName(session, set.userName?.trim() ?? '')
  const isOwn =
    user !== null &&
    caseless(user.email) === caseless(set.email?.trim() ?? '') &&
    (organizationId === undefined || user.organization.id === organizationId)
  return isOwn ? user : null
}

/** Projects are given after the creation: what would be refused then is refused before it. */
async function refuseForeignProjects(session: CloudworksSession, { projects, organizationId }: Change): Promise<void> {
  if (!projects?.add.length || organizationId === undefined) return
  const known = (await readProjects(session, organizationId)).map(({ id }) => id)
  if (projects.add.every((id) => known.includes(id))) return
  const code = 'projects.unknown'
  throw new Failed({ kind: 'invalid', code, issues: [{ field: 'projectIds', code }] })
}
