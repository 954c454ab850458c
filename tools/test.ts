/**
 * `npm test`: everything. `npm test -- PART [arguments of its runner]` runs one part, such as
 * `npm test -- e2e -g "Add user"` or `npm test -- integration test/src-server/users.spec.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from './build.ts'
import { check, unitReport } from './check.ts'
import { prepareMachine } from './machine.ts'
import { add, nothing, oneFailed, onePassed, playwrightOutcome, vitestOutcome, type Outcome } from './outcome.ts'
import { runProgram } from './programs.ts'
import { cache, inPackage, root } from './project.ts'
import { openSession, type Session } from './session.ts'

type Part = (session: Session, args: string[]) => Promise<Outcome>

const runCheck: Part = async () => {
  const failed = await check()
  const unit = vitestOutcome(unitReport, failed.includes('unit tests') ? 1 : 0)
  return add(unit, ...failed.filter((name) => name !== 'unit tests').map(() => oneFailed))
}

const runBuild: Part = async () => ((await buildApp()) ? nothing : oneFailed)

const vitest =
  (project: string): Part =>
  async ({ env }, args) => {
    const report = join(cache, `test-${project}.json`)
    rmSync(report, { force: true })
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const command = [inPackage('vitest', 'vitest.mjs'), 'run', '--project', project, ...reporters, ...args]
    return vitestOutcome(report, await runProgram(process.execPath, command, { cwd: root, env }))
  }

const playwright =
  (project: string): Part =>
  async (session, args) => {
    const report = join(cache, `test-${project}.json`)
    rmSync(report, { force: true })
    const command = [inPackage('@playwright/test', 'cli.js'), 'test', '--project', project, '--reporter', 'list,json']
    const env = { ...session.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
    const exitCode = await runProgram(process.execPath, [...command, ...args], { cwd: root, env })
    return playwrightOutcome(report, exitCode)
  }

const runPackage: Part = async ({ env }, args) => {
  const command = [join(root, 'tools/package.ts'), ...args]
  return (await runProgram(process.execPath, command, { cwd: root, env })) === 0 ? onePassed : oneFailed
}

/** In this order; those that need the built app come after it. */
const parts: Record<string, Part> = {
  check: runCheck,
  integration: vitest('integration'),
  postgres: vitest('postgres'),
  page: playwright('page'),
  'stand-in': playwright('stand-in'),
  build: runBuild,
  e2e: playwright('e2e'),
  package: runPackage,
}
const needBuild = ['e2e', 'package']

const blocked: Part = () => {
  console.log('there is no build')
  return Promise.resolve(oneFailed)
}

async function runPart(name: string, part: Part, session: Session, args: string[]): Promise<Outcome> {
  console.log(`\n--- ${name}`)
  const started = performance.now()
  const outcome = await part(session, args)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `--- ${name}: ${outcome.passed} passed, ${outcome.failed} failed, ${outcome.skipped} skipped, ${seconds} s`,
  )
  return outcome
}

const [only, ...args] = process.argv.slice(2)
if (only !== undefined && !(only in parts)) {
  console.error(`${only} is none of: ${Object.keys(parts).join(', ')}`)
  process.exit(1)
}
const chosen = Object.entries(parts).filter(([name]) => {
  const isNeeded = name === 'build' && only !== undefined && needBuild.includes(only)
  return only === undefined || name === only || isNeeded
})

const state = mkdtempSync(join(tmpdir(), 'muster-test-'))
process.on('exit', () => rmSync(state, { recursive: true, force: true, maxRetries: 3 }))
const session = await openSession(await prepareMachine(true), state, true)
console.log(`Testing on ${session.description}.`)
let total = nothing
let isBuilt = true
for (const [name, part] of chosen) {
  const isBlocked = !isBuilt && needBuild.includes(name)
  const outcome: Outcome = await runPart(name, isBlocked ? blocked : part, session, name === only ? args : [])
  if (name === 'build') isBuilt = outcome.failed === 0
  total = add(total, outcome)
}
if (total.skipped > 0) console.log(`\n${total.skipped} skipped, each with its reason above`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)
