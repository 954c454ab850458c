import {
  findHit,
  foldSearch,
  type Hits,
  isWithin,
  namesOf,
  type SearchText,
  searchText,
  type Sort,
  sortKey,
  type UserQuery,
} from '../../src-shared/domain/query.ts'
import { caseless, compareText } from '../../src-shared/domain/text.ts'
import type { User } from '../../src-shared/domain/user.ts'

interface Row {
  user: User
  text: SearchText
}

/** What a query shows. `hits` and `missing`: see `OpenedList`. */
export interface Selection {
  /** In the query's order. */
  ids: string[]
  hits: Hits | null
  missing: string[]
}

/** The users of one server in memory, and the answers that any faster list must give too. */
export interface UserRows {
  /** Adds or replaces. */
  put(users: readonly User[]): void
  remove(ids: readonly string[]): void
  /** Drops all that are not in `ids`. */
  keepOnly(ids: ReadonlySet<string>): void
  get(id: string): User | undefined
  size(): number
  select(query: UserQuery, now: Date): Selection
}

/** Filters and sorts every row at every question: slow, obvious, and the measure of the fast ones. */
export function createNaiveRows(): UserRows {
  const rows = new Map<string, Row>()
  return {
    put(users) {
      for (const user of users) rows.set(user.id, { user, text: searchText(user) })
    },
    remove(ids) {
      for (const id of ids) rows.delete(id)
    },
    keepOnly(ids) {
      for (const id of rows.keys()) if (!ids.has(id)) rows.delete(id)
    },
    get: (id) => rows.get(id)?.user,
    size: () => rows.size,
    select: (query, now) => select([...rows.values()], query, now),
  }
}

function select(rows: readonly Row[], query: UserQuery, now: Date): Selection {
  const search = foldSearch(query.search)
  const wanted = query.oneOf && new Map(query.oneOf.map((value) => [caseless(value.trim()), value]))
  const missing = new Map(wanted)
  const hits: Hits = { name: 0, organization: 0, project: 0 }
  const shown: User[] = []
  for (const { user, text } of rows) {
    const isInOrganization = query.organizationId === null || user.organization.id === query.organizationId
    const names = wanted && isInOrganization ? namesOf(user).filter((name) => wanted.has(name)) : []
    for (const name of names) missing.delete(name)
    if (wanted && names.length === 0) continue
    if (!isWithin(user, query, now)) continue
    const place = findHit(text, search)
    if (place === null) continue
    hits[place]++
    if (query.searchIn === null || query.searchIn === place) shown.push(user)
  }
  return { ids: inOrder(shown, query.sort), hits: search === '' ? null : hits, missing: [...missing.values()] }
}

function inOrder(users: readonly User[], sort: readonly Sort[]): string[] {
  const keyed = users.map((user) => ({ id: user.id, keys: sort.map(({ column }) => sortKey(user, column)) }))
  keyed.sort((a, b) => {
    for (const [at, { descending }] of sort.entries()) {
      const order = compareText(a.keys[at] ?? '', b.keys[at] ?? '')
      if (order !== 0) return descending ? -order : order
    }
    return compareText(a.id, b.id)
  })
  return keyed.map(({ id }) => id)
}
