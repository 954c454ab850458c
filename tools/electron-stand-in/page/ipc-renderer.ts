/* Electron's ipcRenderer in the preload world. Injected by source text: refers to nothing outside itself. */
import type { encode as encodeValue, decode as decodeValue } from './clone.ts'
import type { FromPage, ToPage } from './messages.ts'

type Listener = (event: { sender: object; ports: never[] }, ...args: unknown[]) => void

interface Tools {
  encode: typeof encodeValue
  decode: typeof decodeValue
  tell: (message: FromPage) => void
}

export function makeIpcRenderer({ encode, decode, tell }: Tools) {
  const toBase64 = (bytes: Uint8Array) => bytes.toBase64()
  const fromBase64 = (text: string) => Uint8Array.fromBase64(text)
  const listeners = new Map<string, { listener: Listener; isOnce: boolean }[]>()
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let lastId = 0

  const ask = (message: (id: number) => FromPage): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++lastId
      const built = message(id) // throws for what cannot be cloned, before anybody waits
      waiting.set(id, { resolve, reject })
      tell(built)
    })
  const take = (id: number) => {
    const entry = waiting.get(id)
    waiting.delete(id)
    return entry
  }
  const add = (channel: string, listener: Listener, isOnce: boolean) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, isOnce }])
    return ipcRenderer
  }
  const remove = (channel: string, listener: Listener) => {
    const list = listeners.get(channel) ?? []
    const index = list.findLastIndex((entry) => entry.listener === listener)
    listeners.set(channel, index < 0 ? list : list.toSpliced(index, 1))
    return ipcRenderer
  }
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      ask((id) => ({ kind: 'invoke', id, channel, args: encode(args, toBase64) })),
    send: (channel: string, ...args: unknown[]): void => {
      tell({ kind: 'send', channel, args: encode(args, toBase64) })
    },
    on: (channel: string, listener: Listener): object => add(channel, listener, false),
    once: (channel: string, listener: Listener): object => add(channel, listener, true),
    off: (channel: string, listener: Listener): object => remove(channel, listener),
    addListener: (channel: string, listener: Listener): object => add(channel, listener, false),
    removeListener: (channel: string, listener: Listener): object => remove(channel, listener),
    removeAllListeners: (channel?: string): object => {
      if (channel === undefined) listeners.clear()
      else listeners.delete(channel)
      return ipcRenderer
    },
    listenerCount: (channel: string): number => listeners.get(channel)?.length ?? 0,
  }
  return {
    ipcRenderer,
    askPermission: (permission: string) => ask((id) => ({ kind: 'permission', id, permission })),
    /** Takes the messages that are meant for it. */
    receive: (message: ToPage): void => {
      if (message.kind === 'reply') take(message.id)?.resolve(decode(message.value, fromBase64))
      if (message.kind === 'failure') take(message.id)?.reject(new Error(message.text))
      if (message.kind === 'permission') take(message.id)?.resolve(message.isGranted)
      if (message.kind !== 'push') return
      for (const { listener, isOnce } of listeners.get(message.channel) ?? []) {
        if (isOnce) remove(message.channel, listener)
        // `encode` was given a list of arguments
        listener({ sender: ipcRenderer, ports: [] }, ...(decode(message.args, fromBase64) as unknown[]))
      }
    },
  }
}
