import type { Sort, SortColumn } from '../../../src-shared/domain/query.ts'
import { sortColumns } from '../../../src-shared/domain/query-words.ts'
import { clearBit, hasBit, setBit, slotsOf, wordsFor } from './bits.ts'
import { grown } from './grow.ts'
import { chainKeys, type SortKey } from './keys.ts'
import { sortByNumber } from './radix.ts'

/** All rows in an order; never written to once it was handed out. */
export interface Order {
  readonly slots: Uint32Array
  /** Bits by slot: sorts the same as the one before it, so that only the ids tell them apart. */
  readonly same: Uint32Array
}

interface Kept extends Order {
  key: SortKey
  /** Slots that have changed since, as bits, and their number. */
  late: Uint32Array
  lateCount: number
}

interface OrdersDeps {
  keyOf(column: SortColumn): SortKey
  compareIds(a: number, b: number): number
  /** Slots that have a row, ascending. */
  liveSlots(): Uint32Array
  isLive(slot: number): boolean
}

/** Orders are kept, and only brought up to date when they are asked for again. */
export interface Orders {
  /** The order of one column, ascending. */
  byColumn(column: SortColumn): Order
  /** The order of several columns with their directions; few are kept. */
  byColumns(sort: readonly Sort[]): Order
  /** True when nothing needs to be built for a sort. */
  isReady(sort: readonly Sort[]): boolean
  /** Notes slots whose rows were put or removed. */
  note(slots: readonly number[]): void
  /** Order of two rows in a sort, ids included. */
  comparer(sort: readonly Sort[]): (a: number, b: number) => number
  load(column: SortColumn, order: Order): void
  /** A column whose order is not up to date, such as to make it in idle time; null when all are. */
  nextToBuild(): SortColumn | null
}

/** Orders of several columns that are kept, beside those of one. */
const chainsKept = 2
/** From this part of all rows on, sorting anew is faster than merging. */
const lateMax = 1 / 8

export function createOrders({ keyOf, compareIds, liveSlots, isLive }: OrdersDeps): Orders {
  const kept = new Map<string, Kept>()
  const nameOf = (sort: readonly Sort[]): string => {
    const [first] = sort
    return sort.length > 1 ? JSON.stringify(sort) : (first?.column ?? 'id')
  }

  function current(name: string, key: () => SortKey): Order {
    const old = kept.get(name)
    const order = old ? (old.lateCount === 0 ? old : merged(old)) : built(name, key())
    kept.delete(name) // the map is in the order of use
    kept.set(name, order)
    const chains = [...kept.keys()].filter(isChain)
    for (const chain of chains.slice(0, -chainsKept)) kept.delete(chain)
    return order
  }

  const fresh = (key: SortKey, order: Order): Kept => ({ ...order, key, late: new Uint32Array(0), lateCount: 0 })

  function built(name: string, key: SortKey): Kept {
    // ties go by id, so every order starts from that of the ids
    const slots = name === 'id' ? liveSlots() : byColumn('id').slots.slice()
    key.sort(slots)
    // an order of several columns is only walked forwards, and needs no ties
    return fresh(key, { slots, same: isChain(name) ? new Uint32Array(0) : tiesOf(slots, key) })
  }

  function tiesOf(slots: Uint32Array, key: SortKey): Uint32Array {
    let most = 0
    for (const slot of slots) if (slot > most) most = slot
    const same = new Uint32Array(wordsFor(most + 1))
    for (let at = 1; at < slots.length; at++)
      if (key.compare(slots[at - 1]!, slots[at]!) === 0) setBit(same, slots[at]!)
    return same
  }

  /** Takes the changed slots out of an order, and puts those that still have rows where they belong now. */
  function merged({ slots, same: sameBefore, key, late }: Kept): Kept {
    const compare = (a: number, b: number) => key.compare(a, b) || compareIds(a, b)
    const moved = slotsOf(late).filter(isLive).sort(compare)
    const most = Math.max(sameBefore.length << 5, moved.reduce((a, b) => Math.max(a, b), 0) + 1)
    const same = new Uint32Array(wordsFor(most))
    same.set(sameBefore)
    const stayed = withoutLate(slots, late, same)
    const all = new Uint32Array(stayed.length + moved.length)
    let from = 0
    for (let at = 0; at < moved.length; at++) {
      const slot = moved[at]!
      const to = firstNotBefore(stayed, from, slot, compare)
      all.set(stayed.subarray(from, to), from + at)
      all[to + at] = slot
      moved[at] = to + at // from here on: where it went
      from = to
    }
    all.set(stayed.subarray(from), from + moved.length)
    for (const place of moved) {
      for (const at of [place, place + 1]) {
        if (at >= all.length) continue
        const isSame = at > 0 && key.compare(all[at - 1]!, all[at]!) === 0
        if (isSame) setBit(same, all[at]!)
        else clearBit(same, all[at]!)
      }
    }
    return fresh(key, { slots: all, same })
  }

  function byColumn(column: SortColumn): Order {
    return current(column, () => keyOf(column))
  }

  /** In a chain a column sorts by the places that it has in its own order. */
  function linkOf(column: SortColumn): SortKey {
    return {
      compare: keyOf(column).compare,
      sort(slots) {
        const order = byColumn(column)
        const places = new Uint32Array(order.same.length << 5)
        let place = 0
        for (const slot of order.slots) places[slot] = place += 1 - hasBit(order.same, slot)
        sortByNumber(slots, places)
      },
    }
  }

  return {
    byColumn,
    byColumns: (sort) => current(nameOf(sort), () => chainKeys(sort, linkOf)),
    isReady: (sort) => kept.get(nameOf(sort))?.lateCount === 0,
    note(slots) {
      for (const [name, order] of kept) {
        for (const slot of slots) {
          order.late = grown(order.late, (slot >>> 5) + 1)
          order.lateCount += 1 - hasBit(order.late, slot)
          setBit(order.late, slot)
        }
        if (order.lateCount > Math.max(1000, order.slots.length * lateMax)) kept.delete(name)
      }
    },
    comparer(sort) {
      const { compare } = chainKeys(sort, keyOf)
      return (a, b) => compare(a, b) || compareIds(a, b)
    },
    nextToBuild: () => sortColumns.find((column) => kept.get(column)?.lateCount !== 0) ?? null,
    load(column, order) {
      kept.set(column, fresh(keyOf(column), order))
    },
  }
}

const isChain = (name: string): boolean => name.startsWith('[')

/** The slots that are not late. A row that was the same as one that is taken out becomes the first of its kind. */
function withoutLate(slots: Uint32Array, late: Uint32Array, same: Uint32Array): Uint32Array {
  const stayed = new Uint32Array(slots.length)
  let count = 0
  let isFirst = false
  for (const slot of slots) {
    const isLate = slot >>> 5 < late.length && hasBit(late, slot) === 1
    if (isLate) {
      isFirst ||= hasBit(same, slot) === 0
      continue
    }
    if (isFirst) clearBit(same, slot)
    isFirst = false
    stayed[count++] = slot
  }
  return stayed.subarray(0, count)
}

/** The place of the first slot, from `from` on, that does not sort before this one. */
function firstNotBefore(
  slots: Uint32Array,
  from: number,
  slot: number,
  compare: (a: number, b: number) => number,
): number {
  let [low, high] = [from, slots.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compare(slots[middle]!, slot) < 0) low = middle + 1
    else high = middle
  }
  return low
}
