import type { Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import type { UserQuery } from '../../src-shared/domain/query.ts'
import type { OpenedList } from '../../src-shared/ipc/shapes.ts'
import type { CopyTrouble } from '../db/copy/trouble.ts'
import type { Lists } from './lists.ts'
import type { ListsListener, ListsWorkerData } from './worker.ts'

type Promised<T> = { [K in keyof T]: T[K] extends (...input: infer I) => infer O ? (...input: I) => Promise<O> : never }

/** The lists as the main thread sees them: in a worker, so that no order and no search ever holds up a window. */
export interface ListsHost extends Promised<Omit<Lists, 'open'>> {
  /** A newer question of the same asker makes this one needless: it is then answered by a list that is closed already. */
  open(connection: string, query: UserQuery, asker?: string): Promise<OpenedList>
}

interface HostDeps {
  /** Starts the worker of the lists. */
  start(workerData: ListsWorkerData): Worker
  onChanged(list: OpenedList): void
  /** See `ListsDeps`. */
  onTrouble(connection: string, trouble: CopyTrouble): void
}

/** Askers whose questions can be told apart at a time; those beyond share a place that is never stopped. */
const askersMax = 64

export function connectLists({ start, onChanged, onTrouble }: HostDeps): ListsHost {
  // in memory that both threads see: a worker that is busy with a search hears no message
  const newest = new Int32Array(new SharedArrayBuffer(4 * (askersMax + 1)))
  const askers = new Map<string, number>()
  const worker = start({ newest })
  const remote = createBirpc<Lists, ListsListener>(
    { changed: onChanged, troubled: onTrouble },
    {
      post: (message) => {
        worker.postMessage(message)
      },
      on: (listener) => {
        worker.on('message', listener)
      },
    },
  )

  function placeOf(asker: string): number {
    const place = askers.get(asker) ?? askers.size
    if (place < askersMax) askers.set(asker, place)
    return Math.min(place, askersMax)
  }

  const methods: Promised<Lists> = remote
  return {
    openCopy: methods.openCopy,
    begin: methods.begin,
    add: methods.add,
    finish: methods.finish,
    change: methods.change,
    setDeleted: methods.setDeleted,
    see: methods.see,
    seen: methods.seen,
    drop: methods.drop,
    forget: methods.forget,
    window: methods.window,
    locate: methods.locate,
    ids: methods.ids,
    values: methods.values,
    close: methods.close,
    open(connection, query, asker) {
      const place = asker === undefined ? askersMax : placeOf(asker)
      if (place === askersMax) return methods.open(connection, query)
      return methods.open(connection, query, { asker: place, number: Atomics.add(newest, place, 1) + 1 })
    },
  }
}
