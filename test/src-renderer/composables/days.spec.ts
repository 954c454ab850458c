import { expect, test } from 'vitest'
import { dayOf, lastDayBefore, startOfDay } from '../../../src-renderer/composables/days.ts'

test.each(['2026-03-02', '2024-02-29', '2026-10-25', '2026-03-29', '1999-12-31'])('%s begins on itself', (day) => {
  const start = startOfDay(day) ?? ''
  expect(dayOf(start)).toBe(day)
  expect(dayOf(new Date(Date.parse(start) - 1).toISOString()) < day).toBe(true)
  expect(lastDayBefore(startOfDay(day, 1) ?? '')).toBe(day)
})

test.each(['', '2026', '2026-3-2', '0026-01-01', 'x'])('%j is no day yet', (text) => {
  expect(startOfDay(text)).toBeNull()
})
