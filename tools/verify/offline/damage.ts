import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHost, type Defect, differences, olderThan } from './host.ts'
import { createModelServer } from './model-server.ts'
import { createRandom, type Random } from '../random.ts'
import type { Verdict } from './verdict.ts'

const domain = 'damage.example'

/**
 * Damages the files of a copy: bits that flip, bytes that are missing, zeros, another file. What is shown afterwards is right or
 * nothing, and one reading brings all back.
 */
export async function checkDamage(seed: number, runs: number, defect: Defect): Promise<Verdict> {
  const random = createRandom(seed)
  const model = createModelServer({ users: 600, domain, changesPerBatch: 0, random })
  const [whole, folder] = [mkdtempSync(join(tmpdir(), 'muster-whole-')), mkdtempSync(join(tmpdir(), 'muster-damage-'))]
  const wrong: string[] = []
  let rebuilt = 0
  try {
    const first = createHost(whole, model, defect)
    await first.sync.open()
    await first.sync.freshen()
    first.tidy()
    model.change(30)
    await first.sync.freshen()
    const wanted = model.at(model.version())
    // copied while it is open, so that there is a journal too
    for (let run = 0; run < runs; run++) {
      for (const name of readdirSync(folder)) rmSync(join(folder, name))
      for (const name of readdirSync(whole))
        if (!name.endsWith('-shm')) copyFileSync(join(whole, name), join(folder, name))
      const what = damage(folder, random)
      const host = createHost(folder, model, defect)
      await host.sync.open()
      // a journal that is cut ends at a transaction: what is shown is then an earlier state, with its earlier token
      const token = host.token() ?? 0
      const shown = host.shown()
      const stale = host.token() === null || shown.length === 0 ? [] : olderThan(shown, model, token)
      const states = [token, model.version()].map((version) => model.at(version))
      const bad = shown.filter(({ id, email }) => states.every((state) => state.get(id)?.email !== email))
      wrong.push(
        ...[...stale, ...bad.map(({ id, email }) => `${id} is ${email}`)].map((text) => `run ${run}, ${what}: ${text}`),
      )
      if (host.state()?.copy?.notice === 'damaged' || host.troubles.length > 0) rebuilt++
      if (host.troubles.length > 0) await host.sync.hearTrouble('damaged')
      await host.sync.freshen()
      wrong.push(...differences(host.shown(), wanted).map((text) => `run ${run}, ${what}, read again: ${text}`))
      host.close()
    }
    first.close()
  } finally {
    for (const each of [whole, folder]) rmSync(each, { recursive: true, force: true })
  }
  return { name: 'damaged files', seed, runs, facts: `${rebuilt} found damaged and read anew`, wrong }
}

function damage(folder: string, random: Random): string {
  const name = ['copy.db', 'copy.db', 'copy.db-wal', 'copy.db.index'][random.below(4)] ?? ''
  const file = join(folder, name)
  if (!existsSync(file)) throw new Error(`there is no ${name} to damage`)
  const bytes = readFileSync(file)
  const at = random.below(bytes.length)
  const kind = random.below(4)
  if (kind === 0)
    for (let times = 1 + random.below(3); times > 0; times--) flip(bytes, random.below(bytes.length), random)
  if (kind === 1) writeFileSync(file, bytes.subarray(0, at))
  if (kind === 2) bytes.fill(0, at, at + 1 + random.below(5000))
  if (kind === 3)
    bytes.set(Buffer.from(Array.from({ length: Math.min(100, bytes.length - at) }, () => random.below(256))), at)
  if (kind !== 1) writeFileSync(file, bytes)
  return `${['bits', 'cut', 'zeros', 'noise'][kind] ?? ''} at ${at} of ${name}`
}

function flip(bytes: Buffer, at: number, random: Random): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
}
