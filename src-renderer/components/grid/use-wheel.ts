import { rowHeight } from '../../composables/scroll-map.ts'

interface WheelOptions {
  /** Height of the rows on screen, in px. */
  viewport(): number
  /** Moves the list by so many px down and along its rows. */
  scrollBy(down: number, along: number): void
}

/** Wheel and touch pad, handled by the page so that no row is ever blank (grid.md, What follows, 3). */
export function useWheel({ viewport, scrollBy }: WheelOptions) {
  return {
    onWheel(event: WheelEvent): void {
      if (event.ctrlKey) return
      event.preventDefault()
      const unit = event.deltaMode === 1 ? rowHeight : event.deltaMode === 2 ? viewport() : 1
      const isSideways = event.shiftKey && event.deltaX === 0
      scrollBy(isSideways ? 0 : event.deltaY * unit, (isSideways ? event.deltaY : event.deltaX) * unit)
    },
    /** The browser brings what is focused or pointed at into view by scrolling the screen; the list moves instead. */
    onScreenScroll({ currentTarget }: Event): void {
      if (!(currentTarget instanceof HTMLElement)) return
      const { scrollLeft, scrollTop } = currentTarget
      if (scrollLeft === 0 && scrollTop === 0) return
      currentTarget.scrollTo(0, 0)
      scrollBy(scrollTop, scrollLeft)
    },
  }
}
