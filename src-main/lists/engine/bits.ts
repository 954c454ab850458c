/** Sets of slots: one bit a slot, in 32-bit words. */

export const wordsFor = (slots: number): number => (slots + 31) >>> 5

/** 1 or 0. */
export const hasBit = (bits: Uint32Array, slot: number): number => (bits[slot >>> 5]! >>> (slot & 31)) & 1

export function setBit(bits: Uint32Array, slot: number): void {
  bits[slot >>> 5]! |= 1 << (slot & 31)
}

export function clearBit(bits: Uint32Array, slot: number): void {
  bits[slot >>> 5]! &= ~(1 << (slot & 31))
}

/** Keeps in `bits` what is in `others` too. */
export function intersect(bits: Uint32Array, others: Uint32Array): void {
  for (let at = 0; at < bits.length; at++) bits[at]! &= others[at]!
}

export function unite(bits: Uint32Array, others: Uint32Array): void {
  for (let at = 0; at < bits.length; at++) bits[at]! |= others[at]!
}

/** Drops from `bits` what is in `others`. */
export function subtract(bits: Uint32Array, others: Uint32Array): void {
  for (let at = 0; at < bits.length; at++) bits[at]! &= ~others[at]!
}

export function countBits(bits: Uint32Array): number {
  let count = 0
  for (const bitsOfWord of bits) {
    let word = bitsOfWord
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    count += Math.imul((word + (word >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}

/** The slots of a set, ascending. */
export function slotsOf(bits: Uint32Array): Uint32Array {
  const slots = new Uint32Array(countBits(bits))
  let count = 0
  for (let at = 0; at < bits.length; at++) {
    for (let word = bits[at]!; word !== 0; word &= word - 1)
      slots[count++] = (at << 5) + (31 - Math.clz32(word & -word))
  }
  return slots
}
