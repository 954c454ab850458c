type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** The same numbers in an array of at least `length`, with room for more; the same array when it is long enough. */
export function grown<T extends Numbers>(array: T, length: number): T {
  if (array.length >= length) return array
  const Kind = array.constructor as new (length: number) => T // an array makes one of its own kind
  const more = new Kind(Math.ceil(length * 1.25) + 64)
  more.set(array)
  return more
}
