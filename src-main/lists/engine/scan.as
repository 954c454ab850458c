// Source of the bytes in scan-code.ts, in AssemblyScript. Nothing of this is needed to build the program. To make them anew,
// copy this file as scan.ts next to an installation of assemblyscript 0.27.37, run
//   asc scan.ts -O3 --runtime stub --enable simd --importMemory --noAssert -o scan.wasm
// and put scan.wasm as base64 into scan-code.ts.

// Looks for `needle` (n bytes, n > 0) in the records entry to end of a heap, and sets the bit of the slot of each record that has it.
// 16 places are compared at a time by first and last byte; after a hit it goes on with the next record, so a record counts once.
// Reads up to 16 + n bytes past the last record.
export function scan(heap: u32, starts: u32, slots: u32, entry: u32, end: u32, needle: u32, n: u32, bits: u32): u32 {
  let at = load<u32>(starts + (entry << 2));
  const stop = load<u32>(starts + (end << 2));
  const first = i8x16.splat(load<i8>(needle)), last = i8x16.splat(load<i8>(needle + n - 1));
  let e = entry, hits: u32 = 0;
  while (at < stop) {
    const p = heap + at;
    let m: i32 = i8x16.bitmask(v128.and(i8x16.eq(v128.load(p), first), i8x16.eq(v128.load(p + n - 1), last)));
    let jumped = false;
    while (m != 0) {
      const hit = at + <u32>ctz(m);
      if (hit >= stop) return hits;
      let i: u32 = 1;
      while (i + 1 < n && load<u8>(heap + hit + i) == load<u8>(needle + i)) i++;
      if (i + 1 >= n) {
        while (load<u32>(starts + ((e + 1) << 2)) <= hit) e++;
        const slot = load<u32>(slots + (e << 2)), word = bits + ((slot >> 5) << 2);
        store<u32>(word, load<u32>(word) | (1 << (slot & 31)));
        hits++; e++;
        at = load<u32>(starts + (e << 2));
        jumped = true;
        break;
      }
      m &= m - 1;
    }
    if (!jumped) at += 16;
  }
  return hits;
}
