/*
 * Calls between a page's own world and its preload world: synchronous, structured-cloned, with functions and promises as proxies,
 * as Electron's contextBridge has them. Injected by source text: refers to nothing outside itself.
 *
 * Both worlds hold the same port and use it as an event target that nobody else can reach; the detail of a CustomEvent is cloned by
 * Chromium itself when it passes from world to world.
 */
type Callable = (...args: unknown[]) => unknown

type Packed =
  | { t: 'value'; value: unknown }
  | { t: 'function'; id: number }
  | { t: 'promise'; id: number }
  | { t: 'error'; name: string; message: string; stack: string | undefined }
  | { t: 'array'; items: Packed[] }
  | { t: 'object'; entries: [string, Packed][] }

type Message =
  | { kind: 'call'; id: number; args: Packed[] }
  | { kind: 'settle'; id: number; isFulfilled: boolean; value: Packed }
  | { kind: 'event'; name: string; value: Packed }

type Reply = { isError: boolean; value: Packed }

export interface Bridge {
  /** What the other world may call, by name. */
  readonly listeners: Record<string, (value: never) => unknown>
  /** Calls a listener of the other world; throws what it throws. */
  send: (name: string, value: unknown) => unknown
}

export function makeBridge(port: EventTarget, me: string, peer: string): Bridge {
  // taken before any script of the page can replace it
  const dispatch = port.dispatchEvent.bind(port)
  const functions = new Map<number, Callable>()
  const ids = new WeakMap<Callable, number>()
  const promises = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  const listeners: Bridge['listeners'] = {}
  let lastId = 0
  let answer: Reply | undefined

  const emit = (name: string, detail: Message | Reply) => void dispatch(new CustomEvent(name, { detail }))
  const post = (message: Message): Reply | undefined => {
    answer = undefined
    emit(`${me}>`, message) // the other world answers within the call
    return answer
  }
  const isPlain = (value: object) => [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
  /** True when structured clone alone cannot carry it. */
  const isSpecial = (value: unknown, seen = new Set<object>()): boolean => {
    if (typeof value === 'function') return true
    if (typeof value !== 'object' || value === null || seen.has(value)) return false
    if (value instanceof Promise || value instanceof Error) return true
    seen.add(value)
    return (Array.isArray(value) || isPlain(value)) && Object.values(value).some((part) => isSpecial(part, seen))
  }
  const packFunction = (value: Callable): Packed => {
    const id = ids.get(value) ?? ++lastId
    ids.set(value, id)
    functions.set(id, value)
    return { t: 'function', id }
  }
  const packPromise = (value: Promise<unknown>): Packed => {
    const id = ++lastId
    const settle = (isFulfilled: boolean) => (result: unknown) =>
      post({ kind: 'settle', id, isFulfilled, value: pack(result) })
    value.then(settle(true), settle(false))
    return { t: 'promise', id }
  }
  const pack = (value: unknown): Packed => {
    if (!isSpecial(value)) return { t: 'value', value: structuredClone(value) } // refuses proxies and nodes, as Electron does
    if (typeof value === 'function') return packFunction(value as Callable)
    if (value instanceof Promise) return packPromise(value)
    if (value instanceof Error) return { t: 'error', name: value.name, message: value.message, stack: value.stack }
    if (Array.isArray(value)) return { t: 'array', items: value.map(pack) }
    // special, and none of the above: an object
    return { t: 'object', entries: Object.entries(value as object).map(([key, part]) => [key, pack(part)]) }
  }
  const unpack = (packed: Packed): unknown => {
    switch (packed.t) {
      case 'value':
        return packed.value
      case 'array':
        return packed.items.map(unpack)
      case 'object':
        return Object.fromEntries(packed.entries.map(([key, part]) => [key, unpack(part)]))
      case 'function':
        return (...args: unknown[]) => open(post({ kind: 'call', id: packed.id, args: args.map(pack) }))
      case 'promise':
        return new Promise((resolve, reject) => promises.set(packed.id, { resolve, reject }))
      case 'error': {
        const error = new Error(packed.message)
        error.stack = packed.stack ?? ''
        if (packed.name !== 'Error') error.name = packed.name
        return error
      }
    }
  }
  const open = (reply: Reply | undefined): unknown => {
    if (reply?.isError) throw unpack(reply.value)
    return reply && unpack(reply.value)
  }
  const obey = (message: Message): unknown => {
    if (message.kind === 'call') return functions.get(message.id)?.(...message.args.map(unpack))
    // each side knows what the other sends by this name
    if (message.kind === 'event') return listeners[message.name]?.(unpack(message.value) as never)
    const promise = promises.get(message.id)
    promises.delete(message.id)
    const settle = message.isFulfilled ? promise?.resolve : promise?.reject
    settle?.(unpack(message.value))
    return undefined
  }
  port.addEventListener(`${peer}<`, (event) => {
    answer = (event as CustomEvent<Reply>).detail
  })
  port.addEventListener(`${peer}>`, (event) => {
    const { detail } = event as CustomEvent<Message>
    const reply = (): Reply => {
      try {
        return { isError: false, value: pack(obey(detail)) }
      } catch (error) {
        return { isError: true, value: pack(error instanceof Error ? error : new Error(String(error))) }
      }
    }
    emit(`${me}<`, reply())
  })
  return { listeners, send: (name, value) => open(post({ kind: 'event', name, value: pack(value) })) }
}
