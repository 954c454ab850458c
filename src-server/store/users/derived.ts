import { projectsKey, searchText, sortKey } from '../../../src-shared/domain/query.ts'
import { caseless } from '../../../src-shared/domain/text.ts'
import { parseId } from '../ids.ts'
import { bit, type UserTable } from '../schema.ts'
import type { StoredUser } from './stored-user.ts'

type Kept = Omit<UserTable, 'feedSeq' | 'passwordHash' | 'notices'>

/**
 * The row of a user: its values, and the columns that follow from them by the rules of the domain, which are searched,
 * ordered and held unique.
 */
export function toRow(user: StoredUser): Kept {
  const { id, organization, partner, projects, emailConfirmed, approved, disabled, mustChangePassword, ...same } = user
  const listed = { ...user, roleLabel: null, twoFactor: null, etag: null }
  return {
    ...same,
    id: rowIdOf(id),
    organizationId: rowIdOf(organization.id),
    emailConfirmed: bit(emailConfirmed),
    approved: bit(approved),
    disabled: bit(disabled),
    mustChangePassword: bit(mustChangePassword),
    searchNames: searchText(listed).name,
    uniqueName: caseless(user.userName),
    uniqueEmail: caseless(user.email),
    sortUserName: sortKey(listed, 'userName'),
    sortDisplayName: sortKey(listed, 'displayName'),
    sortEmail: sortKey(listed, 'email'),
    sortOrganization: sortKey(listed, 'organization'),
    sortRole: sortKey(listed, 'role'),
    sortPartner: sortKey({ ...listed, partner }, 'partner'),
    sortCreationName: sortKey(listed, 'creationName'),
    sortProjects: projectsKey(projects.map(({ name }) => name)),
    sortLastSignIn: sortKey(listed, 'lastSignInAt'),
  }
}

/** The number of an id that is known to be one. */
export function rowIdOf(id: string): number {
  const found = parseId(id)
  if (found === null) throw new Error(`not an id: ${id}`)
  return found
}
