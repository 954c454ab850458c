import {
  foldSearch,
  isHit,
  type SearchText,
  searchText,
  type Sort,
  sortKey,
  type UserQuery,
} from '../../src-shared/domain/query.ts'
import { compareText } from '../../src-shared/domain/text.ts'
import type { User } from '../../src-shared/domain/user.ts'

interface Row {
  user: User
  text: SearchText
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
  /** Ids of the users that a query shows, in its order. */
  select(query: UserQuery): string[]
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
    select({ organizationId, search, sort }) {
      const text = foldSearch(search)
      const hits: User[] = []
      for (const row of rows.values()) {
        if (organizationId !== null && row.user.organization.id !== organizationId) continue
        if (isHit(row.text, text)) hits.push(row.user)
      }
      return inOrder(hits, sort)
    },
  }
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
