import { passes } from './filter.ts'
import type { Hits, SearchPlace, Sort, SortColumn, UserQuery } from './query-schema.ts'
import { searchPlaces } from './query-words.ts'
import { caseless, compareText, fold } from './text.ts'
import type { User } from './user.ts'

export type { Hits, SearchPlace, Sort, SortColumn, UserQuery }

/** Every user, by user name. */
export const everyUser: UserQuery = {
  organizationId: null,
  search: '',
  searchIn: null,
  oneOf: null,
  filters: [],
  deleted: false,
  sort: [{ column: 'userName', descending: false }],
}

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

/** Where a search looks: in the names of the user, and in those of its organization and projects; folded, made once per row. */
export type SearchText = Readonly<Record<SearchPlace, string>>

const separator = '\u0001'

export function searchText(
  user: Pick<User, 'userName' | 'displayName' | 'email' | 'organization' | 'projects'>,
): SearchText {
  return {
    name: fold([user.userName, user.displayName ?? '', user.email].join(separator)),
    organization: fold(user.organization.name),
    project: fold(user.projects.map(({ name }) => name).join(separator)),
  }
}

/** Where a folded search is found: in a name or, from three characters on, in the organization's or a project's; null: nowhere. */
export function findHit(text: SearchText, search: string): SearchPlace | null {
  const places = search.length < placeSearchFrom ? searchPlaces.slice(0, 1) : searchPlaces
  return places.find((place) => text[place].includes(search)) ?? null
}

/** The form in which a search is compared; it never finds the seam between two texts. */
export const foldSearch = (search: string): string => fold(search.trim()).replaceAll(separator, ' ')

/** The texts by which a pasted list names a user, as they are compared. */
export const namesOf = (user: Pick<User, 'id' | 'userName' | 'email'>): string[] =>
  [user.id, user.userName, user.email].map(caseless)

/** True when the user passes the organization and the filters of a query at `now`; search and `oneOf` are apart. */
export function isWithin(user: User, { organizationId, filters }: UserQuery, now: Date): boolean {
  if (organizationId !== null && user.organization.id !== organizationId) return false
  return filters.every((filter) => passes(user, filter, now))
}
