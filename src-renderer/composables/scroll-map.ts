/** Heights of a row and of the headers in px; the grid's style sheet has the same. */
export const rowHeight = 32
export const headHeight = 32

/**
 * The tallest spacer in px. Chromium ends an element at 33,554,432 physical px, so that this holds at a zoom of 400 %
 * (grid.md, What follows, 3).
 */
export const spacerMax = 8_000_000

/** How a list of rows lies in a scrolling element that may be shorter than the list. All in px but `rows`. */
export interface ScrollMap {
  rows: number
  /** Height of what is visible. */
  viewport: number
  /** Height of the element that scrolls. */
  spacer: number
  /** The greatest offset into the list, and the greatest scroll position. */
  offsetMax: number
  scrollMax: number
}

export function createScrollMap(rows: number, viewport: number): ScrollMap {
  const full = rows * rowHeight
  const spacer = Math.min(full, spacerMax)
  return {
    rows,
    viewport,
    spacer,
    offsetMax: Math.max(0, full - viewport),
    scrollMax: Math.max(0, spacer - viewport),
  }
}

const isScaled = (map: ScrollMap): boolean => map.offsetMax > map.scrollMax

export const clampOffset = (map: ScrollMap, offset: number): number => Math.max(0, Math.min(map.offsetMax, offset))

/** The scroll position that stands for an offset. */
export function scrollTopOf(map: ScrollMap, offset: number): number {
  return isScaled(map) ? (offset / map.offsetMax) * map.scrollMax : offset
}

/**
 * The offset after the element was scrolled from one position to another. In a scaled list a short way moves as many
 * pixels as it says, a long one (the thumb) goes by proportion.
 */
export function offsetAfterScroll(map: ScrollMap, offset: number, from: number, to: number): number {
  if (!isScaled(map)) return clampOffset(map, to)
  if (to <= 0) return 0
  if (to >= map.scrollMax) return map.offsetMax
  const way = to - from
  return clampOffset(map, Math.abs(way) <= 2 * map.viewport ? offset + way : (to / map.scrollMax) * map.offsetMax)
}

/** The offset that shows a row whole, moved as little as can be. */
export function offsetThatShows(map: ScrollMap, offset: number, row: number): number {
  const top = row * rowHeight
  if (top < offset) return clampOffset(map, top)
  return clampOffset(map, Math.max(offset, top + rowHeight - map.viewport))
}

/** Whole rows that fit. */
export const rowsPerPage = (map: ScrollMap): number => Math.max(1, Math.floor(map.viewport / rowHeight))
