import { get, type IncomingMessage } from 'node:http'

export interface SentEvent {
  type: string
  data: Record<string, unknown>
  /** The last id of the stream so far. */
  id: string
}

/** A client of server-sent events. */
export interface Events {
  status: number
  headers: IncomingMessage['headers']
  /** All so far. */
  seen: SentEvent[]
  /** The next event of a type that was not taken yet; rejects when none comes. */
  next(type: string): Promise<SentEvent>
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>
  response: IncomingMessage
  close(): void
}

const patienceMs = 10_000

/** Opens a stream of events; `url` is that of the server. */
export async function openEvents(url: string, token: string, lastEventId?: string): Promise<Events> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/v1/events`, { headers, agent: false }, resolve).on('error', reject)
  })
  const seen: SentEvent[] = []
  const taken = new Set<SentEvent>()
  const wakers = new Set<() => void>()
  let [text, id] = ['', '']
  response.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
      id = field('id') ?? id
      const [type, data] = [field('event'), field('data')]
      if (type !== undefined && data !== undefined)
        seen.push({ type, data: JSON.parse(data) as Record<string, unknown>, id })
    }
    for (const wake of wakers) wake()
  })
  const ended = new Promise<void>((resolve) => {
    response.on('close', resolve)
    response.on('error', () => resolve())
  })
  async function next(type: string): Promise<SentEvent> {
    const end = Date.now() + patienceMs
    for (;;) {
      const found = seen.find((event) => event.type === type && !taken.has(event))
      if (found) {
        taken.add(found)
        return found
      }
      if (Date.now() > end) throw new Error(`no event ${type}; there were: ${JSON.stringify(seen)}`)
      await new Promise<void>((resolve) => {
        const wake = () => {
          wakers.delete(wake)
          clearTimeout(timer)
          resolve()
        }
        const timer = setTimeout(wake, 200)
        wakers.add(wake)
      })
    }
  }
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    seen,
    next,
    ended,
    response,
    close: () => response.destroy(),
  }
}
