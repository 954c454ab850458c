import { computed, onScopeDispose, ref, type Ref, type ShallowRef, watch } from 'vue'

/** Rows beyond the edges that are painted as well, so that none is blank while scrolling. */
const spare = 6

/** The part of a long list of rows of one height (px) that is painted: from `first` up to and without `end`. */
export function useVirtual(
  scroller: Readonly<ShallowRef<HTMLElement | null>>,
  count: () => number,
  rowHeight: number,
  /** Height of a head that stays above the rows. */
  headHeight = 0,
): {
  first: Readonly<Ref<number>>
  end: Readonly<Ref<number>>
  page: Readonly<Ref<number>>
  onScroll: () => void
  /** Scrolls as little as can be, until the row is seen whole. */
  reveal: (row: number) => void
} {
  const top = ref(0)
  const height = ref(0)
  const observer = new ResizeObserver(() => (height.value = scroller.value?.clientHeight ?? 0))
  watch(
    scroller,
    (element, _, onCleanup) => {
      if (!element) return
      observer.observe(element)
      onCleanup(() => {
        observer.unobserve(element)
      })
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    observer.disconnect()
  })

  return {
    first: computed(() => Math.max(0, Math.min(count(), Math.floor(top.value / rowHeight) - spare))),
    end: computed(() => Math.min(count(), Math.ceil((top.value + height.value) / rowHeight) + spare)),
    page: computed(() => Math.max(1, Math.floor(height.value / rowHeight) - 1)),
    onScroll: () => (top.value = scroller.value?.scrollTop ?? 0),
    reveal(row) {
      const element = scroller.value
      if (!element) return
      const from = row * rowHeight
      if (from < element.scrollTop) element.scrollTop = from
      else if (from + rowHeight + headHeight > element.scrollTop + element.clientHeight) {
        element.scrollTop = from + rowHeight + headHeight - element.clientHeight
      }
    },
  }
}

/** Where a key moves the active row of a list to; null for a key that does not move it. */
export function moveRow(key: string, active: number, count: number, page: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: count - 1,
  }
  const to = steps[key]
  return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to))
}
