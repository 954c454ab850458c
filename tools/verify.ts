/**
 * `npm run verify -- PART [arguments]`: what is promised under crashes, bad networks and other people, shown at random with
 * a seed. `--planted DEFECT` turns a part red, which shows that it can fail; `--full` runs as long as the promise asks for.
 */
import { runProgram } from './programs.ts'

const parts = ['bulk', 'offline']
const [part = '', ...args] = process.argv.slice(2)
if (!parts.includes(part)) {
  console.error(`${part} is none of: ${parts.join(', ')}`)
  process.exit(1)
}
process.exitCode = await runProgram(process.execPath, [`tools/verify/${part}.ts`, ...args], { stdio: 'inherit' })
