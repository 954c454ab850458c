import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createGuard } from '../../../src-main/connections/guard.ts'

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
