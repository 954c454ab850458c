import type { Cell } from './grid-cursor.ts'

/** A rectangle of cells, from where it was begun to where it was drawn. */
export interface Range {
  anchor: Cell
  edge: Cell
}

/** Rows from a first to a last one. */
export type Rows = readonly [first: number, last: number]

/** What is picked in a grid beside its cursor: nothing, a rectangle, or whole rows here and there. */
export type Picked = { kind: 'none' } | ({ kind: 'range' } & Range) | { kind: 'rows'; rows: readonly Rows[] }

export interface Rectangle {
  top: number
  bottom: number
  left: number
  right: number
}

export const nothing: Picked = { kind: 'none' }

export function rectangleOf({ anchor, edge }: Range): Rectangle {
  return {
    top: Math.max(0, Math.min(anchor.row, edge.row)),
    bottom: Math.max(anchor.row, edge.row),
    left: Math.min(anchor.column, edge.column),
    right: Math.max(anchor.column, edge.column),
  }
}

/** The picked rows in their order, none of them twice; the cursor's own where nothing is picked. */
export function rowsOf(picked: Picked, cursor: Cell): Rows[] {
  if (picked.kind === 'rows') return [...picked.rows]
  if (picked.kind === 'none') return cursor.row < 0 ? [] : [[cursor.row, cursor.row]]
  const { top, bottom } = rectangleOf(picked)
  return bottom < 0 ? [] : [[top, bottom]]
}

export const countOf = (rows: readonly Rows[]): number => rows.reduce((sum, [first, last]) => sum + last - first + 1, 0)

/** Which columns are picked, first and last; of `columns` in all. */
export function columnsOf(picked: Picked, cursor: Cell, columns: number): [first: number, last: number] {
  if (picked.kind === 'rows') return [0, columns - 1]
  if (picked.kind === 'none') return [cursor.column, cursor.column]
  const { left, right } = rectangleOf(picked)
  return [left, right]
}

const isIn = (rows: readonly Rows[], row: number): boolean => rows.some(([first, last]) => row >= first && row <= last)

/** How a picked row is painted: its columns, and whether the outline runs above and below it; null for another row. */
export interface RowMark {
  left: number
  right: number
  isFirst: boolean
  isLast: boolean
}

export function markOf(picked: Picked, row: number, columns: number): RowMark | null {
  if (picked.kind === 'none') return null
  const rows = rowsOf(picked, { row: -1, column: 0 })
  if (!isIn(rows, row)) return null
  const [left, right] = columnsOf(picked, { row, column: 0 }, columns)
  return { left, right, isFirst: !isIn(rows, row - 1), isLast: !isIn(rows, row + 1) }
}

/** Adds a row to those that are picked, or takes it from them. */
export function toggleRow(picked: Picked, cursor: Cell, row: number): Picked {
  const rows = rowsOf(picked, cursor)
  const next = isIn(rows, row)
    ? rows.flatMap(([first, last]): Rows[] => {
        if (row < first || row > last) return [[first, last]]
        const parts: Rows[] = [
          [first, row - 1],
          [row + 1, last],
        ]
        return parts.filter(([from, to]) => from <= to)
      })
    : joined([...rows, [row, row]])
  return next.length === 0 ? nothing : { kind: 'rows', rows: next }
}

/** The same rows, those that touch in one. */
function joined(rows: readonly Rows[]): Rows[] {
  const all: [number, number][] = []
  for (const [first, last] of rows.toSorted((a, b) => a[0] - b[0])) {
    const before = all.at(-1)
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else all.push([first, last])
  }
  return all
}

/** What is picked after the rows have moved, kept inside of `total` rows. */
export function shifted(picked: Picked, by: number, total: number): Picked {
  const moved = (row: number) => Math.max(0, Math.min(total - 1, row + by))
  const move = ({ row, column }: Cell): Cell => ({ row: moved(row), column })
  if (picked.kind === 'range') return { ...picked, anchor: move(picked.anchor), edge: move(picked.edge) }
  if (picked.kind === 'rows') return { ...picked, rows: picked.rows.map(([a, b]): Rows => [moved(a), moved(b)]) }
  return picked
}
