import { caseless, fold } from '../../../src-shared/domain/text.ts'
import type { Ids } from './ids.ts'
import { textFields } from './keys.ts'
import type { Orders } from './orders.ts'
import type { TextHeap } from './text-heap.ts'

interface NamedDeps {
  ids: Ids
  heap: TextHeap
  orders: Orders
  isLive(slot: number): boolean
  /** The names of a row as they were read, not folded. */
  namesOf(slot: number): { userName: string; email: string }
}

const encoder = new TextEncoder()

/**
 * The rows that a text names by id, user name or address, without case. Names are looked up in the orders by their folded
 * text, which is the same for all that differ in case, and then compared.
 */
export function findNamed(text: string, { ids, heap, orders, isLive, namesOf }: NamedDeps): number[] {
  const wanted = caseless(text)
  const found = new Set(ids.findCaseless(text).filter(isLive))
  const folded = encoder.encode(fold(text))
  for (const column of ['userName', 'email'] as const) {
    const field = textFields.indexOf(column)
    const { slots } = orders.byColumn(column)
    let [low, high] = [0, slots.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (heap.compareTo(field, slots[middle]!, folded) < 0) low = middle + 1
      else high = middle
    }
    for (; low < slots.length && heap.compareTo(field, slots[low]!, folded) === 0; low++)
      if (caseless(namesOf(slots[low]!)[column]) === wanted) found.add(slots[low]!)
  }
  return [...found]
}
