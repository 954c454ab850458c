import { shallowReactive } from 'vue'
import {
  clampOffset,
  createScrollMap,
  headHeight,
  offsetAfterScroll,
  offsetThatShows,
  rowHeight,
  type ScrollMap,
  scrollTopOf,
} from '../../composables/scroll-map.ts'
import type { RowMark } from '../../composables/ranges.ts'
import { type RowView } from './row-view.ts'
import { createSlot, hideSlot, paintSlot, placeholder, type Slot } from './slots.ts'

/** Rows above and below the visible ones, painted so that a step never shows a hole. */
const overscan = 4
/**
 * How far the layer of the rows reaches beyond the screen, in rows. Chromium paints 4,000 px around the screen: a layer that
 * ends within them is not painted anew as it moves.
 */
const reach = 120
/** How many rows may be gone back after places were counted anew. */
const slack = 16
/** How long after the last scroll the thumb of a scaled list is put where it belongs, in ms. */
const settleAfter = 120

interface BodyOptions {
  /** The view of a row; undefined until it has arrived. */
  view(index: number): RowView | undefined
  /** Classes of a row beside those of its view. */
  classes(index: number): string
  /** Which cells of a row are selected. */
  mark(index: number): RowMark | null
  /** Says which rows are on screen. */
  want(first: number, last: number): void
}

/**
 * The body of a grid: a fixed pool of slots that is painted with the rows on screen. It owns the vertical place of the
 * list; the scrolling element is only its input and its thumb.
 */
export function createBody(options: BodyOptions) {
  const slots = shallowReactive<Slot[]>([])
  /** Which slot sits where: row r is painted into the slot at seat r modulo their number. */
  let seats: Slot[] = []
  let elements: { scroller: HTMLElement; spacer: HTMLElement; layer: HTMLElement } | null = null
  let map: ScrollMap = createScrollMap(0, 0)
  let offset = 0
  let scrollTop = 0
  let sideways = 0
  let base = 0
  let first = 0
  let settling = 0

  function slotOf(row: number): Slot | undefined {
    const slot = seats[row % seats.length]
    return slot?.state.value.index === row ? slot : undefined
  }

  function paint(slot: Slot, row: number): void {
    const view = options.view(row) ?? placeholder
    const mark = options.mark(row)
    const more = [
      options.classes(row),
      mark ? 'in-range' : '',
      mark?.isFirst ? 'range-first' : '',
      mark?.isLast ? 'range-last' : '',
    ]
    const classes = ['row', view.classes, ...more].filter(Boolean).join(' ')
    paintSlot(slot, row, { view, classes, mark }, (row - base) * rowHeight)
  }

  function move(): void {
    if (!elements) return
    elements.layer.style.transform = `translate3d(${-sideways}px,${base * rowHeight - offset}px,0)`
  }

  /**
   * Seats the slots so that users who stay on screen keep their elements when other rows come: a press that is under way
   * meets the user that it was meant for.
   */
  function seatByUser(end: number): void {
    const holders = new Map(slots.map((slot) => [slot.state.value.view.id, slot]))
    const free = new Set(slots)
    const next = Array.from<unknown, Slot | undefined>(slots, () => undefined)
    for (let row = first; row < end; row++) {
      const id = options.view(row)?.id
      const holder = id === undefined ? undefined : holders.get(id)
      if (!holder || !free.delete(holder)) continue
      next[row % slots.length] = holder
    }
    const [...rest] = free
    seats = next.flatMap((slot) => slot ?? rest.shift() ?? [])
  }

  /** The row that lies at the top of the layer; another one where the rows would leave it. */
  function rebase(pool: number): number {
    const atMost = layerRows() - pool
    if (first < base) return first - atMost + slack
    return first > base + atMost ? first - slack : base
  }

  /** How many rows the layer has place for. */
  const layerRows = () => Math.ceil(map.viewport / rowHeight) + reach

  function render(isReplaced = false): void {
    const pool = slots.length
    const top = Math.floor(offset / rowHeight)
    first = Math.max(0, Math.min(top - overscan, map.rows - pool))
    const end = Math.min(map.rows, first + pool)
    base = rebase(pool)
    if (end > first) options.want(first, end - 1)
    if (isReplaced) seatByUser(end)
    for (let row = first; row < end; row++) {
      const slot = seats[row % pool]
      if (slot) paint(slot, row)
    }
    if (end - first < pool) slots.forEach(hideOutside)
    move()
  }

  function hideOutside(slot: Slot): void {
    const { index } = slot.state.value
    if (index >= map.rows || index < first || slotOf(index) !== slot) hideSlot(slot)
  }

  function writeScroll(): void {
    // read back what the element made of it only when it reports; reading here would lay the page out
    scrollTop = scrollTopOf(map, offset)
    if (elements) elements.scroller.scrollTop = scrollTop
  }

  function scrollTo(to: number, isReplaced = false): void {
    offset = clampOffset(map, to)
    writeScroll()
    render(isReplaced)
  }

  /** Takes over where the element was scrolled to by thumb, touch or assistive technology; false when it was not. */
  function takeScroll(): boolean {
    if (!elements) return false
    const now = elements.scroller.scrollTop
    if (Math.abs(now - scrollTop) < 1) return false
    offset = offsetAfterScroll(map, offset, scrollTop, now)
    scrollTop = now
    clearTimeout(settling)
    settling = window.setTimeout(writeScroll, settleAfter)
    return true
  }

  function measure(rows: number, viewport: number): void {
    map = createScrollMap(rows, viewport)
    const pool = Math.ceil(viewport / rowHeight) + 1 + 2 * overscan
    while (slots.length < pool) slots.push(createSlot(slots.length))
    if (seats.length !== slots.length) seats = [...slots]
    if (!elements) return
    elements.spacer.style.blockSize = `${map.spacer + headHeight}px`
    elements.layer.style.blockSize = `${layerRows() * rowHeight}px`
  }

  return {
    slots,
    attach(to: NonNullable<typeof elements>): void {
      elements = to
    },
    resize(rows: number, viewport: number): void {
      measure(rows, viewport)
      scrollTo(offset)
    },
    /** Shows other rows, from `to` in px. */
    replace(rows: number, viewport: number, to: number): void {
      measure(rows, viewport)
      scrollTo(to, true)
    },
    render: () => {
      render()
    },
    onScroll(): void {
      if (takeScroll()) render()
    },
    /** Before other rows come: a scroll whose event is still under way would be lost. */
    takeScroll,
    scrollTo: (to: number) => {
      scrollTo(to)
    },
    scrollBy: (way: number) => {
      scrollTo(offset + way)
    },
    moveSideways: (to: number): void => {
      sideways = to
      move()
    },
    reveal(row: number): void {
      const to = offsetThatShows(map, offset, row)
      if (to !== offset) scrollTo(to)
    },
    /** Paints one row again, where it is on screen. */
    repaint(row: number): void {
      const slot = slotOf(row)
      if (slot) paint(slot, row)
    },
    isVisible: (row: number): boolean =>
      row * rowHeight + rowHeight > offset && row * rowHeight < offset + map.viewport,
    slotOf,
    map: () => map,
    offset: () => offset,
    stop: () => {
      clearTimeout(settling)
    },
  }
}
