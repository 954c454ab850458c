import { parentPort } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import type { OpenedList } from '../../src-shared/ipc/shapes.ts'
import { createLists, type Lists } from './lists.ts'

/** What the worker tells the main thread. */
export interface ListsListener {
  changed(list: OpenedList): void
}

const port = parentPort
if (port === null) throw new Error('runs as a worker only')

const main = createBirpc<ListsListener, Lists>(
  createLists(
    (list) => {
      void main.changed.asEvent(list)
    },
    () => new Date(),
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
