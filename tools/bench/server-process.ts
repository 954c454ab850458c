/** A server as its own process, and what asks it: what the benchmarks of the server share. Times are in ms. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get, type IncomingMessage, request } from 'node:http'
import { fileURLToPath } from 'node:url'

export interface Times {
  p50: number
  p95: number
}

export interface Started {
  child: ChildProcess
  url: string
  headers: { authorization: string }
  admin: { login: string; password: string }
  /** How long it took until it was ready. */
  startMs: number
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const agent = new Agent({ keepAlive: true, maxSockets: 4 })

export function summarize(times: number[]): Times {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}

export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** The server as its own process on a database, which it fills where it is empty. */
export async function start(database: string, users: number): Promise<Started> {
  const args = ['src-server/index.ts', '--database', database, '--users', String(users), '--seed', '1']
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const started = performance.now()
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const startMs = performance.now() - started
  const ready = JSON.parse(line.toString()) as Pick<Started, 'admin'> & { listening: string }
  const session = await fetch(`${ready.listening}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ready.admin, ['login', 'password']),
  })
  const { accessToken } = (await session.json()) as { accessToken: string }
  return {
    child,
    admin: ready.admin,
    url: `${ready.listening}/v1`,
    headers: { authorization: `Bearer ${accessToken}` },
    startMs,
  }
}

export async function stop({ child }: Started): Promise<void> {
  agent.destroy() // a connection that is kept would be waited for
  child.kill('SIGTERM')
  await once(child, 'exit')
}

export async function read(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

export const open = ({ url, headers }: Started, path: string, more: Record<string, string> = {}, by = agent) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}${path}`, { agent: by, headers: { ...headers, ...more } }, resolve).on('error', reject)
  })

export async function ask(server: Started, path: string): Promise<{ items: unknown[]; next: string | null }> {
  const answer = await open(server, path)
  const text = await read(answer)
  if (answer.statusCode !== 200) throw new Error(text)
  return JSON.parse(text) as { items: unknown[]; next: string | null }
}

export async function send(
  server: Started,
  method: string,
  path: string,
  body: object,
  ifMatch = '',
): Promise<unknown> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { ...server.headers, 'content-type': 'application/json', ...(ifMatch && { 'if-match': ifMatch }) }
    request(`${server.url}${path}`, { agent, method, headers }, resolve).on('error', reject).end(JSON.stringify(body))
  })
  return JSON.parse(await read(answer)) as unknown
}
