import type { Sort, SortColumn } from '../../../src-shared/domain/query.ts'
import type { WordKind } from '../../db/copy/words.ts'
import { flag } from '../../db/copy/row.ts'
import type { Columns } from './columns.ts'
import type { Ids } from './ids.ts'
import { sortByNumber } from './radix.ts'
import type { Ranks } from './ranks.ts'
import type { TextHeap } from './text-heap.ts'
import { sortByText } from './text-sort.ts'

/** What rows are sorted by. */
export interface SortKey {
  /** Order of two slots; 0 where they are the same. */
  compare(a: number, b: number): number
  /** Sorts slots and keeps the order of those that are the same. */
  sort(slots: Uint32Array): void
}

/** Where the texts of a row lie in its record of the heap. */
export const textFields = ['userName', 'displayName', 'email'] as const

interface KeyDeps {
  heap: TextHeap
  ids: Ids
  columns: Columns
  ranks: Ranks
}

/** The key of a column, as `sortKey` of the domain has it. */
export function keyOf(column: SortColumn, { heap, ids, columns, ranks }: KeyDeps): SortKey {
  switch (column) {
    case 'id':
      return byText(ids)
    case 'userName':
    case 'displayName':
    case 'email': {
      const field = textFields.indexOf(column)
      return byText({
        compare: (a, b) => heap.compare(field, a, b),
        key: (slot, depth, key) => heap.key(field, slot, depth, key),
      })
    }
    case 'role':
    case 'organization':
    case 'partner':
    case 'creationName':
      return byWord(column, columns, ranks)
    case 'approved':
    case 'disabled':
      return byNumber((slot) => columns.flags[slot]! & flag[column])
    case 'createdAt':
    case 'lastSignInAt':
      return byMoment((slot) => columns[column][slot]!)
    case 'projects':
      return byProjects(columns, ranks)
  }
}

/** Several columns, the first before the others. */
export function chainKeys(sort: readonly Sort[], keyOfColumn: (column: SortColumn) => SortKey): SortKey {
  const links = sort.map(({ column, descending }) => ({ key: keyOfColumn(column), sign: descending ? -1 : 1 }))
  return {
    compare(a, b) {
      for (const { key, sign } of links) {
        const order = key.compare(a, b)
        if (order !== 0) return order * sign
      }
      return 0
    },
    sort(slots) {
      for (const { key, sign } of links.toReversed()) {
        if (sign < 0) slots.reverse() // twice, so that the same keep their order
        key.sort(slots)
        if (sign < 0) slots.reverse()
      }
    },
  }
}

function byText(texts: Parameters<typeof sortByText>[1]): SortKey {
  return {
    compare: texts.compare,
    sort: (slots) => {
      sortByText(slots, texts)
    },
  }
}

function byNumber(value: (slot: number) => number): SortKey {
  return {
    compare: (a, b) => value(a) - value(b),
    sort(slots) {
      sortByNumber(slots, fill(slots, value))
    },
  }
}

const twoTo32 = 2 ** 32

/** Numbers of up to 53 bits. */
function byMoment(value: (slot: number) => number): SortKey {
  return {
    compare: (a, b) => value(a) - value(b),
    sort(slots) {
      sortByNumber(slots, fill(slots, value))
      sortByNumber(
        slots,
        fill(slots, (slot) => value(slot) / twoTo32),
      )
    },
  }
}

function byWord(column: WordKind & keyof Columns, columns: Columns, ranks: Ranks): SortKey {
  return {
    compare(a, b) {
      const rank = ranks.of(column)
      return rank[columns[column][a]!]! - rank[columns[column][b]!]!
    },
    sort(slots) {
      const rank = ranks.of(column)
      const codes = columns[column]
      sortByNumber(
        slots,
        fill(slots, (slot) => rank[codes[slot]!]!),
      )
    },
  }
}

/** By count, then by the first of the names. */
function byProjects(columns: Columns, ranks: Ranks): SortKey {
  // the first place of the pool is kept for those without projects, and says none
  const count = (slot: number): number => columns.projectPool[columns.projectsAt[slot]!]!
  const first = (slot: number, rank: Uint32Array): number => {
    const at = columns.projectsAt[slot]!
    let least = rank.length
    for (let left = count(slot); left > 0; left--) least = Math.min(least, rank[columns.projectPool[at + left]!]!)
    return least
  }
  return {
    compare(a, b) {
      const rank = ranks.of('project')
      return count(a) - count(b) || first(a, rank) - first(b, rank)
    },
    sort(slots) {
      const rank = ranks.of('project')
      sortByNumber(
        slots,
        fill(slots, (slot) => first(slot, rank)),
      )
      sortByNumber(slots, fill(slots, count))
    },
  }
}

/** The number of each slot, where the radix sort looks for it. */
function fill(slots: Uint32Array, value: (slot: number) => number): Uint32Array {
  let most = 0
  for (const slot of slots) if (slot > most) most = slot
  const keys = new Uint32Array(most + 1)
  for (const slot of slots) keys[slot] = value(slot)
  return keys
}
