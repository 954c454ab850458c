import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  clampOffset,
  createScrollMap,
  offsetAfterScroll,
  offsetThatShows,
  rowHeight,
  rowsPerPage,
  scrollTopOf,
  spacerMax,
} from '../../../src-renderer/composables/scroll-map.ts'

const viewport = 640

describe('a list that fits into the spacer', () => {
  const map = createScrollMap(5000, viewport)
  test('scrolls pixel by pixel', () => {
    expect(map.spacer).toBe(5000 * rowHeight)
    expect(scrollTopOf(map, 1234)).toBe(1234)
    expect(offsetAfterScroll(map, 0, 0, 5000)).toBe(5000)
  })
  test('ends at its last row', () => {
    expect(clampOffset(map, Infinity)).toBe(5000 * rowHeight - viewport)
    expect(clampOffset(map, -5)).toBe(0)
  })
  test('has 20 rows on a page of 640 px', () => {
    expect(rowsPerPage(map)).toBe(20)
  })
})

describe('a list of a million rows', () => {
  const map = createScrollMap(1_000_000, viewport)
  test('has a spacer that no browser cuts off', () => {
    expect(map.spacer).toBe(spacerMax)
  })
  test('moves as many pixels as the wheel says, though the spacer is shorter', () => {
    expect(offsetAfterScroll(map, 10_000, 2_500, 2_600)).toBe(10_100)
  })
  test('goes by proportion when the thumb is dragged', () => {
    expect(offsetAfterScroll(map, 0, 0, map.scrollMax / 2)).toBeCloseTo(map.offsetMax / 2)
  })
  test('reaches both ends exactly', () => {
    expect(offsetAfterScroll(map, 500, 10, 0)).toBe(0)
    expect(offsetAfterScroll(map, 0, 0, map.scrollMax)).toBe(map.offsetMax)
  })
})

test('an empty list has nothing to scroll', () => {
  const map = createScrollMap(0, viewport)
  expect(map.offsetMax).toBe(0)
  expect(offsetThatShows(map, 0, 0)).toBe(0)
})

test('a row that is to be seen is seen whole, and nothing moves where it was seen before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.nat(), fc.nat(), (rows, seed, at) => {
      const map = createScrollMap(rows, viewport)
      const row = seed % rows
      const before = clampOffset(map, at * 7)
      const after = offsetThatShows(map, before, row)
      const isSeen = (offset: number) => row * rowHeight >= offset && (row + 1) * rowHeight <= offset + viewport
      expect(isSeen(after)).toBe(true)
      if (isSeen(before)) expect(after).toBe(before)
    }),
  )
})
