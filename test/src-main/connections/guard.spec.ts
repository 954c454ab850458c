import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGuard, guardWork } from '../../../src-main/connections/guard.ts'
import type { AccountWork } from '../../../src-main/work/account-work.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-24T12:00:00.000Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

function guardOf(isProtected: boolean) {
  const told: (string | null)[] = []
  const guard = createGuard({
    isProtected: () => isProtected,
    name: () => 'Production',
    now: () => new Date(),
    onChanged: (until) => told.push(until),
  })
  return { guard, told }
}
const locked = { failure: { kind: 'forbidden', code: 'server_locked' } }

test('a server that is not protected takes everything', () => {
  expect(() => guardOf(false).guard.expectUnlocked()).not.toThrow()
})

test('a protected one takes nothing but for an hour after it was unlocked, and says so', () => {
  const { guard, told } = guardOf(true)
  expect(guard.expectUnlocked).toThrow(expect.objectContaining(locked))
  guard.unlock()
  expect(told).toEqual(['2026-11-24T13:00:00.000Z'])
  vi.advanceTimersByTime(59 * 60_000)
  expect(guard.expectUnlocked).not.toThrow()
  vi.advanceTimersByTime(60_000)
  expect(guard.expectUnlocked).toThrow(expect.objectContaining(locked))
  expect(told.at(-1)).toBeNull()
})

test('it is locked again on demand, and unlocking again begins the hour anew', () => {
  const { guard, told } = guardOf(true)
  guard.unlock()
  guard.lock()
  expect(guard.expectUnlocked).toThrow(expect.objectContaining(locked))
  guard.unlock()
  vi.advanceTimersByTime(30 * 60_000)
  guard.unlock()
  vi.advanceTimersByTime(45 * 60_000)
  expect(guard.expectUnlocked).not.toThrow()
  expect(told.at(-1)).toBe('2026-11-24T13:30:00.000Z')
})

test('a job on a server that is not protected needs no name', () => {
  expect(() => {
    guardOf(false).guard.expectNamed([])
  }).not.toThrow()
})

test('a save, a job and going on with a job wait for the server to be unlocked', async () => {
  const { guard } = guardOf(true)
  const begun: string[] = []
  const does = (what: string) => () => {
    begun.push(what)
    return Promise.resolve()
  }
  const real = { send: does('save'), planning: { send: does('job') }, runner: { resume: does('resume') } }
  const work = guardWork(real as unknown as AccountWork, guard) // of which the guard needs these three
  const change = { target: { id: 'u1' }, base: {}, baseVersion: null }
  const job = { plan: 1, typed: [], reason: null, pauseAfter: null, limit: 1 }
  await expect(work.send(change)).rejects.toMatchObject(locked)
  await expect(work.planning.send(job)).rejects.toMatchObject(locked)
  await expect(work.runner.resume('j')).rejects.toMatchObject(locked)
  expect(begun).toEqual([])
  guard.unlock()
  await work.send(change)
  await expect(work.planning.send({ ...job, typed: ['12'] })).rejects.toMatchObject({ failure: { code: 'plan.typed' } })
  await work.planning.send({ ...job, typed: ['12', ' Production'] })
  await work.runner.resume('j')
  expect(begun).toEqual(['save', 'job', 'resume'])
})
