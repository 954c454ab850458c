import { onScopeDispose, ref, watch } from 'vue'
import { createRowPages, type RowPages } from './row-pages.ts'

/** A row, or undefined until its page has arrived. */
export type Seen<T> = T | undefined

/** Rows of a long table that main reads in pages. */
export interface PagedRows<T> {
  /** The row at a place. What reads it is painted anew when rows arrive. */
  at(index: number): Seen<T>
  want(first: number, last: number): void
}

interface PagedRowsOptions<T> {
  total: () => number
  /** What is listed: rows of another question are never shown. */
  question: () => string
  /** Changes when rows may have others by now: those of before stay until the new ones are here. */
  revision: () => unknown
  fetch: (first: number, count: number) => Promise<readonly T[]>
  failed: (error: unknown) => void
}

/** Rows per page, pages kept, and requests under way at once. */
const [size, kept, atOnce] = [200, 24, 2]

/** Reads the rows of a table as they come into sight, and anew when they have changed. */
export function usePagedRows<T>(options: PagedRowsOptions<T>): PagedRows<T> {
  const painted = ref(0)
  let pages: RowPages<T> | null = null
  let before: RowPages<T> | null = null
  let wished: [number, number] = [0, 0]

  function start(isSame: boolean): void {
    before?.stop()
    before = isSame ? pages : null
    pages?.stop()
    const { fetch, failed, total } = options
    const arrived = () => (painted.value += 1)
    pages = createRowPages<T>({ total: total(), size, kept, atOnce, fetch, arrived, failed })
    pages.want(...wished)
    painted.value += 1
  }

  watch(
    [options.question, options.revision, options.total],
    ([question], [last]) => {
      start(question === last)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    pages?.stop()
  })

  return {
    at: (index) => (painted.value < 0 ? undefined : (pages?.at(index) ?? before?.at(index))),
    want(first, last) {
      wished = [first, last]
      pages?.want(first, last)
    },
  }
}
