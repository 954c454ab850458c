import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHost, type Defect, olderThan } from './host.ts'
import { createModelServer } from './model-server.ts'
import { createRandom } from '../random.ts'
import type { Verdict } from './verdict.ts'

/**
 * Reads a directory that changes while it is read, from nothing and once more. With deltas every row is then at least
 * as new as the token says, none is missing and none is doubled.
 */
export async function checkPaging(seed: number, runs: number, defect: Defect): Promise<Verdict> {
  const wrong: string[] = []
  let changes = 0
  for (let run = 0; run < runs; run++) {
    const folder = mkdtempSync(join(tmpdir(), 'muster-paging-'))
    const random = createRandom(seed + run)
    const model = createModelServer({
      users: 300,
      domain: 'paging.example',
      changesPerBatch: 1 + random.below(12),
      random,
    })
    try {
      const host = createHost(folder, model, defect)
      await host.sync.open()
      await host.sync.freshen()
      await host.sync.confirmRemoval(true)
      changes += model.version()
      const rows = host.shown()
      const token = host.token()
      const found = token === null ? ['there is no token'] : olderThan(rows, model, token)
      if (new Set(rows.map(({ id }) => id)).size !== rows.length) found.push('a row is doubled')
      wrong.push(...found.map((text) => `run ${run}: ${text}`))
      host.close()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const facts = `${changes} changes meanwhile`
  return { name: 'reading a list that changes', seed, runs, facts, wrong }
}
