import { setTimeout as rest } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { type Live, startLive } from '../../../src-main/connections/live.ts'
import type { Hint } from '../../../src-main/providers/provider.ts'
import { Failed, type Failure, type Result } from '../../../src-shared/failure.ts'
import { demoConnection } from '../../support/demo-connection.ts'

type Stream = (since: string | null, signal: AbortSignal) => AsyncGenerator<Hint, void>

const description = {
  instance: 'x',
  name: 'x',
  server: 'x',
  isDemo: false,
  mailbox: null,
  signInMethods: ['password' as const],
  capabilities: demoConnection().capabilities,
}

let live: Live | null = null
afterEach(() => live?.stop())

/** Starts on streams that are given one after the other; waiting takes no time. */
function start(streams: Stream[], events: 'yes' | 'not_on_this_server' = 'yes') {
  const asked: (string | null)[] = []
  const waits: number[] = []
  const states: string[] = []
  const defects: unknown[] = []
  const freshen = vi.fn((): Promise<Result<unknown>> => Promise.resolve({ ok: true, value: undefined }))
  const onPlaces = vi.fn()
  live = startLive({
    server: {
      description: { ...description, capabilities: { ...description.capabilities, events } },
      events(since, signal) {
        asked.push(since)
        return (streams.shift() ?? silent)(since, signal)
      },
    },
    freshen,
    isReading: () => false,
    onPlaces,
    onState: (state) => states.push(state),
    async wait(milliseconds, signal) {
      waits.push(milliseconds)
      await rest(1, undefined, { signal })
    },
    whenSeen: () => Promise.resolve(),
    random: () => 0.5,
    now: () => 0,
    onDefect: (error) => defects.push(error),
  })
  return { asked, waits, states, defects, freshen, onPlaces }
}

async function* silent(_since: string | null, signal: AbortSignal): AsyncGenerator<Hint, void> {
  yield { kind: 'open', id: null }
  await rest(60_000, undefined, { signal })
}
const hints = (...kinds: Hint[]): Stream =>
  // eslint-disable-next-line @typescript-eslint/require-await -- all of it is here already
  async function* () {
    yield* kinds
  }
const fails = (failure: Failure): Stream =>
  // eslint-disable-next-line @typescript-eslint/require-await -- it fails before anything comes
  async function* () {
    yield* []
    throw new Failed(failure)
  }

test('many hints are one read, and what happened before the stream opened is read as well', async () => {
  const { freshen, onPlaces, states } = start([
    async function* (_since, signal) {
      yield { kind: 'open', id: null }
      for (let at = 0; at < 20; at++) yield { kind: 'users', id: String(at) }
      yield { kind: 'places', id: '20' }
      await rest(60_000, undefined, { signal })
    },
  ])
  await expect.poll(() => freshen.mock.calls.length).toBeGreaterThan(0)
  await rest(30)
  expect(freshen.mock.calls.length).toBeLessThan(4)
  expect(onPlaces).toHaveBeenCalledTimes(1)
  expect(states.at(-1)).toBe('events')
})

test('a stream that ends is opened again behind the last hint', async () => {
  const { asked, states } = start([hints({ kind: 'open', id: null }, { kind: 'users', id: '7' }), silent])
  await expect.poll(() => asked).toEqual([null, '7'])
  await expect.poll(() => states.at(-1)).toBe('events')
  expect(states).toContain('waiting')
})

test('pauses grow from failure to failure, and begin anew once the server was heard', async () => {
  const away = fails({ kind: 'offline', reason: 'refused', detail: '' })
  const { waits, asked } = start([away, away, away, hints({ kind: 'places', id: '1' }), silent])
  await expect.poll(() => asked.length).toBe(5)
  expect(waits.filter((wait) => wait >= 500)).toEqual([500, 1000, 2000, 500])
})

test('a server that has no events after all is asked now and then', async () => {
  const { freshen, states } = start([fails({ kind: 'notFound' })])
  await expect.poll(() => freshen.mock.calls.length).toBeGreaterThan(1)
  expect(states.at(-1)).toBe('polling')
})

test('a server without events is asked now and then', async () => {
  const { freshen, asked } = start([], 'not_on_this_server')
  await expect.poll(() => freshen.mock.calls.length).toBeGreaterThan(1)
  expect(asked).toEqual([])
})

test('a session that is over ends it; stopping ends it without a defect', async () => {
  const over = start([fails({ kind: 'unauthorized', code: 'expired' })])
  await expect.poll(() => over.states.at(-1)).toBe('off')
  const { states, defects, asked } = start([silent])
  await expect.poll(() => states.at(-1)).toBe('events')
  live?.stop()
  await rest(10)
  expect(states.at(-1)).toBe('off')
  expect(defects).toEqual([])
  expect(asked).toHaveLength(1)
})

test('a defect is told, not swallowed', async () => {
  const { defects } = start([
    // eslint-disable-next-line @typescript-eslint/require-await -- it fails before anything comes
    async function* () {
      yield* []
      throw new TypeError('x is not a function')
    },
  ])
  await expect.poll(() => defects).toHaveLength(1)
})
