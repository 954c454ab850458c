import writeXlsxFile from 'write-excel-file/node'
import { type Cell, textOf } from './cells.ts'

/** A workbook of one sheet, the first row as its head. Every text is a text cell, never a formula. */
export async function toXlsx([head = [], ...rows]: readonly (readonly Cell[])[]): Promise<Buffer> {
  const sheet = [
    head.map((cell) => ({ type: String, value: textOf(cell), fontWeight: 'bold' as const })),
    ...rows.map((row) =>
      row.map((cell) =>
        typeof cell === 'number' ? { type: Number, value: cell } : { type: String, value: textOf(cell) },
      ),
    ),
  ]
  return writeXlsxFile(sheet, { stickyRowsCount: 1 }).toBuffer()
}
