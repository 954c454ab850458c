/** How much more two processes on one database read than one, in turns of the same run. */
import { Agent } from 'node:http'
import { availableParallelism } from 'node:os'
import { open, read, start, type Started, stop } from './server-process.ts'

const clients = 8
const turnMs = 5000
const turns = 3
const paths = ['/users?limit=100&sort=email', '/users?limit=100&sort=-createdAt', '/users?limit=100&sort=organization']

export async function measureProcesses(database: string, users: number): Promise<string[]> {
  const servers = [await start(database, users), await start(database, users)]
  try {
    const [alone, both] = [[] as number[], [] as number[]]
    for (let turn = 0; turn < turns; turn++) {
      alone.push(await readsPerSecond(servers.slice(0, 1)))
      both.push(await readsPerSecond(servers))
    }
    const ratios = both.map((rate, at) => rate / (alone[at] ?? rate)).sort((a, b) => a - b)
    const shown = (rates: number[]) => rates.map((rate) => rate.toFixed(0)).join(', ')
    return [
      `pages of 100 a second, ${clients} clients: ${shown(alone)} by one process, ${shown(both)} by two`,
      `two processes read ${(ratios[Math.floor(turns / 2)] ?? 0).toFixed(2)}x of one (median of ${turns} pairs; ${availableParallelism()} cores shared with the database and the clients)`,
    ]
  } finally {
    for (const server of servers) await stop(server)
  }
}

async function readsPerSecond(servers: readonly Started[]): Promise<number> {
  const agent = new Agent({ keepAlive: true })
  const started = performance.now()
  let count = 0
  const client = async (_: unknown, at: number) => {
    const server = servers[at % servers.length]
    while (server && performance.now() - started < turnMs) {
      const answer = await open(server, paths[count % paths.length] ?? '', {}, agent)
      await read(answer)
      if (answer.statusCode !== 200) throw new Error(`answered ${String(answer.statusCode)}`)
      count++
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  agent.destroy()
  return (count / (performance.now() - started)) * 1000
}
