import type { Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import type { OpenedList } from '../../src-shared/ipc/shapes.ts'
import type { Lists } from './lists.ts'
import type { ListsListener } from './worker.ts'

type Promised<T> = { [K in keyof T]: T[K] extends (...input: infer I) => infer O ? (...input: I) => Promise<O> : never }

/** The lists as the main thread sees them: in a worker, so that no order and no search ever holds up a window. */
export type ListsHost = Promised<Lists>

export function connectLists(worker: Worker, onChanged: (list: OpenedList) => void): ListsHost {
  return createBirpc<Lists, ListsListener>(
    { changed: onChanged },
    {
      post: (message) => {
        worker.postMessage(message)
      },
      on: (listener) => {
        worker.on('message', listener)
      },
    },
  )
}
