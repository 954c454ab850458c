import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
// Playwright ships the protocol's types, but does not export them by a name of its own
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts'

export type { Protocol }
export type CommandName = keyof Protocol.CommandParameters
export type Parameters<C extends CommandName> = Protocol.CommandParameters[C]
export type Answer<C extends CommandName> = Protocol.CommandReturnValues[C]

/** Something that Chromium tells unasked, of one page when it has a session id. */
export type CdpEvent = {
  [E in keyof Protocol.Events]: { method: E; params: Protocol.Events[E]; sessionId?: string }
}[keyof Protocol.Events]

interface CdpAnswer {
  id: number
  result?: unknown
  error?: { message: string }
}

interface Pending {
  method: CommandName
  resolve: (answer: unknown) => void
  reject: (error: Error) => void
}

/** The Chrome DevTools Protocol over Chromium's `--remote-debugging-pipe`: JSON texts, each ended by a zero byte. */
export interface Cdp {
  send<C extends CommandName>(method: C, parameters?: Parameters<C>, sessionId?: string): Promise<Answer<C>>
  onEvent(listener: (event: CdpEvent) => void): void
  onClose(listener: () => void): void
}

export function createCdp(output: Writable, input: Readable): Cdp {
  const listeners = new EventEmitter<{ event: [CdpEvent]; close: [] }>()
  listeners.setMaxListeners(0)
  const pending = new Map<number, Pending>()
  let nextId = 0
  let isClosed = false

  const gone = (method: CommandName) => new Error(`${method}: Chromium is gone`)
  const settle = ({ id, result, error }: CdpAnswer) => {
    const call = pending.get(id)
    pending.delete(id)
    if (error) call?.reject(new Error(`${call.method}: ${error.message}`))
    else call?.resolve(result)
  }
  readTexts(input, (text) => {
    // the two kinds of message that the protocol has, told apart by the id
    const message = JSON.parse(text) as CdpAnswer | CdpEvent
    if ('id' in message) settle(message)
    else listeners.emit('event', message)
  })
  input.on('close', () => {
    isClosed = true
    for (const { method, reject } of pending.values()) reject(gone(method))
    pending.clear()
    listeners.emit('close')
  })
  output.on('error', () => {
    // the input closes as well, and tells everybody who waits
  })

  return {
    send: (method, parameters, sessionId) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(gone(method))
          return
        }
        const id = ++nextId
        // the protocol's types say what the answer to this method is
        pending.set(id, { method, resolve: resolve as (answer: unknown) => void, reject })
        output.write(`${JSON.stringify({ id, method, params: parameters ?? {}, sessionId })}\0`)
      }),
    onEvent: (listener) => void listeners.on('event', listener),
    onClose: (listener) => void listeners.on('close', listener),
  }
}

function readTexts(input: Readable, onText: (text: string) => void): void {
  let chunks: Buffer[] = []
  input.on('data', (data: Buffer) => {
    let start = 0
    for (let end = data.indexOf(0); end >= 0; end = data.indexOf(0, start)) {
      onText(Buffer.concat([...chunks, data.subarray(start, end)]).toString())
      chunks = []
      start = end + 1
    }
    if (start < data.length) chunks.push(data.subarray(start))
  })
}
