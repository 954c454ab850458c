import { onBeforeUnmount, onMounted, type Ref, watch } from 'vue'
import { headHeight } from '../../composables/scroll-map.ts'
import { type ColumnLayout, type GridColumn, gutterWidth, layoutColumns, scrollThatShows } from './columns.ts'

interface SidewaysOptions {
  columns: () => readonly GridColumn[]
  grid: Readonly<Ref<HTMLElement | null>>
  scroller: Readonly<Ref<HTMLElement | null>>
  /** The list has been scrolled to this many px from its start. */
  moved: (scrollLeft: number) => void
  /** Height in px that is left for the rows. */
  sized: (height: number) => void
}

/**
 * Widths and sideways scrolling. Columns are placed by CSS variables on the grid: one write moves all rows. What is
 * pinned is moved back by as much as the layer moves, in the same frame.
 */
export function useSideways({ columns, grid, scroller, moved, sized }: SidewaysOptions) {
  let layout: ColumnLayout = layoutColumns(columns(), 0)
  let viewport = 0

  const isRightToLeft = () => (scroller.value ? getComputedStyle(scroller.value).direction === 'rtl' : false)

  function place(): void {
    const style = grid.value?.style
    const scroll = scroller.value?.scrollLeft ?? 0
    // scrollLeft counts down from 0 where the text runs from right to left
    const fromStart = Math.abs(scroll)
    const toEnd = Math.max(0, layout.width - viewport - fromStart)
    style?.setProperty('--scroll', `${-scroll}px`)
    style?.setProperty('--start', `${fromStart}px`)
    style?.setProperty('--end', `${toEnd}px`)
    grid.value?.classList.toggle('covers-start', fromStart >= 1)
    grid.value?.classList.toggle('covers-end', toEnd >= 1)
    moved(scroll)
  }

  function size(): void {
    const [element, style] = [scroller.value, grid.value?.style]
    if (!element || !style) return
    viewport = element.clientWidth
    layout = layoutColumns(columns(), viewport)
    style.setProperty('--all', `${layout.width}px`)
    style.setProperty('--screen', `${viewport}px`)
    style.setProperty('--screen-height', `${element.clientHeight}px`)
    const tracks = [gutterWidth, ...layout.widths].map((width) => `${width}px`)
    style.setProperty('--columns', tracks.join(' '))
    place()
    sized(element.clientHeight - headHeight)
  }

  let last = 0
  function onScroll(): void {
    const scroll = scroller.value?.scrollLeft ?? 0
    if (scroll === last) return
    last = scroll
    place()
  }

  function scrollTo(to: number): void {
    if (!scroller.value || to === scroller.value.scrollLeft) return
    scroller.value.scrollLeft = to
    onScroll()
  }

  watch(columns, size)
  const observer = new ResizeObserver(size)
  onMounted(() => {
    if (scroller.value) observer.observe(scroller.value)
    size()
  })
  onBeforeUnmount(() => {
    observer.disconnect()
  })

  return {
    onScroll,
    isRightToLeft,
    widthOf: (column: number) => layout.widths[column] ?? 0,
    scrollBy: (way: number) => {
      if (way !== 0) scrollTo((scroller.value?.scrollLeft ?? 0) + way)
    },
    /** Shows a column whole beside the pinned ones. */
    reveal(column: number): void {
      const sign = isRightToLeft() ? -1 : 1
      scrollTo(sign * scrollThatShows(layout, column, Math.abs(last), viewport))
    },
  }
}
