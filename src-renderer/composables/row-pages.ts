/** Rows of one revision of a list, read in pages. */
export interface RowPages<T> {
  /** The row at an index; undefined until its page has arrived. */
  at(index: number): T | undefined
  /** Says which rows are on screen, first to last; missing pages are asked for, newest wish first. */
  want(first: number, last: number): void
  /** Resolves when the rows are here; false when the list has another revision by now. */
  load(first: number, last: number): Promise<boolean>
  /** No more requests, no more news. */
  stop(): void
}

export interface RowPagesOptions<T> {
  total: number
  /** Rows of a page; pages kept; requests under way at once. */
  size: number
  kept: number
  atOnce: number
  /** Null when the list has another revision by now. */
  fetch(first: number, count: number): Promise<readonly T[] | null>
  arrived(first: number, last: number): void
  failed(error: unknown): void
}

/** Pages of rows with a small memory: the page that was not looked at for the longest time goes first. */
export function createRowPages<T>(options: RowPagesOptions<T>): RowPages<T> {
  const { total, size, kept, atOnce } = options
  const pages = new Map<number, readonly T[]>()
  const underWay = new Map<number, Promise<boolean>>()
  const lastPage = Math.max(0, Math.ceil(total / size) - 1)
  let wished: number[] = []
  let isStopped = false

  function at(index: number): T | undefined {
    return pages.get(Math.floor(index / size))?.[index % size]
  }

  function keep(page: number, rows: readonly T[]): void {
    pages.set(page, rows)
    for (const oldest of pages.keys()) {
      if (pages.size <= kept) break
      pages.delete(oldest)
    }
  }

  /** Moves the pages on screen to the end of the line, so that they are not the ones that go. */
  function touch(page: number): void {
    const rows = pages.get(page)
    if (!rows) return
    pages.delete(page)
    pages.set(page, rows)
  }

  async function request(page: number): Promise<boolean> {
    try {
      const rows = await options.fetch(page * size, Math.min(size, total - page * size))
      if (rows === null || isStopped) return false
      keep(page, rows)
      options.arrived(page * size, page * size + rows.length - 1)
      return true
    } catch (error) {
      if (!isStopped) options.failed(error)
      return false
    } finally {
      underWay.delete(page)
      pump()
    }
  }

  function ask(page: number): Promise<boolean> {
    const asked = underWay.get(page) ?? request(page)
    underWay.set(page, asked)
    return asked
  }

  function pump(): void {
    while (!isStopped && underWay.size < atOnce) {
      const page = wished.shift()
      if (page === undefined) return
      if (!pages.has(page) && !underWay.has(page)) void ask(page)
    }
  }

  function pagesOf(first: number, last: number): number[] {
    const [from, to] = [Math.max(0, Math.floor(first / size)), Math.min(lastPage, Math.floor(last / size))]
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
  }

  function want(first: number, last: number): void {
    if (total === 0) return
    const visible = pagesOf(first, last)
    visible.forEach(touch)
    const missing = visible.filter((page) => !pages.has(page))
    const [from = 0, to = 0] = [visible[0], visible.at(-1)]
    // with everything on screen here, the pages around it come before they are needed
    const around = [to + 1, from - 1].filter((page) => page >= 0 && page <= lastPage && !pages.has(page))
    wished = missing.length > 0 ? missing : around
    pump()
  }

  async function load(first: number, last: number): Promise<boolean> {
    if (total === 0) return true
    const missing = pagesOf(first, last).filter((page) => !pages.has(page))
    const answers = await Promise.all(missing.map(ask))
    return answers.every(Boolean)
  }

  return { at, want, load, stop: () => (isStopped = true) }
}
