/** A cell of an exported table. */
export type Cell = string | number | boolean | null

/** Signs with which spreadsheets begin a formula, full-width forms included. */
const startsFormula = /^[\t\r\n ]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r]/u

/** Text that no spreadsheet takes for a formula: an apostrophe stands before it (OWASP, CSV Injection). */
export const defuse = (text: string): string => (startsFormula.test(text) ? `'${text}` : text)

export const textOf = (cell: Cell): string => {
  if (cell === null) return ''
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  return String(cell)
}
