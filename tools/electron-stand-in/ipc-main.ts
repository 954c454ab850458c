import { EventEmitter } from 'node:events'
import type { WebContents } from './web-contents.ts'

/** What a handler learns of the frame that called it. */
export interface SenderFrame {
  readonly url: string
  readonly origin: string
  readonly parent: SenderFrame | null
  readonly top: SenderFrame
  readonly routingId: number
  readonly processId: number
  readonly frameTreeNodeId: number
  send(channel: string, ...args: unknown[]): void
}

export interface IpcEvent {
  type: 'frame'
  sender: WebContents
  senderFrame: SenderFrame
  frameId: number
  processId: number
  reply(channel: string, ...args: unknown[]): void
}

type Handler = (event: IpcEvent, ...args: unknown[]) => unknown

export class IpcMain extends EventEmitter<Record<string, [event: IpcEvent, ...args: unknown[]]>> {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }
  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }
  /** Of the stand-in: the handler of a channel. */
  handlerOf(channel: string): Handler | undefined {
    return this.#handlers.get(channel)
  }
}

export const ipcMain = new IpcMain()

/** Runs the handler of the first scope that has one; as in Electron, the page only learns the text of an error. */
export async function invoke(
  scopes: IpcMain[],
  channel: string,
  event: IpcEvent,
  args: unknown[],
): Promise<{ value: unknown } | { error: string }> {
  const handler = scopes.map((scope) => scope.handlerOf(channel)).find(Boolean)
  try {
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return { value: await handler(event, ...args) }
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error)
    return { error: `Error invoking remote method '${channel}': ${String(error)}` }
  }
}
