import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { add, nothing, oneFailed, playwrightOutcome, vitestOutcome } from '../../tools/outcome.ts'

const folder = mkdtempSync(join(tmpdir(), 'outcome-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(content: object): string {
  const file = join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}
const vitest = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1 }

it('counts what Vitest reports', () => {
  expect(vitestOutcome(report(vitest), 0)).toEqual({ passed: 5, failed: 0, skipped: 2 })
})

it('counts a run that failed without a failed test, or without a report, as one failed', () => {
  expect(vitestOutcome(report(vitest), 1)).toEqual({ passed: 5, failed: 1, skipped: 2 })
  expect(vitestOutcome(report({ ...vitest, numFailedTests: 3 }), 1)).toMatchObject({ failed: 3 })
  expect(vitestOutcome(join(folder, 'none.json'), 0)).toEqual(oneFailed)
  expect(playwrightOutcome(join(folder, 'none.json'), 0)).toEqual(oneFailed)
})

it('counts what Playwright reports, and prints why tests were skipped', () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const test = { annotations: [{ type: 'skip', description: 'no keyboard' }] }
  const suites = [{ specs: [], suites: [{ specs: [{ title: 'types', tests: [test] }] }] }]
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 1 }
  expect(playwrightOutcome(report({ stats, suites }), 1)).toEqual({ passed: 4, failed: 2, skipped: 1 })
  expect(print).toHaveBeenCalledWith('skipped: types (no keyboard)')
  print.mockRestore()
})

it('adds outcomes up', () => {
  expect(add(nothing, oneFailed, { passed: 2, failed: 1, skipped: 3 })).toEqual({ passed: 2, failed: 2, skipped: 3 })
})
