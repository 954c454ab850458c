import { parentPort, workerData } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import type { OpenedList } from '../../src-shared/ipc/shapes.ts'
import { removeCopy } from '../db/copy/open.ts'
import type { CopyTrouble } from '../db/copy/trouble.ts'
import { openCopy } from './kept-copies.ts'
import { createLists, type Lists } from './lists.ts'

/** What the worker tells the main thread. */
export interface ListsListener {
  changed(list: OpenedList): void
  troubled(connection: string, trouble: CopyTrouble): void
}

/** What the worker is started with: the number of the newest question of every asker, which main writes. */
export interface ListsWorkerData {
  newest: Int32Array
}

/** Milliseconds without a question after which work for later begins. */
const quiet = 150

const port = parentPort
if (port === null) throw new Error('runs as a worker only')
const { newest } = workerData as ListsWorkerData // as host.ts starts it

const lists = createLists({
  onChanged: (list) => {
    void main.changed.asEvent(list)
  },
  onTrouble: (connection, trouble) => {
    void main.troubled.asEvent(connection, trouble)
  },
  now: () => new Date(),
  openCopy,
  removeCopy,
  isNeedless: ({ asker, number }) => Atomics.load(newest, asker) !== number,
})

const main = createBirpc<ListsListener, Lists>(lists, {
  post: (message) => {
    port.postMessage(message)
  },
  on: (listener) => {
    port.on('message', listener)
  },
})

let idle: NodeJS.Timeout | undefined
port.on('message', () => {
  clearTimeout(idle)
  idle = setTimeout(tidy, quiet)
})

/** Piece by piece: questions come in between. */
function tidy(): void {
  idle = lists.tidy() ? setTimeout(tidy, 0) : undefined
}
