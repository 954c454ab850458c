import type { User } from '../../src-shared/domain/user.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { Sync } from '../../src-shared/ipc/shapes.ts'
import type { DeltaEnd, DirectoryServer } from '../providers/provider.ts'
import type { ListsHost } from './host.ts'
import type { Reorder } from './lists.ts'

interface SyncDeps {
  connection: string
  server: Pick<DirectoryServer, 'pull' | 'delta' | 'description'>
  lists: Pick<ListsHost, 'begin' | 'add' | 'finish' | 'change' | 'drop'>
  now(): Date
  onChanged(sync: Sync): void
  /** Users that a delta has brought; the lists have them already. */
  onUsers?(users: readonly User[]): void
}

/** Keeps the copy of one server's users right: one full read, then what has changed since. */
export interface CopySync {
  /** Freshens the copy; a call while one runs waits for that one. `keep`: after edits of our own, rows keep their place. */
  freshen(reorder?: Reorder): Promise<void>
  /** Stops reading and forgets the copy. */
  stop(): Promise<void>
}

/** Milliseconds between two reports of progress. */
const report = 100

export function createSync(deps: SyncDeps): CopySync {
  const { connection, server, lists } = deps
  let sync: Sync = { state: 'none', done: 0, total: null, at: null, skipped: 0, isComplete: true, failure: null }
  let token: string | null = null
  let running: Promise<void> | null = null
  const stopping = new AbortController()

  function tell(values: Partial<Sync>): void {
    sync = { ...sync, ...values }
    deps.onChanged(sync)
  }

  async function readAll(): Promise<DeltaEnd> {
    await lists.begin(connection)
    let [done, skipped, reportedAt] = [0, 0, 0]
    const pull = server.pull(stopping.signal)
    for (;;) {
      const step = await pull.next()
      if (step.done) {
        const { gone, isComplete } = step.value
        if (gone.length > 0) await lists.change(connection, [], gone, 'keep')
        await lists.finish(connection)
        tell({ done: done - gone.length, skipped, isComplete })
        return step.value
      }
      const { users, total } = step.value
      done += users.length
      skipped += step.value.skipped
      await lists.add(connection, users)
      if (deps.now().getTime() - reportedAt < report) continue
      reportedAt = deps.now().getTime()
      tell({ done, total, skipped })
    }
  }

  async function readChanges(since: string, reorder: Reorder): Promise<DeltaEnd> {
    const changes = server.delta(since, stopping.signal)
    for (;;) {
      const step = await changes.next()
      if (step.done) return step.value
      const { users, gone } = step.value
      if (users.length + gone.length > 0) await lists.change(connection, users, gone, reorder)
      deps.onUsers?.(users)
    }
  }

  async function run(reorder: Reorder): Promise<void> {
    tell({ state: 'reading', failure: null, ...(token === null && { done: 0, total: null }) })
    try {
      const end = token === null ? await readAll() : await readChanges(token, reorder).catch(startOver)
      token = end.delta
      tell({ state: 'ready', at: deps.now().toISOString() })
    } catch (error) {
      if (stopping.signal.aborted) return
      if (!(error instanceof Failed)) throw error
      tell({ state: 'failed', failure: error.failure })
      throw error
    }
  }

  /** The server no longer knows the token: everything is read again, and the rows stay until that has ended. */
  function startOver(error: unknown): Promise<DeltaEnd> {
    if (error instanceof Failed && error.failure.kind === 'unsupported') return readAll()
    throw error
  }

  return {
    freshen(reorder = 'again') {
      running ??= run(reorder).finally(() => {
        running = null
      })
      return running
    },
    async stop() {
      stopping.abort()
      await lists.drop(connection)
    },
  }
}
