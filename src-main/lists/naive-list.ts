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
import type { Mark, UserRows } from './rows.ts'

interface Row {
  user: User
  text: SearchText
}

/**
 * Filters and sorts every row at every question: slow, obvious, and the measure of the fast ones. Kept where nothing may be
 * written to disk.
 */
export function createNaiveRows(): UserRows {
  const rows = new Map<string, Row>()
  let mark: Mark | null = null
  /** Ids that the running full read has brought, and those that changed while it ran. */
  let read = new Set<string>()
  let touched: Set<string> | null = null

  function put(user: User): void {
    rows.set(user.id, { user, text: searchText(user) })
  }

  const unread = () => [...rows.keys()].filter((id) => !read.has(id) && touched?.has(id) !== true)

  return {
    size: () => rows.size,
    get: (id) => rows.get(id)?.user,
    mark: () => mark,
    beginRead() {
      read = new Set()
      touched = new Set()
    },
    add(users) {
      for (const user of users) {
        if (touched?.has(user.id)) continue
        read.add(user.id)
        put(user)
      }
    },
    countUnread: () => unread().length,
    endRead(next) {
      for (const id of unread()) rows.delete(id)
      touched = null
      mark = next
    },
    change(users, gone, next) {
      for (const user of users) put(user)
      for (const id of gone) rows.delete(id)
      for (const id of [...users.map((user) => user.id), ...gone]) touched?.add(id)
      mark = next ?? mark
    },
    select(query, now) {
      const found = select([...rows.values()], query, now)
      return {
        hits: found.hits,
        missing: found.missing,
        get total() {
          return found.ids.length
        },
        window: (first, count) => found.ids.slice(first, first + count).flatMap((id) => rows.get(id)?.user ?? []),
        ids: (first, count) => found.ids.slice(first, first + count),
        locate(id) {
          const row = found.ids.indexOf(id)
          return row < 0 ? null : row
        },
        dropGone() {
          found.ids = found.ids.filter((id) => rows.has(id))
        },
      }
    },
    tidy: () => false,
    close: () => undefined,
  }
}

function select(rows: readonly Row[], query: UserQuery, now: Date) {
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
