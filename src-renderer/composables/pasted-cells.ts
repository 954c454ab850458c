import type { FieldValues } from '../../src-shared/domain/change.ts'
import { type KeyColumn, matchRows, parseCell, readTable, type Table } from '../../src-shared/domain/table.ts'
import { caseless } from '../../src-shared/domain/text.ts'
import { type WritableField, writableFields } from '../../src-shared/domain/user-words.ts'
import type { PastedRow } from '../../src-shared/ipc/work-shapes.ts'

/** What a paste comes to, before anything is staged. */
export interface Paste {
  rows: PastedRow[]
  /** By what the rows found their users; null: by their place. */
  key: KeyColumn | null
  /** Fields that are set, in the order of the table. */
  fields: WritableField[]
  /** Keys that no user has, and those that stand in several rows, of which the first counts. */
  missing: string[]
  twice: string[]
  /** Cells whose text is no value of their column, such as a role that is not there. */
  unread: number
  /** Columns that are left out: read-only ones, and those without a title that we know. */
  skipped: number
}

const isWritable = (column: string | null | undefined): column is WritableField =>
  writableFields.some((field) => field === column)

/** The values of one row; `unread` counts the cells that are none. */
function valuesOf(cells: readonly string[], columns: readonly (string | null)[]) {
  const set: Partial<FieldValues> = {}
  let unread = 0
  for (const [at, column] of columns.entries()) {
    const cell = cells[at]
    if (!isWritable(column) || cell === undefined) continue
    const parsed = parseCell(column, cell)
    if ('values' in parsed) Object.assign(set, parsed.values)
    else unread += 1
  }
  return { set, unread }
}

function gather(matched: readonly { id: string; cells: readonly string[] }[], columns: readonly (string | null)[]) {
  const rows: PastedRow[] = []
  let unread = 0
  for (const { id, cells } of matched) {
    const values = valuesOf(cells, columns)
    unread += values.unread
    if (Object.keys(values.set).length > 0) rows.push({ id, set: values.set })
  }
  const fields = columns.filter(isWritable)
  return { rows, fields, unread, skipped: columns.length - fields.length }
}

/** The keys of a table that names its users; null where its first row has no such title. */
export function keysOf(table: Table): string[] | null {
  const { key, rows } = readTable(table)
  if (key === null) return null
  const keys = rows.map((cells) => (cells[key.at] ?? '').trim()).filter((text) => text !== '')
  return [...new Set(keys)]
}

/** Rows that find their users by a key. `ids`: the user of each key, as main found them. */
export function pasteByKey(table: Table, ids: ReadonlyMap<string, string>): Paste {
  const { key, rows, columns } = readTable(table)
  const matches = matchRows(rows, key?.at ?? 0, (text) => ids.get(text))
  // the key finds the user, and is not set
  const others = (columns ?? []).map((column, at) => (at === key?.at ? null : column))
  const { missing, twice } = matches
  const gathered = gather(matches.matched, others)
  return { ...gathered, key: key?.column ?? null, missing, twice, skipped: gathered.skipped - (key ? 1 : 0) }
}

/** Rows that go where they are pasted: to these users, from this column on. A table that is too small is repeated. */
export function pasteByPlace(table: Table, users: readonly string[], columns: readonly string[]): Paste {
  const width = Math.max(1, ...table.map((row) => row.length))
  const matched = users.map((id, at) => {
    const cells = table[at % table.length] ?? []
    return { id, cells: columns.map((_, column) => cells[column % width] ?? '') }
  })
  return { ...gather(matched, columns), key: null, missing: [], twice: [] }
}

/** The map by which a key finds its user, from what main answered for the keys. */
export const idsByKey = (keys: readonly string[], ids: readonly (string | null)[]): Map<string, string> =>
  new Map(
    keys.flatMap((key, at) => {
      const id = ids[at]
      return id ? [[caseless(key), id] as const] : []
    }),
  )
