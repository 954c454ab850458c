import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Ready } from '../../src-server/server.ts'

export interface ServerProcess {
  ready: Ready
  child: ChildProcess
  /** All of stdout and of stderr so far. */
  output: () => { stdout: string; stderr: string }
  /** Ends it by a signal and answers how it ended. */
  end: (signal: NodeJS.Signals) => Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Starts the server as its own process, as `npm run server` does, and waits for its one line. */
export async function startProcess(args: readonly string[], entry = 'src-server/index.ts'): Promise<ServerProcess> {
  const child = spawn(process.execPath, [entry, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      if (stdout.includes('\n')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}: ${stderr}`)))
  })
  return {
    ready: JSON.parse(stdout) as Ready, // what is tested
    child,
    output: () => ({ stdout, stderr }),
    end: async (signal) => {
      child.kill(signal)
      const [code, by] = await ended
      return { code, signal: by }
    },
  }
}
