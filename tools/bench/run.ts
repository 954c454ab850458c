/** `npm run bench`: all benches, one after the other; `npm run bench -- NAME [arguments]`: one. Each prints a section in Markdown. */
import { execFileSync } from 'node:child_process'
import { cpus, loadavg, release, type } from 'node:os'
import { join } from 'node:path'
import { findChromium } from '../electron-stand-in/find-chromium.ts'
import { runProgram } from '../programs.ts'
import { root } from '../project.ts'

const benches = ['grid', 'lists', 'server', 'start']

/** What the figures hold for: nothing is as fast on another machine, or beside other programs. */
function describeMachine(): string {
  const [processor] = cpus()
  const chromium = execFileSync(findChromium() ?? 'chromium', ['--version'], { encoding: 'utf8' }).trim()
  const system = `${type()} ${release()}`
  return `${cpus().length} cores (${processor?.model ?? 'unknown'}), ${system}, ${chromium}, Node ${process.versions.node}`
}

const [only, ...args] = process.argv.slice(2)
if (only !== undefined && !benches.includes(only)) {
  console.error(`${only} is none of: ${benches.join(', ')}`)
  process.exit(1)
}
console.log(`Machine: ${describeMachine()}`)
let failed = 0
for (const name of benches.filter((each) => only === undefined || each === only)) {
  const load = () => (loadavg()[0] ?? NaN).toFixed(1)
  const before = load()
  console.log(`\n## ${name}\n`)
  const exitCode = await runProgram(process.execPath, [join(root, 'tools/bench', `${name}.ts`), ...args], { cwd: root })
  if (exitCode !== 0) failed += 1
  console.log(`\nLoad average of the minute before and after, the bench itself among it: ${before}, ${load()}.`)
}
process.exit(failed === 0 ? 0 : 1)
