import { z } from 'zod'
import { compareText, fold } from './text.ts'
import type { User } from './user.ts'

/** The columns that a list is sorted by. */
export const sortColumns = [
  'id',
  'userName',
  'displayName',
  'email',
  'organization',
  'role',
  'approved',
  'disabled',
  'partner',
  'creationName',
  'projects',
  'createdAt',
  'lastSignInAt',
] as const
export const SortColumn = z.enum(sortColumns)
export type SortColumn = z.infer<typeof SortColumn>

export const Sort = z.strictObject({ column: SortColumn, descending: z.boolean() })
export type Sort = z.infer<typeof Sort>

/** What a list shows: users of one organization (null: of all that the account may see), that match, in order. */
export const UserQuery = z.strictObject({
  organizationId: z.string().nullable(),
  search: z.string().max(1000),
  sort: z.array(Sort).max(3),
})
export type UserQuery = z.infer<typeof UserQuery>

/** From this length on, a search looks in organization and project names too. */
export const placeSearchFrom = 3

/**
 * The text that a column sorts by, compared with `compareText`; ties go by id. No special order of digits; projects by
 * count, then first name; nothing comes before something (domain.md, Order and search).
 */
export function sortKey(user: User, column: SortColumn): string {
  switch (column) {
    case 'id':
      return user.id
    case 'userName':
    case 'email':
      return fold(user[column])
    case 'displayName':
    case 'creationName':
      return fold(user[column] ?? '')
    case 'organization':
      return fold(user.organization.name)
    case 'partner':
      return fold(user.partner?.name ?? '')
    case 'role':
      return fold(user.roleLabel ?? user.role)
    case 'approved':
    case 'disabled':
      return user[column] ? '1' : '0'
    case 'projects':
      return projectsKey(user.projects.map(({ name }) => name))
    case 'createdAt':
    case 'lastSignInAt':
      return user[column] ?? ''
  }
}

/** The sort key of a set of project names: their number, then the first of them. */
export function projectsKey(names: readonly string[]): string {
  const first = names.map(fold).sort(compareText)[0] ?? ''
  return `${String(names.length).padStart(6, '0')} ${first}`
}

/** Where a search looks: in the names of the user, and in those of its organization and projects. */
export interface SearchText {
  names: string
  places: string
}

const separator = '\u0001'

/** The folded text of a user, made once per row. */
export function searchText(user: User): SearchText {
  return {
    names: fold([user.userName, user.displayName ?? '', user.email].join(separator)),
    places: fold([user.organization.name, ...user.projects.map(({ name }) => name)].join(separator)),
  }
}

/** True when the folded search is part of a name or, from three characters on, of an organization or project name. */
export function isHit(text: SearchText, search: string): boolean {
  return text.names.includes(search) || (search.length >= placeSearchFrom && text.places.includes(search))
}

/** The form in which a search is compared. */
export const foldSearch = (search: string): string => fold(search.trim())
