import { type Cell, defuse, textOf } from './cells.ts'

/** CSV of RFC 4180 in UTF-8, with a byte order mark so that spreadsheets read letters of all scripts. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return `\uFEFF${rows.map((row) => row.map((cell) => quote(defuse(textOf(cell)))).join(',')).join('\r\n')}\r\n`
}
