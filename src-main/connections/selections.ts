import { Failed } from '../../src-shared/failure.ts'
import type { Selection } from '../../src-shared/ipc/work-shapes.ts'
import type { ListsHost } from '../lists/host.ts'

/** Users that were selected, as ids: frozen when taken, and never sent to the page. */
export interface Selections {
  /** Ranges of first and count in the order of the list, null: all; throws `stale` when it has another revision by now. */
  take(list: number, revision: number, ranges: readonly (readonly [number, number])[] | null): Promise<Selection>
  idsOf(selection: number): readonly string[]
  /** Whether each of the users is in it. */
  holds(selection: number, ids: readonly string[]): boolean[]
  drop(selection: number): void
}

/** The page forgets to drop what it reloads over: the oldest go. */
const most = 50

export function createSelections(lists: Pick<ListsHost, 'ids'>): Selections {
  const taken = new Map<number, ReadonlySet<string>>()
  let last = 0
  function get(selection: number): ReadonlySet<string> {
    const ids = taken.get(selection)
    if (!ids) throw new Failed({ kind: 'notFound' })
    return ids
  }
  return {
    async take(list, revision, ranges) {
      const ids = await lists.ids(list, revision, ranges)
      if (ids === null) throw new Failed({ kind: 'unsupported', code: 'stale' })
      taken.set(++last, new Set(ids))
      taken.delete(last - most)
      return { selection: last, count: ids.length }
    },
    idsOf: (selection) => [...get(selection)],
    holds(selection, ids) {
      const all = get(selection)
      return ids.map((id) => all.has(id))
    },
    drop(selection) {
      taken.delete(selection)
    },
  }
}
