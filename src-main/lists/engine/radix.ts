/**
 * Sorts slots by the 32-bit number that `keys` has for each, and keeps the order of those that have the same: a radix sort
 * from the lowest digits up. `spare` has at least as many places.
 */
export function sortByNumber(
  slots: Uint32Array,
  keys: Uint32Array,
  spare: Uint32Array = new Uint32Array(slots.length),
): void {
  const length = slots.length
  if (length < 2) return
  const bits = length > 20_000 ? 16 : 8
  const mask = (1 << bits) - 1
  let from = slots
  let to = spare
  for (let shift = 0; shift < 32; shift += bits) {
    const starts = new Uint32Array(mask + 2)
    for (let at = 0; at < length; at++) starts[((keys[from[at]!]! >>> shift) & mask) + 1]!++
    if (starts[((keys[from[0]!]! >>> shift) & mask) + 1] === length) continue // all have the same digit
    for (let digit = 0; digit < mask; digit++) starts[digit + 1]! += starts[digit]!
    for (let at = 0; at < length; at++) {
      const slot = from[at]!
      to[starts[(keys[slot]! >>> shift) & mask]!++] = slot
    }
    ;[from, to] = [to, from]
  }
  if (from !== slots) slots.set(from.subarray(0, length))
}
