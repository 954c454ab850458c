import type { Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { Failed, type Result } from '../../src-shared/failure.ts'
import type { Desk } from './desk.ts'

/** What the worker does for the main thread: failures cross as data, as between all processes. */
export interface DeskOpener {
  openDesk(file: string | null, key: string | null): void
  ask(name: keyof Desk, input: readonly unknown[]): Result<unknown>
}

/** The desk as the main thread sees it. */
export type DeskHost = {
  [K in keyof Desk]: Desk[K] extends (...input: infer I) => infer O ? (...input: I) => Promise<O> : never
}

/** Opens a desk in a worker of its own; throws when the key is not the file's. */
export async function startDesk(worker: Worker, file: string | null, key: string | null): Promise<DeskHost> {
  const remote = createBirpc<DeskOpener>(
    {},
    {
      post: (message) => {
        worker.postMessage(message)
      },
      on: (listener) => {
        worker.on('message', listener)
      },
      timeout: -1,
    },
  )
  try {
    await remote.openDesk(file, key)
  } catch (error) {
    await worker.terminate()
    throw error
  }
  return toHost(async (name, input) => {
    const result = await remote.ask(name, input)
    if (name === 'close') await worker.terminate()
    return result
  })
}

/** A desk in this thread, for programs that have no window to hold up. */
export function hostDesk(desk: Desk): DeskHost {
  return toHost((name, input) => {
    // name and input are tied together by the host's type
    const method = desk[name] as (...input: unknown[]) => unknown
    return new Promise((resolve) => {
      resolve({ ok: true, value: method(...input) })
    })
  })
}

function toHost(ask: (name: keyof Desk, input: readonly unknown[]) => Promise<Result<unknown>>): DeskHost {
  return new Proxy({} as DeskHost, {
    get: (_, name) => {
      // a promise asks everything whether it is one
      if (typeof name !== 'string' || name === 'then') return undefined
      return async (...input: unknown[]) => {
        const result = await ask(name as keyof Desk, input) // only what the type has is asked for
        if (result.ok) return result.value
        throw new Failed(result.failure)
      }
    },
  })
}
