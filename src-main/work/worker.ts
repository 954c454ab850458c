import { parentPort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { Failed } from '../../src-shared/failure.ts'
import { type Desk, openDesk } from './desk.ts'
import type { DeskOpener } from './host.ts'

const port = parentPort
if (port === null) throw new Error('runs as a worker only')

let desk: Desk | null = null

const functions: DeskOpener = {
  openDesk(file, key) {
    desk = openDesk(file, key)
  },
  ask(name, input) {
    if (desk === null) throw new Error('the desk is shut')
    // the host's types tie name and input together
    const method = desk[name] as (...input: unknown[]) => unknown
    try {
      return { ok: true, value: method(...input) }
    } catch (error) {
      if (error instanceof Failed) return { ok: false, failure: error.failure }
      throw error
    }
  },
}

createBirpc<Record<string, never>, DeskOpener>(functions, {
  post: (message) => {
    port.postMessage(message)
  },
  on: (listener) => {
    port.on('message', listener)
  },
})
