import { type Change, changedFields, projectsAfter } from '../../../src-shared/domain/change.ts'
import { tidy } from '../../../src-shared/domain/user-rules.ts'
import { caseless } from '../../../src-shared/domain/text.ts'
import type { User, WritableField } from '../../../src-shared/domain/user.ts'
import { Failed } from '../../../src-shared/failure.ts'
import { expectDone } from './problem.ts'
import { roleLabel } from './rows.ts'
import type { CloudworksSession } from './session.ts'
import { readUser } from './users.ts'

/** The values that a change sets, in the form in which servers keep them. */
const valuesOf = (change: Change): Partial<User> => tidy(Object.fromEntries(Object.entries(change.set ?? {})))

/** Names and addresses are the same in any case, and servers may keep them in one of their own. */
function differ(field: WritableField, a: unknown, b: unknown): boolean {
  const isCaseless = (field === 'userName' || field === 'email') && typeof a === 'string' && typeof b === 'string'
  return isCaseless ? caseless(a) !== caseless(b) : a !== b
}

/** True when a field that the change sets was changed by somebody else, to neither what it was nor what it shall be. */
export function isOutdated(change: Change, fresh: User): boolean {
  const values = valuesOf(change)
  return changedFields(change).some((field) => {
    const was = change.base[field]
    return was !== undefined && differ(field, fresh[field], was) && differ(field, fresh[field], values[field])
  })
}

/**
 * Brings a user to what the change says, from the fresh row on: projects are taken away first, since a role may not have
 * any, and given last. Answers the row as it must be now, which is `fresh` itself where nothing had to be sent.
 */
export async function update(session: CloudworksSession, fresh: User, change: Change): Promise<User> {
  const wanted: User = { ...fresh, ...valuesOf(change) }
  const present = fresh.projects.map(({ id }) => id)
  const after = projectsAfter(change, present)
  if (wanted.role === 'manager' && fresh.role === 'user' && after.length > 0) {
    const code = 'projects_assigned'
    throw new Failed({ kind: 'invalid', code, issues: [{ field: 'role', code }] })
  }
  const gone = present.filter((id) => !after.includes(id))
  const added = after.filter((id) => !present.includes(id))
  const isChanged = changedFields(change).some((field) => wanted[field] !== fresh[field])
  await bind(session, fresh.id, 'PUT', gone)
  if (isChanged) await replace(session, wanted)
  await bind(session, fresh.id, 'POST', added)
  return isChanged || gone.length + added.length > 0 ? wanted : fresh
}

/** Sends the whole object: a level that is left out would be taken back. */
async function replace(session: CloudworksSession, user: User): Promise<void> {
  const { id, userName, displayName, email } = user
  const body = {
    id,
    username: userName,
    displayName,
    email,
    role: roleLabel(user.role, user.roleLabel),
    forceToResetPassword: user.mustChangePassword,
    disable: user.disabled,
    isApprovedByPartner: user.approved,
  }
  const answer = await session.send({ method: 'POST', path: '/api/v1/users/update', body })
  expectDone(answer, { userName, email, displayName })
}

/** POST gives projects and PUT takes them away. What is so already fails there; the row tells whether that is the reason. */
async function bind(
  session: CloudworksSession,
  userId: string,
  method: 'POST' | 'PUT',
  projects: readonly string[],
): Promise<void> {
  if (projects.length === 0) return
  const path = `/api/v1/users/${encodeURIComponent(userId)}/projects`
  const answer = await session.send({ method, path, body: projects.map(Number) })
  if (answer.status < 400 || answer.status >= 500 || answer.status === 403) {
    expectDone(answer)
    return
  }
  const now = (await readUser(session, userId)).projects.map(({ id }) => id)
  const isSo = projects.every((id) => now.includes(id) === (method === 'POST'))
  if (!isSo) expectDone(answer)
}
