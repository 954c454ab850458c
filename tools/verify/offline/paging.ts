import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHost, type Defect, differences, olderThan } from './host.ts'
import { createModelServer } from './model-server.ts'
import { createRandom } from './random.ts'
import type { Verdict } from './verdict.ts'

/**
 * Reads a directory that changes while it is read, from nothing and once more. With deltas every row is then at least
 * as new as the token says, none is missing and none is doubled. With pages by offset it equals the server, or says
 * that it may not.
 */
export async function checkPaging(seed: number, runs: number, defect: Defect): Promise<Verdict> {
  const wrong: string[] = []
  let [changes, admitted] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const folder = mkdtempSync(join(tmpdir(), 'muster-paging-'))
    const random = createRandom(seed + run)
    const hasOffsets = run % 2 === 1
    const model = createModelServer({
      users: 300,
      domain: 'paging.example',
      changesPerBatch: run % 4 === 1 ? 0 : 1 + random.below(12),
      random,
      ...(hasOffsets && { capabilities: { delta: 'not_in_this_api', paging: 'offset' } }),
    })
    try {
      const host = createHost(folder, model, defect)
      await host.sync.open()
      await host.sync.freshen()
      await host.sync.confirmRemoval(true)
      changes += model.version()
      const rows = host.shown()
      if (hasOffsets && host.state()?.copy?.mayBeIncomplete) admitted++
      else if (hasOffsets)
        wrong.push(...differences(rows, model.at(model.version())).map((text) => `run ${run}: ${text}`))
      else {
        const token = host.token()
        const found = token === null ? ['there is no token'] : olderThan(rows, model, token)
        wrong.push(...found.map((text) => `run ${run}: ${text}`))
      }
      host.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const facts = `${changes} changes meanwhile; ${admitted} times "may be incomplete"`
  return { name: 'reading a list that changes', seed, runs, facts, wrong }
}
