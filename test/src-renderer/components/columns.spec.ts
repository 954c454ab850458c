import { expect, test } from 'vitest'
import {
  gridColumns,
  gutterWidth,
  layoutColumns,
  scrollThatShows,
} from '../../../src-renderer/components/grid/columns.ts'
import { plainChoices } from '../../../src-renderer/composables/column-choices.ts'

const columns = gridColumns(plainChoices)
const least = columns.reduce((sum, { width }) => sum + width, gutterWidth)

test('columns keep their width where there is too little room', () => {
  const layout = layoutColumns(columns, 800)
  expect(layout.width).toBe(least)
  expect(layout.widths).toEqual(columns.map(({ width }) => width))
})

test('the wide columns share what is left, to the pixel', () => {
  const layout = layoutColumns(columns, least + 101)
  expect(layout.width).toBe(least + 101)
  expect(layout.widths.reduce((sum, width) => sum + width, gutterWidth)).toBe(least + 101)
  layout.starts.slice(1).forEach((start, at) => {
    expect(start).toBe((layout.starts[at] ?? 0) + (layout.widths[at] ?? 0))
  })
})

test('a column under a pinned one is brought out, a visible one stays', () => {
  const layout = layoutColumns(columns, 900)
  const [partner, displayName] = [8, 2]
  const scroll = scrollThatShows(layout, partner, 0, 900)
  expect(scroll).toBeGreaterThan(0)
  expect(scrollThatShows(layout, displayName, scroll, 900)).toBe(0)
  expect(scrollThatShows(layout, 1, scroll, 900)).toBe(scroll)
})

test('a column that was given a width keeps it, and the last one grows where no other does', () => {
  const chosen = gridColumns([
    { key: 'userName', width: null },
    { key: 'email', width: 300 },
    { key: 'role', width: 100 },
  ])
  expect(chosen.map(({ key }) => key)).toEqual(['userName', 'email', 'role', 'actions'])
  const layout = layoutColumns(chosen, 1000)
  expect(layout.widths).toEqual([130, 300, 1000 - 34 - 130 - 300 - 66, 66])
  expect(layout.pinned).toBe(1)
})
