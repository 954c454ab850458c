import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHost, type Defect } from './host.ts'
import { createModelServer } from './model-server.ts'
import { createRandom } from '../random.ts'
import type { Verdict } from './verdict.ts'

const domain = 'canary-in-every-address.example'

/** Looks for addresses in all files of a profile, in the encodings that they could be written in; and for files after "forget". */
export async function checkCanaries(seed: number, defect: Defect): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-canary-'))
  const random = createRandom(seed)
  const model = createModelServer({ users: 2000, domain, changesPerBatch: 5, random })
  const wrong: string[] = []
  let searched = 0
  const search = (when: string) => {
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name))
      searched += bytes.length
      for (const encoding of ['utf8', 'utf16le'] as const)
        if (bytes.includes(Buffer.from(domain, encoding))) wrong.push(`${when}: ${name} has addresses in ${encoding}`)
    }
  }
  try {
    const host = createHost(folder, model, defect)
    await host.sync.open()
    for (let round = 0; round < 5; round++) {
      await host.sync.freshen()
      search('with a journal')
      host.tidy()
      search('tidied')
      model.change(200)
    }
    await host.sync.forget()
    for (const name of readdirSync(folder)) wrong.push(`${name} is left after the copy was forgotten`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { name: 'addresses in clear', seed, runs: 5, facts: `${Math.round(searched / 1e6)} MB searched`, wrong }
}
