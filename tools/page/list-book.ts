import { foldSearch, isHit, searchText, sortKey, type UserQuery } from '../../src-shared/domain/query.ts'
import { compareText } from '../../src-shared/domain/text.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { Columns, OpenedList, Window } from '../../src-shared/ipc/shapes.ts'

/** Users of a query, in its order. */
export function answer(users: readonly User[], query: UserQuery): User[] {
  const sought = foldSearch(query.search)
  const hits = users.filter(
    (user) =>
      user.deletedAt === null &&
      (query.organizationId === null || user.organization.id === query.organizationId) &&
      (sought === '' || isHit(searchText(user), sought)),
  )
  const keyed = hits.map((user) => ({ user, keys: query.sort.map(({ column }) => sortKey(user, column)) }))
  keyed.sort((a, b) => {
    for (const [at, { descending }] of query.sort.entries()) {
      const order = compareText(a.keys[at] ?? '', b.keys[at] ?? '')
      if (order !== 0) return descending ? -order : order
    }
    return compareText(a.user.id, b.user.id)
  })
  return keyed.map(({ user }) => user)
}

/** Rows as columns, as they cross between processes. */
export function columnsOf(users: readonly User[]): Columns {
  const column = <K extends keyof User>(key: K) => users.map((user) => user[key])
  return {
    id: column('id'),
    userName: column('userName'),
    displayName: column('displayName'),
    email: column('email'),
    emailConfirmed: column('emailConfirmed'),
    role: column('role'),
    roleLabel: column('roleLabel'),
    approved: column('approved'),
    disabled: column('disabled'),
    mustChangePassword: column('mustChangePassword'),
    invitationExpiresAt: column('invitationExpiresAt'),
    protection: column('protection'),
    organizationId: users.map(({ organization }) => organization.id),
    organizationName: users.map(({ organization }) => organization.name),
    partnerId: users.map(({ partner }) => partner?.id ?? null),
    partnerName: users.map(({ partner }) => partner?.name ?? null),
    creationName: column('creationName'),
    createdAt: column('createdAt'),
    lastSignInAt: column('lastSignInAt'),
    projectNames: users.map((user) => user.projects.map(({ name }) => name)),
  }
}

interface OpenList {
  query: UserQuery
  revision: number
  rows: User[]
}

/** Open lists over users that change: revisions, stale windows and news, as main has them. */
export function createListBook(users: () => readonly User[], changed: (opened: OpenedList) => void) {
  const lists = new Map<number, OpenList>()
  let last = 0

  const openedOf = (list: number, { revision, rows }: OpenList): OpenedList => ({ list, revision, total: rows.length })
  function get(list: number): OpenList {
    const found = lists.get(list)
    if (!found) throw new RangeError(`list ${list} is not open`)
    return found
  }

  return {
    open(query: UserQuery): OpenedList {
      const list = { query, revision: 1, rows: answer(users(), query) }
      lists.set(++last, list)
      return openedOf(last, list)
    },
    window(list: number, revision: number, first: number, count: number): Window {
      const { revision: newest, rows } = get(list)
      if (revision !== newest) return { stale: true, revision: newest, total: rows.length }
      return { stale: false, first, columns: columnsOf(rows.slice(first, first + count)) }
    },
    locate(list: number, id: string): number | null {
      const row = get(list).rows.findIndex((user) => user.id === id)
      return row < 0 ? null : row
    },
    close: (list: number) => lists.delete(list),
    openCount: () => lists.size,
    /** Answers every open list again and tells of those that changed. */
    refresh(): void {
      for (const [id, list] of lists) {
        list.rows = answer(users(), list.query)
        list.revision += 1
        changed(openedOf(id, list))
      }
    },
  }
}
