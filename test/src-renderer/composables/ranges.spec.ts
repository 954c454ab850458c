import { describe, expect, it } from 'vitest'
import {
  columnsOf,
  countOf,
  markOf,
  nothing,
  type Picked,
  rowsOf,
  toggleRow,
} from '../../../src-renderer/composables/ranges.ts'

const cursor = { row: 4, column: 2 }
const range = (top: number, left: number, bottom: number, right: number): Picked => ({
  kind: 'range',
  anchor: { row: top, column: left },
  edge: { row: bottom, column: right },
})

describe('what is picked', () => {
  it('is the row under the cursor while nothing else is', () => {
    expect(rowsOf(nothing, cursor)).toEqual([[4, 4]])
    expect(rowsOf(nothing, { row: -1, column: 0 })).toEqual([])
    expect(columnsOf(nothing, cursor, 9)).toEqual([2, 2])
    expect(markOf(nothing, 4, 9)).toBeNull()
  })
  it('is a rectangle, drawn in any way', () => {
    for (const drawn of [range(3, 5, 6, 1), range(6, 1, 3, 5)]) {
      expect(rowsOf(drawn, cursor)).toEqual([[3, 6]])
      expect(columnsOf(drawn, cursor, 9)).toEqual([1, 5])
      expect(markOf(drawn, 3, 9)).toEqual({ left: 1, right: 5, isFirst: true, isLast: false })
      expect(markOf(drawn, 6, 9)).toEqual({ left: 1, right: 5, isFirst: false, isLast: true })
      expect(markOf(drawn, 7, 9)).toBeNull()
    }
    expect(countOf(rowsOf(range(3, 0, 6, 0), cursor))).toBe(4)
  })
  it('is whole rows here and there; those that touch are one, and a row in the middle can go', () => {
    let picked = toggleRow(nothing, cursor, 6)
    expect(rowsOf(picked, cursor)).toEqual([
      [4, 4],
      [6, 6],
    ])
    picked = toggleRow(picked, cursor, 5)
    expect(rowsOf(picked, cursor)).toEqual([[4, 6]])
    picked = toggleRow(picked, cursor, 5)
    expect(rowsOf(picked, cursor)).toEqual([
      [4, 4],
      [6, 6],
    ])
    expect(markOf(picked, 4, 9)).toEqual({ left: 0, right: 8, isFirst: true, isLast: true })
    picked = toggleRow(toggleRow(picked, cursor, 4), cursor, 6)
    expect(picked).toEqual(nothing)
  })
})
