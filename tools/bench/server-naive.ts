import SQLite from 'better-sqlite3-multiple-ciphers'

/** What a console backend does without thinking of size: sort what there is, skip to the page, look everywhere for a text. */
export interface NaiveStore {
  /** A page by OFFSET, sorted without an index. */
  page(column: string, organization: number | null, offset: number): number
  /** A page of what has a text in a name, by LIKE. */
  search(text: string): number
  organizations(): number[]
  close(): void
}

/** Reads the very file that the server has made; no HTTP is in its way. */
export function openNaive(file: string): NaiveStore {
  const db = new SQLite(file, { readonly: true })
  db.pragma('cache_size = -131072')
  const columns = 'users.*, organizations.name as organizationName'
  const from = 'from users join organizations on organizations.id = users.organizationId where deletedAt is null'
  return {
    page: (column, organization, offset) =>
      db
        .prepare(
          `select ${columns} ${from} and (? is null or +organizationId = ?) order by lower(${column}), users.id limit 100 offset ?`,
        )
        .all(organization, organization, offset).length,
    search: (text) =>
      db
        .prepare(
          `select ${columns} ${from} and (userName like ? or displayName like ? or email like ? or organizations.name like ?)
           order by lower(userName), users.id limit 100`,
        )
        .all(...Array.from({ length: 4 }, () => `%${text}%`)).length,
    organizations: () =>
      db
        .prepare<[], { id: number }>('select id from organizations')
        .all()
        .map(({ id }) => id),
    close: () => void db.close(),
  }
}
