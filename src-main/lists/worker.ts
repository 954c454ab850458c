import { parentPort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { createLists, type Lists } from './lists.ts'

/** What the worker tells the main thread. */
export interface ListsListener {
  changed(list: { list: number; revision: number; total: number }): void
}

const port = parentPort
if (port === null) throw new Error('runs as a worker only')

const main = createBirpc<ListsListener, Lists>(
  createLists(
    (list) => {
      void main.changed.asEvent(list)
    },
    () => performance.now(),
  ),
  {
    post: (message) => {
      port.postMessage(message)
    },
    on: (listener) => {
      port.on('message', listener)
    },
  },
)
