/** How many tests of a runner did what, read from its report as JSON. */
import { existsSync, readFileSync } from 'node:fs'

export interface Outcome {
  passed: number
  failed: number
  skipped: number
}

export const oneFailed: Outcome = { passed: 0, failed: 1, skipped: 0 }
export const onePassed: Outcome = { passed: 1, failed: 0, skipped: 0 }
export const nothing: Outcome = { passed: 0, failed: 0, skipped: 0 }

export function add(...outcomes: Outcome[]): Outcome {
  return outcomes.reduce((sum, { passed, failed, skipped }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
    skipped: sum.skipped + skipped,
  }))
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}

/** Of a run that ended with `exitCode`: one that failed without a failed test, such as a file that cannot be loaded, counts as one. */
export function vitestOutcome(reportFile: string, exitCode: number): Outcome {
  if (!existsSync(reportFile)) return oneFailed
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport // as its reporter writes it
  const skipped = report.numPendingTests + report.numTodoTests
  return atLeastOneFailed({ passed: report.numPassedTests, failed: report.numFailedTests, skipped }, exitCode)
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  suites: PlaywrightSuite[]
}
interface PlaywrightSuite {
  suites?: PlaywrightSuite[]
  specs: { title: string; tests: { annotations: { type: string; description?: string }[] }[] }[]
}

export function playwrightOutcome(reportFile: string, exitCode: number): Outcome {
  if (!existsSync(reportFile)) return oneFailed
  const { stats, suites } = JSON.parse(readFileSync(reportFile, 'utf8')) as PlaywrightReport // as its reporter writes it
  for (const line of suites.flatMap(skippedOf)) console.log(line)
  const { expected: passed, skipped } = stats
  return atLeastOneFailed({ passed, failed: stats.unexpected + stats.flaky, skipped }, exitCode)
}

/** Playwright's list names skipped tests, but not the reason. */
const skippedOf = ({ suites = [], specs }: PlaywrightSuite): string[] => [
  ...suites.flatMap(skippedOf),
  ...specs.flatMap(({ title, tests }) =>
    tests
      .flatMap(({ annotations }) => annotations)
      .filter(({ type }) => type === 'skip')
      .map(({ description = 'no reason given' }) => `skipped: ${title} (${description})`),
  ),
]

const atLeastOneFailed = (outcome: Outcome, exitCode: number): Outcome =>
  exitCode === 0 ? outcome : { ...outcome, failed: Math.max(1, outcome.failed) }
