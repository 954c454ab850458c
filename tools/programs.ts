/** Programs that are started here end with this one, in whatever way it ends. */
import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { constants } from 'node:os'

const foreground = new Set<ChildProcess>()
const services = new Set<ChildProcess>()

/** Starts a program that this one waits for: it is asked to end when this one is. */
export function startProgram(command: string, args: string[], options: SpawnOptions = {}): ChildProcess {
  return keep(spawn(command, args, options), foreground)
}

/** Runs a program of which only the outcome matters; gives its exit code. */
export function runProgram(command: string, args: string[], options: SpawnOptions = {}): Promise<number> {
  const child = startProgram(command, args, { stdio: 'inherit', ...options })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}

/**
 * Starts a program that others need until the end, such as a display. It has a process group of its own, so that Ctrl+C does not take
 * it away from those who still use it; and where `setpriv` is there, the kernel ends it even when this process is killed.
 */
export function startService(command: string, args: string[], options: SpawnOptions = {}): ChildProcess {
  const [program = command, ...rest] = [...(hasProgram('setpriv') ? untilParentDies : []), command, ...args]
  return keep(spawn(program, rest, { ...options, detached: true }), services)
}
const untilParentDies = ['setpriv', '--pdeathsig', 'TERM', '--']

/** True when the shell would find it. */
export function hasProgram(name: string): boolean {
  return spawnSync('which', [name], { stdio: 'ignore' }).status === 0
}

function keep(child: ChildProcess, set: Set<ChildProcess>): ChildProcess {
  set.add(child)
  for (const event of ['exit', 'error']) child.on(event, () => set.delete(child))
  return child
}

function end(exitCode: number): void {
  if (foreground.size === 0) process.exit(exitCode)
  for (const child of foreground) {
    child.once('exit', () => end(exitCode))
    child.kill()
  }
}

process.on('exit', () => {
  for (const child of [...foreground, ...services]) child.kill()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => end(128 + constants.signals[signal]))
// npm hands SIGTERM to its shell only, which does not hand it on: notice that the shell has gone
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) end(1)
}, 500).unref()
