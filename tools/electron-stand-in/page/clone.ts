/*
 * Structured clone as JSON, on both ends of the pipe. Both functions are also injected into pages by their source text, so neither
 * may refer to anything outside itself. Objects with the key `$` are of our making: `{ $: 'd', v: 0 }` is a Date.
 */
import type { Encoded } from './messages.ts'

export function encode(root: unknown, toBase64: (bytes: Uint8Array) => string): Encoded {
  const numbers = new Map<object, number>()
  const fail = (): never => {
    throw new Error('An object could not be cloned.')
  }
  const plain = (value: object): Encoded => {
    const out: Record<string, Encoded> = {}
    for (const [key, part] of Object.entries(value)) out[key] = walk(part)
    return '$' in out ? { $: 'o', v: out } : out
  }
  const bytes = (kind: string, buffer: ArrayBufferLike, offset: number, length: number): Encoded => ({
    $: 'b',
    k: kind,
    v: toBase64(new Uint8Array(buffer, offset, length)),
  })
  const object = (value: object): Encoded => {
    const known = numbers.get(value)
    if (known !== undefined) return { $: 'r', v: known }
    numbers.set(value, numbers.size)
    if (Array.isArray(value)) return value.map(walk)
    if (value instanceof Date) return { $: 'd', v: value.getTime() }
    if (value instanceof RegExp) return { $: 'x', v: value.source, f: value.flags }
    if (value instanceof Map) return { $: 'm', v: [...value].map(([key, part]) => [walk(key), walk(part)]) }
    if (value instanceof Set) return { $: 's', v: [...value].map(walk) }
    if (value instanceof Error) return { $: 'e', n: value.name, m: value.message, s: value.stack ?? '' }
    if (value instanceof ArrayBuffer) return bytes('ArrayBuffer', value, 0, value.byteLength)
    if (ArrayBuffer.isView(value)) {
      // a Node Buffer arrives as a Uint8Array, as in Electron
      const tag = Object.prototype.toString.call(value).slice(8, -1)
      return bytes(tag, value.buffer, value.byteOffset, value.byteLength)
    }
    const isNode = typeof Node === 'function' && value instanceof Node
    const isWindow = Object.prototype.toString.call(value) === '[object Window]'
    if (isNode || isWindow || value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) fail()
    return plain(value)
  }
  const walk = (value: unknown): Encoded => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value
      case 'number':
        if (Object.is(value, -0)) return { $: 'n', v: '-0' }
        return Number.isFinite(value) ? value : { $: 'n', v: String(value) }
      case 'undefined':
        return { $: 'u' }
      case 'bigint':
        return { $: 'i', v: String(value) }
      case 'object':
        return value === null ? null : object(value)
      default: // functions and symbols
        return fail()
    }
  }
  return walk(root)
}

export function decode(root: Encoded, fromBase64: (text: string) => Uint8Array): unknown {
  type Tagged = { $?: Encoded; v?: Encoded; [key: string]: Encoded | undefined }
  const objects: object[] = []
  const keep = <T extends object>(value: T): T => {
    objects.push(value)
    return value
  }
  const fill = (source: object): object => {
    const out: Record<string, unknown> = keep({})
    // an own property also for a key such as __proto__, as the structured clone algorithm makes it
    for (const [key, part] of Object.entries(source) as [string, Encoded][])
      Object.defineProperty(out, key, { value: walk(part), enumerable: true, configurable: true, writable: true })
    return out
  }
  const restore: Record<string, (tagged: Tagged) => unknown> = {
    u: () => undefined,
    n: ({ v }) => Number(v),
    i: ({ v }) => BigInt(v as string),
    r: ({ v }) => objects[v as number],
    d: ({ v }) => keep(new Date(v as number)),
    x: ({ v, f }) => keep(new RegExp(v as string, f as string)),
    m: ({ v }) => {
      const map = keep(new Map<unknown, unknown>())
      for (const [key, part] of v as [Encoded, Encoded][]) {
        const walked = walk(key)
        map.set(walked, walk(part))
      }
      return map
    },
    s: ({ v }) => {
      const set = keep(new Set<unknown>())
      for (const part of v as Encoded[]) set.add(walk(part))
      return set
    },
    e: ({ n, m, s }) => {
      const error = keep(new Error(m as string))
      error.stack = s as string
      if (n !== 'Error') error.name = n as string
      return error
    },
    b: ({ k, v }) => {
      const { buffer } = fromBase64(v as string).slice()
      if (k === 'ArrayBuffer') return keep(buffer)
      const views = globalThis as unknown as Record<string, new (buffer: ArrayBufferLike) => object>
      const View = views[k as string] ?? Uint8Array
      return keep(new View(buffer))
    },
    o: ({ v }) => fill(v as object),
  }
  const walk = (value: Encoded): unknown => {
    if (value === null || typeof value !== 'object') return value
    if (Array.isArray(value)) {
      const out: unknown[] = keep([])
      for (const part of value) out.push(walk(part))
      return out
    }
    const tagged: Tagged = value
    const make = typeof tagged.$ === 'string' ? restore[tagged.$] : undefined
    return make ? make(tagged) : fill(value)
  }
  return walk(root)
}
