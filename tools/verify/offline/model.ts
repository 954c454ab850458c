import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createHost, type Defect, differences } from './host.ts'
import { createModelServer } from './model-server.ts'
import { createRandom } from '../random.ts'
import { join } from 'node:path'
import type { Verdict } from './verdict.ts'

/** Random commands on a copy (read, restart, wait, save, change on the server, lose the index); after each reading it equals the server. */
export async function checkModel(seed: number, runs: number, defect: Defect): Promise<Verdict> {
  const wrong: string[] = []
  let compared = 0
  for (let run = 0; run < runs; run++) {
    const random = createRandom(seed + run)
    const folder = mkdtempSync(join(tmpdir(), 'muster-model-'))
    const model = createModelServer({ users: 80, domain: 'model.example', changesPerBatch: 0, random })
    let host = createHost(folder, model, defect)
    await host.sync.open()
    const commands: Record<string, () => Promise<void> | void> = {
      change: () => model.change(random.below(60)),
      tidy: () => host.tidy(),
      restart: async () => {
        host.close()
        host = createHost(folder, model, defect)
        await host.sync.open()
      },
      loseIndex: () => rmSync(join(folder, 'copy.db.index'), { force: true }),
      read: async () => {
        await host.sync.freshen()
        await host.sync.confirmRemoval(true)
        compared++
        wrong.push(...differences(host.shown(), model.at(model.version())).map((text) => `run ${run}: ${text}`))
      },
    }
    for (let step = 0; step < 50; step++) {
      const names = Object.keys(commands)
      await commands[names[random.below(names.length)] ?? 'read']?.()
    }
    host.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { name: 'any commands', seed, runs, facts: `50 commands a run, ${compared} comparisons`, wrong }
}
