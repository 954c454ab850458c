/**
 * `node tools/bench/cloudworks.ts [users] [rounds]`: a whole pull by the CloudWorks provider from the reference server in a
 * process of its own, over loopback, verified complete. Beside it what one reading costs that asks for the vendor's pages
 * of 50, one after the other, and believes them.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createMemoryVault } from '../../src-main/connections/vault.ts'
import { createCloudworks } from '../../src-main/providers/cloudworks/index.ts'
import { createHttp } from '../../src-main/providers/http.ts'
import type { DirectoryServer } from '../../src-main/providers/provider.ts'
import { root } from '../project.ts'
import type { Ready } from '../../src-server/server.ts'

const users = Number(process.argv[2] ?? 20_000)
const rounds = Number(process.argv[3] ?? 5)

const args = ['src-server/index.ts', '--users', String(users), '--seed', '1', '--cloudworks-port', '0']
const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
const { admin, cloudworks = '' } = JSON.parse(line) as Ready // the server's own line
const credentials = { login: admin.email, password: admin.password ?? '' }

const connect = (address: string) => createHttp({ address, fetch, userAgent: 'bench' })
const kind = createCloudworks({
  connect,
  now: Date.now,
  wait: () => Promise.reject(new Error('the server was asked for more than it could give')),
})

async function pullWhole(provider: DirectoryServer): Promise<void> {
  const ids = new Set<string>()
  const pull = provider.pull(new AbortController().signal)
  for (let step = await pull.next(); ; step = await pull.next()) {
    if (step.done) {
      if (!step.value.isComplete || ids.size !== users) throw new Error(`${ids.size} of ${users} users, not complete`)
      return
    }
    for (const { id } of step.value.users) ids.add(id)
  }
}

async function readOnce(): Promise<void> {
  const http = connect(cloudworks)
  const post = { method: 'POST', path: '/api/v1/auth/login' } as const
  const answer = await fetch(`${cloudworks}${post.path}`, {
    method: post.method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: credentials.login, password: credentials.password }),
  })
  const { token } = (await answer.json()) as { token: string } // as the dialect answers
  for (let offset = 0; offset < users; offset += 50) {
    const query = { Offset: String(offset) }
    const headers = { Authorization: `Bearer ${token}` }
    const page = await http.send({ method: 'GET', path: '/api/v1/users', query, headers })
    if (page.status !== 200) throw new Error(`page at ${offset}: ${page.status}`)
  }
}

async function measure(what: string, times: number, work: () => Promise<void>): Promise<void> {
  const seconds: number[] = []
  for (let round = 0; round < times; round++) {
    const started = performance.now()
    await work()
    seconds.push((performance.now() - started) / 1000)
  }
  const median = seconds.sort((a, b) => a - b)[Math.floor(seconds.length / 2)] ?? 0
  console.log(`${what.padEnd(48)} ${median.toFixed(2)} s, ${Math.round(users / median)} users/s (median of ${times})`)
}

try {
  const found = await kind.probe(cloudworks, AbortSignal.timeout(10_000))
  if ('seen' in found) throw new Error(found.seen)
  const provider = kind.open(cloudworks, found, createMemoryVault())
  await provider.signIn(credentials)
  await measure(`${users} users, read until two readings agree`, rounds, () => pullWhole(provider))
  await measure('one reading in pages of 50, nothing verified', 1, readOnce)
} finally {
  child.kill('SIGTERM')
}
