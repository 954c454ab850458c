/**
 * `npm test`: everything from format to the app in its window, part by part; ends with `N passed, N failed`. Single parts:
 * `npm test -- e2e`, and what follows a part's name is passed on: `npm test -- e2e browse.spec.ts`.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { build } from './build.ts'
import { prepareMachine } from './machine.ts'
import { endWithParent, startSession } from './session.ts'

interface Count {
  passed: number
  failed: number
}

const Vitest = z.object({ numPassedTests: z.int(), numFailedTests: z.int(), success: z.boolean() })
const Playwright = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
  errors: z.array(z.unknown()),
})

const scratch = mkdtempSync(join(tmpdir(), 'muster-test-'))
let running: ReturnType<typeof spawn> | null = null

/** Runs a command with its output shown; answers whether it succeeded. */
function run(command: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
      env: { ...process.env, ...env },
    })
    running = child
    child.on('error', (error) => {
      console.error(error.message)
      resolve(false)
    })
    child.on('exit', (code) => resolve(code === 0))
  })
}

/** For a part that is one test: it succeeds or not. */
const asOne = (isOk: boolean): Count => ({ passed: isOk ? 1 : 0, failed: isOk ? 0 : 1 })

async function vitest(project: string, args: string[]): Promise<Count> {
  const file = join(scratch, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const isOk = await run('vitest', ['run', '--project', project, ...reporters, ...args])
  const report = Vitest.safeParse(readReport(file))
  if (!report.success) return asOne(false)
  const { numPassedTests: passed, numFailedTests: failed } = report.data
  // a file that cannot be loaded fails no test, but the run
  return { passed, failed: isOk ? failed : Math.max(1, failed) }
}

async function playwright(project: string, args: string[]): Promise<Count> {
  const file = join(scratch, `${project}.json`)
  const reporters = ['--reporter=list,json']
  const isOk = await run('playwright', ['test', '--project', project, ...reporters, ...args], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  })
  const report = Playwright.safeParse(readReport(file))
  if (!report.success) return asOne(false)
  const { expected, unexpected, flaky } = report.data.stats
  return { passed: expected, failed: isOk ? unexpected + flaky : Math.max(1, unexpected + flaky) }
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch (error) {
    console.error(`no report: ${String(error)}`)
    return null
  }
}

async function buildOnce(): Promise<Count> {
  try {
    await build()
    return asOne(true)
  } catch (error) {
    console.error(error)
    return asOne(false)
  }
}

/** In the order in which a failure is learned soonest. */
const parts: Record<string, (args: string[]) => Promise<Count>> = {
  check: async () => asOne(await run(process.execPath, ['tools/check.ts', '--without-tests'])),
  unit: (args) => vitest('unit', args),
  build: buildOnce,
  integration: (args) => vitest('integration', args),
  page: (args) => playwright('page', args),
  'stand-in': (args) => playwright('stand-in', args),
  e2e: (args) => playwright('e2e', args),
  package: async () => asOne(await run(process.execPath, ['tools/package.ts'])),
}

async function test(): Promise<Count> {
  const [only, ...args] = process.argv.slice(2)
  if (only !== undefined && !(only in parts))
    throw new Error(`no such part; there are ${Object.keys(parts).join(', ')}`)
  prepareMachine()
  const session = await startSession(scratch)
  console.log(`Testing on ${session.words}`)
  const end = () => {
    running?.kill('SIGTERM')
    session.stop()
    process.exit(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
  endWithParent(end)
  const total = { passed: 0, failed: 0 }
  const lines: string[] = []
  for (const [name, part] of Object.entries(parts)) {
    if (only !== undefined && name !== only && !(name === 'build' && only === 'e2e')) continue
    console.log(`\n=== ${name}`)
    const started = performance.now()
    const { passed, failed } = await part(name === only ? args : [])
    total.passed += passed
    total.failed += failed
    lines.push(`${name}: ${passed} passed, ${failed} failed, ${Math.round((performance.now() - started) / 1000)} s`)
  }
  session.stop()
  console.log(`\n${lines.join('\n')}`)
  return total
}

try {
  const { passed, failed } = await test()
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  console.log('0 passed, 1 failed')
  process.exitCode = 1
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
}
process.exit()
