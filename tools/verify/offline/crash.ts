import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createHost, type Defect, differences, olderThan } from './host.ts'
import { createModelServer } from './model-server.ts'
import { createRandom } from '../random.ts'
import type { Verdict } from './verdict.ts'

const users = 1500

/**
 * Kills a program that reads a directory at a random moment, again and again. Each time the copy is opened: with a token,
 * every row is at least as new as the token says; and after one more reading it equals the server.
 */
export async function checkCrashes(seed: number, kills: number, defect: Defect): Promise<Verdict> {
  const random = createRandom(seed)
  const wrong: string[] = []
  let version = 0
  let withToken = 0
  const folder = mkdtempSync(join(tmpdir(), 'muster-crash-'))
  try {
    for (let kill = 0; kill < kills; kill++) {
      // in every third round from nothing, so that first readings are hit too
      if (kill % 3 === 0) {
        rmSync(folder, { recursive: true, force: true })
        version = 0
      }
      version = await runAndKill(folder, seed + kill, version, random.below(random.below(3) === 0 ? 300 : 60), defect)
      const model = createModelServer({ users, domain: 'crash.example', changesPerBatch: 0, random })
      model.change(version + 200) // more than the killed program can have seen
      const host = createHost(folder, model)
      await host.sync.open()
      const token = host.token()
      if (token !== null) {
        withToken++
        wrong.push(...olderThan(host.shown(), model, token).map((text) => `kill ${kill}, token ${token}: ${text}`))
      }
      await host.sync.freshen()
      await host.sync.confirmRemoval(true)
      wrong.push(
        ...differences(host.shown(), model.at(model.version())).map((text) => `kill ${kill}, read again: ${text}`),
      )
      host.close()
      version = model.version()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return { name: 'kill -9 while reading', seed, runs: kills, facts: `${withToken} with a token`, wrong }
}

/** Answers the last version that the program told of. */
async function runAndKill(
  folder: string,
  seed: number,
  version: number,
  after: number,
  defect: Defect,
): Promise<number> {
  const file = join(import.meta.dirname, 'crash-child.ts')
  const args = [file, folder, String(seed), String(users), String(version), defect]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let last = version
  const ready = Promise.withResolvers<undefined>()
  child.stdout.on('data', (data: Buffer) => {
    ready.resolve(undefined)
    for (const line of data.toString().split('\n')) if (/^\d+$/.test(line)) last = Math.max(last, Number(line))
  })
  const ended = once(child, 'exit')
  await Promise.race([ready.promise, ended])
  await wait(after)
  child.kill('SIGKILL')
  const [code] = (await ended) as [number | null]
  if (code !== null) throw new Error(`the reading program ended by itself, with ${code}`)
  return last
}
