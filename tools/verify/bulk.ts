/**
 * Bulk edits under crashes, a bad network, other people and second thoughts. Every fifth request of the host is cut, lost,
 * delayed or answered wrongly. `--runs N`, `--seed N`, `--only crash|others|cancel|undo`,
 * `--planted keys|forget|overwrite|cancel|undo`.
 */
import { parseArgs } from 'node:util'
import { startFaultyProxy } from '../../test/support/faulty-proxy.ts'
import { startServer } from '../../test/support/server.ts'
import { createFaults } from './bulk-faults.ts'
import { type Arena, createTargets } from './bulk-arena.ts'
import { checkCancel, checkCrash, checkOthers, checkUndo } from './bulk-checks.ts'
import { createRandom } from './random.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    only: { type: 'string' },
    planted: { type: 'string' },
    full: { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const random = createRandom(seed).next

const server = await startServer({ users: 1000, hasMail: false })
const proxy = await startFaultyProxy(server.url)
const admin = await server.as('admin')
const arena: Arena = {
  ...{ server, proxy, admin, random, planted: values.planted ?? null },
  faults: createFaults(random),
  targets: await createTargets(admin, random),
}

/** A check, and how often it is run for the whole promise. */
const checks = [
  { name: 'crash', run: checkCrash, full: 200 },
  { name: 'others', run: checkOthers, full: 40 },
  { name: 'cancel', run: checkCancel, full: 100 },
  { name: 'undo', run: checkUndo, full: 20 },
]

console.log(`seed ${seed}${arena.planted === null ? '' : `, planted: ${arena.planted}`}`)
let failed = 0
for (const { name, run, full } of checks) {
  if (values.only !== undefined && values.only !== name) continue
  const runs = values.full ? full : Number(values.runs)
  const faults: string[] = []
  const told: Record<string, number> = {}
  for (let at = 0; at < runs; at++) {
    const result = await run(arena, at)
    faults.push(...result.faults.map((fault) => `run ${at}: ${fault}`))
    for (const [what, count] of Object.entries(result.told)) told[what] = (told[what] ?? 0) + count
  }
  const counts = Object.entries(told).map(([what, count]) => `${count} ${what}`)
  console.log(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}: ${runs} runs, ${counts.join(', ')}`)
  for (const fault of faults.slice(0, 10)) console.log(`       ${fault}`)
  failed += faults.length
}
await proxy.stop()
await server.stop()
process.exit(failed === 0 ? 0 : 1)
