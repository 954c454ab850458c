import { fork, type ChildProcess, type ForkOptions as NodeForkOptions } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import { join } from 'node:path'
import type { ForkOptions } from 'electron'

/** Node carries objects only; Electron carries whatever can be cloned. */
export interface Envelope {
  message: unknown
}

interface UtilityProcessEvents {
  spawn: []
  message: [message: unknown]
  exit: [code: number]
}

/** An ordinary child process; messages are cloned as in Electron, but carry no ports. It ends with the app. */
class UtilityProcess extends EventEmitter<UtilityProcessEvents> {
  readonly #child: ChildProcess
  #hasExited = false

  constructor(modulePath: string, args: string[], options: ForkOptions) {
    super()
    const forkOptions: NodeForkOptions = {
      serialization: 'advanced',
      execArgv: [...(options.execArgv ?? []), '--import', join(import.meta.dirname, 'utility-preload.ts')],
      // Electron's type of an environment says nothing of what is in it
      env: (options.env as NodeJS.ProcessEnv | undefined) ?? process.env,
      cwd: options.cwd,
      stdio: ['ignore', ...outputs(options.stdio), 'ipc'],
    }
    this.#child = fork(modulePath, args, forkOptions)
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('message', ({ message }: Envelope) => this.emit('message', message))
    this.#child.on('exit', (code, signal) => {
      this.#hasExited = true
      // Electron gives what waitpid says: for a child that was killed, the number of the signal
      this.emit('exit', code ?? (signal ? constants.signals[signal] : 1))
    })
    process.on('exit', () => this.#child.kill())
  }

  get pid(): number | undefined {
    return this.#hasExited ? undefined : this.#child.pid
  }
  get stdout() {
    return this.#child.stdout
  }
  get stderr() {
    return this.#child.stderr
  }
  postMessage(message: unknown): void {
    // the child may have ended meanwhile: Electron drops the message as well
    if (this.#child.connected) this.#child.send({ message } satisfies Envelope)
  }
  kill(): boolean {
    return !this.#hasExited && this.#child.kill()
  }
}

type Output = 'pipe' | 'ignore' | 'inherit'

function outputs(stdio: ForkOptions['stdio']): [Output, Output] {
  // Electron refuses other words; its type says `string`
  const word = (text: string | undefined) => (text ?? 'inherit') as Output
  return Array.isArray(stdio) ? [word(stdio[1]), word(stdio[2])] : [word(stdio), word(stdio)]
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(modulePath, args, options),
}
