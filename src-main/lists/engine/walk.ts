import { countBits, hasBit } from './bits.ts'
import type { Order } from './orders.ts'

/** The slots of a set in an order; the whole order itself when all are in it. */
export function walk({ slots, same }: Order, bits: Uint32Array, descending: boolean): Uint32Array {
  const count = countBits(bits)
  if (count === slots.length && !descending) return slots
  const list = new Uint32Array(count + 1) // one place more, since a slot is written before it is asked about
  let to = 0
  if (!descending) {
    for (const slot of slots) {
      list[to] = slot
      to += hasBit(bits, slot)
    }
    return list.subarray(0, count)
  }
  // backwards by runs of the same, and inside a run forwards: ties go by id in both directions
  for (let end = slots.length; end > 0;) {
    let start = end - 1
    while (hasBit(same, slots[start]!)) start--
    for (let at = start; at < end; at++) {
      const slot = slots[at]!
      list[to] = slot
      to += hasBit(bits, slot)
    }
    end = start
  }
  return list.subarray(0, count)
}
