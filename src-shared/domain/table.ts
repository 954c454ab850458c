import type { FieldValues } from './change.ts'
import type { Issue } from './issue.ts'
import { isManagedRole } from './role.ts'
import { caseless } from './text.ts'
import type { WritableField } from './user.ts'

/** Rows of cells, as a spreadsheet copies them. */
export type Table = readonly (readonly string[])[]

/**
 * Reads tab-separated text as spreadsheets write it: a cell that has a tab, a line break or a quote stands in quotes, and
 * its quotes are doubled. A quote inside a plain cell is a quote.
 */
export function parseTable(text: string): Table {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  const source = text.replace(/\r\n?/g, '\n')
  while (at < source.length) {
    const [cell, next] = source[at] === '"' ? readQuoted(source, at) : readPlain(source, at)
    row.push(cell)
    if (source[next] === '\t') {
      at = next + 1
      if (at === source.length) row.push('')
      continue
    }
    rows.push(row)
    row = []
    at = next + 1
  }
  if (row.length > 0) rows.push(row)
  return rows
}

function readPlain(source: string, start: number): [string, number] {
  let end = start
  while (end < source.length && source[end] !== '\t' && source[end] !== '\n') end++
  return [source.slice(start, end), end]
}

function readQuoted(source: string, start: number): [string, number] {
  let cell = ''
  for (let at = start + 1; ;) {
    const quote = source.indexOf('"', at)
    if (quote < 0) return readPlain(source, start) // never closed: it was no quote of a cell
    cell += source.slice(at, quote)
    const next = source[quote + 1]
    if (next === '"') {
      cell += '"'
      at = quote + 2
    } else if (next === undefined || next === '\t' || next === '\n') return [cell, quote + 1]
    else return readPlain(source, start)
  }
}

/** Writes cells as tab-separated text that `parseTable` and spreadsheets read back. */
export function formatTable(rows: Table): string {
  const quote = (cell: string) => (/^"|[\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return rows.map((row) => row.map(quote).join('\t')).join('\n')
}

/** Columns by which pasted rows find their users. */
export const keyColumns = ['id', 'userName', 'email'] as const
export type KeyColumn = (typeof keyColumns)[number]

const titles: Readonly<Record<string, KeyColumn | WritableField>> = {
  id: 'id',
  username: 'userName',
  displayname: 'displayName',
  email: 'email',
  emailaddress: 'email',
  role: 'role',
  approved: 'approved',
  disabled: 'disabled',
}

/** The column that a title names: spelling, spaces and dashes do not count; null for one that is none of ours. */
export const columnOf = (title: string): KeyColumn | WritableField | null =>
  titles[title.toLowerCase().replace(/[\s_-]/g, '')] ?? null

export interface ReadTable {
  /** Null where the first row has no title that we know. */
  columns: readonly (KeyColumn | WritableField | null)[] | null
  rows: Table
  /** The first of Id, User Name and E-mail that there is, and its place. */
  key: { column: KeyColumn; at: number } | null
}

/** A pasted table, and by what its rows find their users. A first row with a key's title is a row of titles. */
export function readTable(table: Table): ReadTable {
  const columns = (table[0] ?? []).map(columnOf)
  const found = keyColumns.map((column) => ({ column, at: columns.indexOf(column) })).find(({ at }) => at >= 0)
  return found === undefined ? { columns: null, rows: table, key: null } : { columns, rows: table.slice(1), key: found }
}

export interface Matches {
  matched: { id: string; cells: readonly string[] }[]
  /** Keys that no user of the list has. */
  missing: string[]
  /** Keys that stand in several rows: the first counts. */
  twice: string[]
}

/** Finds the user of each row by a key ("20 by Id, 2 not in this list"); `idOf` takes the key as `caseless` gives it. */
export function matchRows(rows: Table, at: number, idOf: (key: string) => string | undefined): Matches {
  const found: Matches = { matched: [], missing: [], twice: [] }
  const seen = new Set<string>()
  for (const cells of rows) {
    const key = (cells[at] ?? '').trim()
    if (key === '') continue
    const id = idOf(caseless(key))
    if (id === undefined) found.missing.push(key)
    else if (seen.has(id)) found.twice.push(key)
    else {
      seen.add(id)
      found.matched.push({ id, cells })
    }
  }
  return found
}

/** What is wrong with the shape of a table that is pasted by position into `rows` x `columns` cells; null: it fits. */
export function misfit(table: Table, rows: number, columns: number): Issue | null {
  const width = Math.max(0, ...table.map((row) => row.length))
  const isRagged = table.some((row) => row.length !== width)
  const params = { rows: table.length, columns: width, intoRows: rows, intoColumns: columns }
  if (isRagged) return { field: 'table', code: 'table.ragged', params }
  const isFill = table.length === 1 && width === 1
  if (isFill || (rows === 1 && columns === 1)) return null
  const fits = rows % Math.max(1, table.length) === 0 && columns % Math.max(1, width) === 0
  return fits ? null : { field: 'table', code: 'table.shape', params }
}

const yes = ['yes', 'true', '1', 'x', 'y']
const no = ['no', 'false', '0', '', 'n', 'waiting']

/** A cell's text as the value of a field, or the rule that it breaks; texts are checked by `user-rules.ts`. */
export function parseCell(field: WritableField, text: string): { values: Partial<FieldValues> } | { issue: Issue } {
  const value = text.trim()
  const word = value.toLowerCase()
  switch (field) {
    case 'userName':
    case 'email':
      return { values: { [field]: value } }
    case 'displayName':
      return { values: { displayName: value === '' ? null : value } }
    case 'role':
      return isManagedRole(word) ? { values: { role: word } } : { issue: { field, code: 'role.unknown' } }
    case 'approved':
    case 'disabled':
      if (yes.includes(word)) return { values: { [field]: true } }
      if (no.includes(word)) return { values: { [field]: false } }
      return { issue: { field, code: `${field}.yesno` } }
  }
}
