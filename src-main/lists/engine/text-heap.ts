import { wordsFor } from './bits.ts'
import { grown } from './grow.ts'
import { createPlainScan, createScan, type Records, type Scan } from './scan.ts'

/** Bytes that UTF-8 never has: they end a field and a record, so that no search runs over an end. */
const fieldEnd = 0xfe
const recordEnd = 0xff

const needleMax = 8192
/** The scan reads on behind the last record. */
const behind = needleMax + 64
const page = 65_536
/** Entries that are scanned between two looks at whether the answer is still wanted. */
const slice = 65_536
const encoder = new TextEncoder()

/** What is saved of a heap. */
export interface HeapParts {
  text: Uint8Array
  starts: Uint32Array
  slots: Uint32Array
  entryOf: Uint32Array
}

/**
 * The searched texts of all rows, one record a row, in one memory that WebAssembly reads: an array of strings would take
 * several times as much, and could not be scanned as fast. A changed row gets a new record, and its old one is blanked out.
 */
export interface TextHeap {
  /** `texts` are folded, and as many in every row. */
  put(slot: number, texts: readonly string[]): void
  remove(slot: number): void
  /** The rows whose texts contain the folded `text`, as bits; null when it was stopped. Valid until the next call. */
  search(text: string, isStopped: () => boolean): Uint32Array | null
  /** Order of a field in two rows, by bytes. */
  compare(field: number, a: number, b: number): number
  /** Order of a field in a row and a text, by bytes. */
  compareTo(field: number, slot: number, text: Uint8Array): number
  /** Eight bytes of a field from `depth` on, each plus one, as two numbers; 0 behind its end. */
  key(field: number, slot: number, depth: number, key: Uint32Array): void
  /** The part of the heap that blanked records take, 0 to 1. */
  waste(): number
  /** Drops blanked records. */
  compact(): void
  parts(): HeapParts
}

/** `isPlain`: without WebAssembly, as the measure. */
export function createTextHeap(saved?: HeapParts, isPlain = false): TextHeap {
  let entryOf = saved?.entryOf ?? new Uint32Array(0) // number of the entry + 1; 0: none
  let entries = saved?.slots.length ?? 0
  let used = saved?.text.length ?? 0
  let wasted = 0
  let store = allocate(entryOf.length, entries, used)
  if (saved) {
    store.heap.set(saved.text)
    store.starts.set(saved.starts)
    store.slots.set(saved.slots)
  }

  function allocate(slotCount: number, entryCount: number, bytes: number) {
    const slotRoom = Math.ceil(slotCount * 1.25) + 8192
    const entryRoom = Math.ceil(entryCount * 1.5) + 8192
    const bitsAt = needleMax
    const startsAt = bitsAt + wordsFor(slotRoom) * 4
    const slotsAt = startsAt + (entryRoom + 1) * 4
    const heapAt = slotsAt + entryRoom * 4
    const pages = Math.ceil((heapAt + bytes * 1.25 + behind) / page)
    const memory = new WebAssembly.Memory({ initial: pages, maximum: 65_536 })
    const records: Records = { memory, needleAt: 0, needleMax, bitsAt, startsAt, slotsAt, heapAt }
    const scan: Scan = isPlain ? createPlainScan(records) : createScan(records)
    return { records, scan, slotRoom, entryRoom, ...viewsOf(records, slotRoom, entryRoom) }
  }

  /** Room for one more record of at most `bytes`. */
  function makeRoom(slot: number, bytes: number): void {
    if (slot >= entryOf.length) entryOf = grown(entryOf, slot + 1)
    if (slot >= store.slotRoom || entries >= store.entryRoom) compact()
    const missing = used + bytes + behind - store.heap.length
    if (missing <= 0) return
    store.records.memory.grow(Math.ceil((missing + store.heap.length / 8) / page))
    Object.assign(store, viewsOf(store.records, store.slotRoom, store.entryRoom)) // growing detaches the old views
  }

  function remove(slot: number): void {
    const entry = (entryOf[slot] ?? 0) - 1
    if (entry < 0) return
    const [start, end] = [store.starts[entry]!, store.starts[entry + 1]!]
    store.heap.fill(recordEnd, start, end)
    wasted += end - start
    entryOf[slot] = 0
  }

  /** Into a new memory, live records only: those that lie side by side are copied at once. */
  function compact(): void {
    const old = store
    let live = 0
    for (const entry of entryOf) if (entry > 0) live++
    store = allocate(entryOf.length, live, used - wasted)
    let [count, bytes, from] = [0, 0, 0]
    const copyRun = (to: number) => {
      const run = old.heap.subarray(old.starts[from], old.starts[to])
      store.heap.set(run, bytes - run.length)
    }
    for (let entry = 0; entry < entries; entry++) {
      const slot = old.slots[entry]!
      if (entryOf[slot] !== entry + 1) {
        copyRun(entry)
        from = entry + 1
        continue
      }
      bytes += old.starts[entry + 1]! - old.starts[entry]!
      store.slots[count] = slot
      store.starts[++count] = bytes
    }
    copyRun(entries)
    for (let entry = 0; entry < count; entry++) entryOf[store.slots[entry]!] = entry + 1
    ;[entries, used, wasted] = [count, bytes, 0]
  }

  /** Where a field of a row begins. */
  function fieldAt(field: number, slot: number): number {
    let at = store.starts[entryOf[slot]! - 1]!
    for (let left = field; left > 0; left--) {
      while (store.heap[at]! < fieldEnd) at++
      at++
    }
    return at
  }

  return {
    put(slot, texts) {
      let most = 0
      for (const text of texts) most += text.length * 3 + 1
      makeRoom(slot, most)
      remove(slot)
      const { heap, starts, slots } = store
      slots[entries] = slot
      starts[entries] = used
      for (const text of texts) {
        used += encoder.encodeInto(text, heap.subarray(used)).written
        heap[used++] = fieldEnd
      }
      heap[used - 1] = recordEnd
      entries++
      starts[entries] = used
      entryOf[slot] = entries
    },
    remove,
    search(text, isStopped) {
      const needle = encoder.encode(text)
      store.bits.fill(0)
      for (let first = 0; first < entries; first += slice) {
        if (isStopped()) return null
        store.scan(needle, first, Math.min(entries, first + slice))
      }
      return store.bits
    },
    compare(field, a, b) {
      const { heap } = store
      let [x, y] = [fieldAt(field, a), fieldAt(field, b)]
      for (;;) {
        const [left, right] = [heap[x++]!, heap[y++]!]
        if (left !== right || left >= fieldEnd) return (left < fieldEnd ? left : -1) - (right < fieldEnd ? right : -1)
      }
    },
    compareTo(field, slot, text) {
      const { heap } = store
      let at = fieldAt(field, slot)
      for (const byte of text) {
        const other = heap[at++]!
        if (other !== byte) return other < fieldEnd ? other - byte : -1
      }
      return heap[at]! < fieldEnd ? 1 : 0
    },
    key(field, slot, depth, key) {
      const { heap } = store
      let at = fieldAt(field, slot)
      for (let left = depth; left > 0 && heap[at]! < fieldEnd; left--) at++
      for (let half = 0; half < 2; half++) {
        let number = 0
        for (let shift = 24; shift >= 0; shift -= 8) if (heap[at]! < fieldEnd) number |= (heap[at++]! + 1) << shift
        key[half] = number
      }
    },
    waste: () => (used === 0 ? 0 : wasted / used),
    compact,
    parts: () => ({
      text: store.heap.subarray(0, used),
      starts: store.starts.subarray(0, entries + 1),
      slots: store.slots.subarray(0, entries),
      entryOf,
    }),
  }
}

function viewsOf(
  { memory: { buffer }, bitsAt, startsAt, slotsAt, heapAt }: Records,
  slotRoom: number,
  entryRoom: number,
) {
  return {
    bits: new Uint32Array(buffer, bitsAt, wordsFor(slotRoom)),
    starts: new Uint32Array(buffer, startsAt, entryRoom + 1),
    slots: new Uint32Array(buffer, slotsAt, entryRoom),
    heap: new Uint8Array(buffer, heapAt),
  }
}
