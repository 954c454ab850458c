import { Readable } from 'node:stream'
import type { LiveEvent } from '../../store/live.ts'

/** So much may wait for a slow reader, beside what the system keeps; then it is dropped, and comes again with Last-Event-ID. */
const mostWaiting = 256 * 1024
const beatEveryMs = 15_000
/** When a client that was cut off asks again. */
const retryMs = 3000

/** One stream of server-sent events (WHATWG HTML, 9.2). */
export interface EventStream {
  body: Readable
  tell: (event: LiveEvent) => void
  /** The client is told nothing more, and gets what waits. */
  end: () => void
}

/** `onClose` is called once, whoever ended it. */
export function openEventStream(onClose: () => void): EventStream {
  const body = new Readable({ read: () => undefined })
  let beatsBehind = 0
  const write = (text: string) => {
    if (body.destroyed || body.readableEnded) return
    body.push(text)
    if (body.readableLength > mostWaiting) body.destroy()
  }
  // comments: nothing waits at two beats in a row, unless nobody reads
  const beat = setInterval(() => {
    beatsBehind = body.readableLength > 0 ? beatsBehind + 1 : 0
    if (beatsBehind > 1) body.destroy()
    else write(': still here\n\n')
  }, beatEveryMs).unref()
  body.on('close', () => {
    clearInterval(beat)
    onClose()
  })
  write(`retry: ${retryMs}\n\n`)
  return { body, tell: (event) => write(textOf(event)), end: () => body.push(null) }
}

function textOf(event: LiveEvent): string {
  const { type, ...rest } = event
  const { token, ...data } = 'token' in rest ? rest : { ...rest, token: undefined }
  return `${token === undefined ? '' : `id: ${token}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
}
