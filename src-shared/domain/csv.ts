/** A line of CSV (RFC 4180), with its line break. What a spreadsheet would run as a formula is made plain text. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`

function cellOf(text: string): string {
  // a spreadsheet takes these for the beginning of a formula, also behind blanks; the apostrophe says "text"
  const plain = /^\s*[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
