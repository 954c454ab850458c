import { z } from 'zod'
import { Filter, passes } from './filter.ts'
import { caseless, compareText, fold } from './text.ts'
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

/** Where a search finds a user; the first that holds counts. */
export const searchPlaces = ['name', 'organization', 'project'] as const
export const SearchPlace = z.enum(searchPlaces)
export type SearchPlace = z.infer<typeof SearchPlace>

/** What a list shows: users that pass all that it asks, in order. */
export const UserQuery = z.strictObject({
  /** Null: of all organizations that the account may see. */
  organizationId: z.string().nullable(),
  search: z.string().max(1000),
  /** Only hits that the search found there; null: all. */
  searchIn: SearchPlace.nullable(),
  /** Only users who have one of these as id, user name or e-mail; null: all. */
  oneOf: z.array(z.string().min(1).max(254)).max(10_000).nullable(),
  filters: z.array(Filter).max(20),
  /** The deleted users that can be restored, in place of the others. */
  deleted: z.boolean(),
  sort: z.array(Sort).max(3),
})
export type UserQuery = z.infer<typeof UserQuery>

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

/** How many users a search found, by where; each is counted once. */
export const Hits = z.object({ name: z.int(), organization: z.int(), project: z.int() })
export type Hits = z.infer<typeof Hits>

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

/** The form in which a search is compared. */
export const foldSearch = (search: string): string => fold(search.trim())

/** The texts by which a pasted list names a user, as they are compared. */
export const namesOf = (user: Pick<User, 'id' | 'userName' | 'email'>): string[] =>
  [user.id, user.userName, user.email].map(caseless)

/** True when the user passes the organization and the filters of a query at `now`; search and `oneOf` are apart. */
export function isWithin(user: User, { organizationId, filters }: UserQuery, now: Date): boolean {
  if (organizationId !== null && user.organization.id !== organizationId) return false
  return filters.every((filter) => passes(user, filter, now))
}
