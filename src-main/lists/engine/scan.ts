import { setBit } from './bits.ts'
import { scanCode } from './scan-code.ts'

/** Records of bytes in one memory, and where the parts of it lie: `starts` and `slots` hold one number an entry. */
export interface Records {
  memory: WebAssembly.Memory
  /** Where the needle is put, and how long it may be. */
  needleAt: number
  needleMax: number
  bitsAt: number
  startsAt: number
  slotsAt: number
  heapAt: number
}

/** Sets the bit of every record of the entries from `first` up to `end` that contains the needle. */
export type Scan = (needle: Uint8Array, first: number, end: number) => void

type ScanCode = (...addresses: number[]) => number

const code = new WebAssembly.Module(Buffer.from(scanCode, 'base64'))

/**
 * The search of the engine. Needles that are longer than their place, which no person types, are looked for without
 * WebAssembly.
 */
export function createScan(records: Records): Scan {
  const { memory, needleAt, needleMax, heapAt, startsAt, slotsAt, bitsAt } = records
  const { exports } = new WebAssembly.Instance(code, { env: { memory } })
  const scan = exports.scan as ScanCode // what scan.as exports
  const plain = createPlainScan(records)
  return (needle, first, end) => {
    if (needle.length > needleMax) {
      plain(needle, first, end)
      return
    }
    new Uint8Array(memory.buffer, needleAt, needle.length).set(needle)
    scan(heapAt, startsAt, slotsAt, first, end, needleAt, needle.length, bitsAt)
  }
}

/** The same, in plain JavaScript: the measure of the fast one. */
export function createPlainScan({ memory, bitsAt, startsAt, slotsAt, heapAt }: Records): Scan {
  return (needle, first, end) => {
    const starts = new Uint32Array(memory.buffer, startsAt, end + 1)
    const slots = new Uint32Array(memory.buffer, slotsAt, end)
    const bits = new Uint32Array(memory.buffer, bitsAt, (startsAt - bitsAt) >>> 2)
    const heap = Buffer.from(memory.buffer, heapAt)
    let entry = first
    let at = heap.indexOf(needle, starts[first])
    while (at >= 0 && at < starts[end]!) {
      while (starts[entry + 1]! <= at) entry++
      setBit(bits, slots[entry]!)
      at = heap.indexOf(needle, starts[++entry])
    }
  }
}
