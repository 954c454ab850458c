import { expect, test } from 'vitest'
import { poll, pollingPauses } from '../../../src-main/connections/poll.ts'
import type { Failure, Result } from '../../../src-shared/failure.ts'

const done: Result<unknown> = { ok: true, value: undefined }
const failed = (failure: Failure): Result<unknown> => ({ ok: false, failure })
const away = failed({ kind: 'offline', reason: 'unreachable', detail: '' })
const over = failed({ kind: 'unauthorized', code: 'expired' })

/** Polls until the answers are used up and the session is over; `costs`: milliseconds that each question takes. */
async function run(answers: Result<unknown>[], options: { isCheap?: boolean; costs?: number[]; random?: number } = {}) {
  const { isCheap = false, costs = [], random = 0.5 } = options
  const pauses: number[] = []
  const states: string[] = []
  const order: string[] = []
  let clock = 0
  await poll({
    isCheap,
    freshen() {
      order.push('ask')
      clock += costs.shift() ?? 0
      return Promise.resolve(answers.shift() ?? over)
    },
    onState: (state) => states.push(state),
    whenSeen() {
      order.push('seen')
      return Promise.resolve()
    },
    wait(milliseconds) {
      pauses.push(milliseconds)
      return Promise.resolve()
    },
    random: () => random,
    now: () => clock,
    signal: new AbortController().signal,
  })
  return { pauses, states, order }
}

test('the pause follows from what a question costs, within bounds', async () => {
  const { least, most } = pollingPauses
  const { pauses } = await run([done, done, done, done], { costs: [100, 6000, 600_000, 100] })
  expect(pauses).toEqual([least, least, 120_000, most, least])
})

test('a question for what has changed is asked every minute, whatever it takes', async () => {
  expect((await run([done, done], { isCheap: true, costs: [10_000, 10_000] })).pauses).toEqual([60_000, 60_000, 60_000])
})

test('pauses are moved by chance, so that many do not come at once', async () => {
  expect((await run([], { random: 0 })).pauses).toEqual([pollingPauses.least * 0.9])
  expect((await run([], { random: 1 })).pauses[0]).toBeCloseTo(pollingPauses.least * 1.1)
})

test('a server that is away is waited for, longer each time, and then polled as before', async () => {
  const { pauses, states } = await run([away, away, done])
  expect(pauses).toEqual([60_000, 4000, 8000, 60_000])
  expect(states).toEqual(['polling', 'waiting', 'waiting', 'polling'])
})

test('nothing is asked while nobody looks, and a session that is over ends it', async () => {
  const { order } = await run([done])
  expect(order).toEqual(['seen', 'ask', 'seen', 'ask'])
  const stopping = new AbortController()
  let asked = 0
  const hidden = poll({
    isCheap: false,
    freshen: () => Promise.resolve(++asked > 0 ? done : over),
    onState: () => undefined,
    whenSeen: (signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('stopped'))
        })
      }),
    wait: () => Promise.resolve(),
    random: () => 0.5,
    now: () => 0,
    signal: stopping.signal,
  })
  setTimeout(() => {
    stopping.abort()
  }, 5)
  await expect(hidden).rejects.toThrow('stopped')
  expect(asked).toBe(0)
})
