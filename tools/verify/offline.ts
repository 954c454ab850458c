/**
 * `npm run verify -- offline [full] [seed N]`: what the local copy promises (docs/offline.md), tried hard, without Electron.
 * Every check is run a second time with a mistake made on purpose, and must find it.
 */
import { checkCanaries } from './offline/canary.ts'
import { checkCrashes } from './offline/crash.ts'
import { checkDamage } from './offline/damage.ts'
import type { Defect } from './offline/host.ts'
import { checkModel } from './offline/model.ts'
import { checkPaging } from './offline/paging.ts'
import type { Verdict } from './offline/verdict.ts'

const args = process.argv.slice(2)
const isFull = args.includes('full')
const seed = args.includes('seed') ? Number(args[args.indexOf('seed') + 1]) : Date.now() % 1_000_000

interface Check {
  run: (defect: Defect, runs: number) => Promise<Verdict>
  planted: Defect
  /** Runs: short, full, and with the planted mistake. */
  runs: [short: number, full: number, planted: number]
}

const checks: Check[] = [
  { run: (defect) => checkCanaries(seed, defect), planted: 'plainFile', runs: [1, 1, 1] },
  { run: (defect, runs) => checkModel(seed, runs, defect), planted: 'wrongRow', runs: [40, 2000, 1] },
  { run: (defect, runs) => checkPaging(seed, runs, defect), planted: 'noDeltaPass', runs: [40, 200, 6] },
  { run: (defect, runs) => checkDamage(seed, runs, defect), planted: 'plainFile', runs: [60, 500, 60] },
  { run: (defect, runs) => checkCrashes(seed, runs, defect), planted: 'tokenFirst', runs: [24, 200, 18] },
]

console.log(`seed ${seed}`)
let isRed = false
for (const { run, planted, runs } of checks) {
  const { name, runs: done, facts, wrong } = await run('none', isFull ? runs[1] : runs[0])
  // a mistake may also end the check early
  const found = await run(planted, runs[2]).catch((error: unknown) => ({ wrong: [String(error)] }))
  const isBlind = found.wrong.length === 0
  isRed ||= wrong.length > 0 || isBlind
  const verdict = wrong.length > 0 ? `${wrong.length} WRONG` : isBlind ? 'BLIND' : 'ok'
  console.log(`${verdict.padEnd(8)} ${name}: ${done} runs, ${facts}; planted ${planted}: ${found.wrong.length} found`)
  for (const text of wrong.slice(0, 10)) console.log(`         ${text}`)
}
process.exitCode = isRed ? 1 : 0
