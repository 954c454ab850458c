import { Failed } from '../../../src-shared/failure.ts'
import type { Hint } from '../provider.ts'
import { toFailure } from './problem.ts'
import type { MusterSession } from './session.ts'

/** The server is heard at least every 15 s; twice missed, the stream is dead. In ms. */
const silence = 40_000

const kinds: Record<string, Hint['kind']> = {
  users: 'users',
  pull: 'users',
  organizations: 'places',
  projects: 'places',
  session: 'session',
}

/** GET /events as hints: what has changed is read by delta, so only the name and the id of an event count. */
export async function* events(
  session: MusterSession,
  since: string | null,
  signal: AbortSignal,
): AsyncGenerator<Hint, void> {
  const headers = { Accept: 'text/event-stream', ...(since !== null && { 'Last-Event-ID': since }) }
  const answer = await session.stream({ method: 'GET', path: '/v1/events', headers, silence, signal })
  if (answer.status !== 200) throw new Failed(toFailure(answer))
  yield { kind: 'open', id: null }
  for await (const { name, id } of readEvents(answer.lines())) {
    const kind = kinds[name]
    if (kind) yield { kind, id }
  }
}

/** Names and ids of server-sent events (HTML Living Standard, 9.2.6); an id stays until another comes. */
export async function* readEvents(lines: AsyncIterable<string>): AsyncGenerator<{ name: string; id: string | null }> {
  let [name, hasData] = ['', false]
  let id: string | null = null
  for await (const ended of lines) {
    const line = ended.replace(/\r$/, '')
    if (line === '') {
      if (hasData) yield { name: name || 'message', id }
      ;[name, hasData] = ['', false]
      continue
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? []
    if (field === 'event') name = value
    else if (field === 'data') hasData = true
    else if (field === 'id' && !value.includes('\0')) id = value
  }
}
