import { Failed } from '../../src-shared/failure.ts'
import type { CopyState, Sync } from '../../src-shared/ipc/shapes.ts'
import type { CopyPlace, CopyTrouble } from '../db/copy/trouble.ts'
import type { ListsHost } from './host.ts'
import type { Reorder } from './lists.ts'
import { createReader, isDamaged, type ReaderDeps, type ReadEnd } from './reader.ts'
import type { Mark } from './rows.ts'

export interface SyncDeps extends Omit<ReaderDeps, 'onProgress'> {
  lists: ReaderDeps['lists'] & Pick<ListsHost, 'openCopy' | 'drop' | 'forget'>
  /** Where the rows are kept; null: in memory, for the reason that `unkept` names. */
  place: CopyPlace | null
  /** `keychain`: it has no key for a file; absent where no file is wanted. */
  unkept?: 'keychain' | undefined
  /** Days after which rows that were not freshened go; null: never. */
  longestDays?(): number | null
  onChanged(sync: Sync): void
}

/** Keeps the copy of one server's users right: one full read, then what has changed since. */
export interface CopySync {
  /** Opens what is kept, so that it is shown before the server is asked. */
  open(): Promise<void>
  /** Freshens the copy; a call while one runs waits for that one. `keep`: after edits of our own, rows keep their place. */
  freshen(reorder?: Reorder): Promise<void>
  /** Ends a reading that is under way. */
  cancel(): void
  /** Lets the rows go that the last reading would have removed, or keeps them until the next one. */
  confirmRemoval(isConfirmed: boolean): Promise<void>
  /** The copy was found damaged while it was shown, and is empty now. */
  hearTrouble(trouble: CopyTrouble): Promise<void>
  /** Removes rows that are older than they may get. */
  expire(): Promise<void>
  /** Stops reading and closes the copy. */
  stop(): Promise<void>
  /** Stops, and removes what is on disk. */
  forget(): Promise<void>
}

const day = 24 * 3_600_000
/** Milliseconds between two reports of progress. */
const report = 100

export function createSync(deps: SyncDeps): CopySync {
  const { connection, lists, place } = deps
  let sync: Sync = {
    state: 'none',
    done: 0,
    total: null,
    at: null,
    skipped: 0,
    isComplete: true,
    failure: null,
    copy: null,
  }
  let mark: Mark | null = null
  let held: ReadEnd | null = null
  let running: Promise<void> | null = null
  let stopping = new AbortController()
  let isStopped = false
  let reportedAt = 0

  function tell(values: Partial<Sync>): void {
    sync = { ...sync, ...values }
    deps.onChanged(sync)
  }

  function tellCopy(values: Partial<CopyState>): void {
    const copy = sync.copy ?? { isKept: false, notice: null, removal: null }
    sync = { ...sync, copy: { ...copy, ...values } }
  }

  const reader = createReader({
    ...deps,
    onProgress(done, total, skipped) {
      const at = deps.now().getTime()
      if (at - reportedAt < report) return
      reportedAt = at
      tell({ done, total, skipped })
    },
  })

  async function read(reorder: Reorder): Promise<void> {
    const end = await reader.read(mark, reorder, stopping.signal)
    if (end.isFull) tell({ done: end.done, skipped: end.skipped })
    if (end.removal === null) settle(end.mark)
    else {
      held = end
      tellCopy({ removal: end.removal })
      tell({ state: 'ready' })
    }
  }

  function settle(next: Mark): void {
    mark = next
    held = null
    tellCopy({ removal: null })
    tell({ state: 'ready', at: next.at, isComplete: next.isComplete })
  }

  async function run(reorder: Reorder): Promise<void> {
    stopping = new AbortController()
    held = null
    if (sync.copy) tellCopy({ removal: null })
    tell({ state: 'reading', failure: null, ...(mark === null && { done: 0, total: null }) })
    try {
      await read(reorder).catch(async (error: unknown) => {
        if (!isDamaged(error)) throw error
        loseCopy('damaged')
        await read(reorder)
      })
    } catch (error) {
      if (isStopped) return
      if (stopping.signal.aborted) {
        tell({ state: mark === null ? 'none' : 'ready' })
        return
      }
      if (!(error instanceof Failed)) throw error
      tell({ state: 'failed', failure: error.failure })
      throw error
    }
  }

  function loseCopy(notice: CopyTrouble): void {
    mark = null
    tellCopy({ notice })
    tell({ at: null, done: 0, total: null })
  }

  function freshen(reorder: Reorder = 'again'): Promise<void> {
    running ??= run(reorder).finally(() => {
      running = null
    })
    return running
  }

  async function stop(): Promise<void> {
    isStopped = true
    stopping.abort()
    await running?.catch(() => undefined) // told by whoever began it
    await lists.drop(connection)
  }

  async function openAs(notice: CopyState['notice']): Promise<void> {
    const facts = await lists.openCopy(connection, place)
    ;({ mark } = facts)
    tellCopy({ isKept: facts.isKept, notice: facts.trouble ?? notice })
    tell({
      state: mark === null ? 'none' : 'ready',
      at: mark?.at ?? null,
      isComplete: mark?.isComplete ?? true,
      done: facts.size,
      total: facts.size,
    })
  }

  /** A mark from the future is of a clock that was wrong, and tells no age. */
  async function expire(): Promise<void> {
    const days = deps.longestDays?.() ?? null
    if (mark === null || days === null || running !== null) return
    if (deps.now().getTime() - Date.parse(mark.at) <= days * day) return
    if (place === null) await lists.drop(connection)
    else await lists.forget(connection, place.file)
    await openAs('old')
  }

  return {
    freshen,
    stop,
    expire,
    async open() {
      await openAs(deps.unkept ?? null)
      await expire()
    },
    cancel() {
      stopping.abort()
    },
    async confirmRemoval(isConfirmed) {
      if (held === null) return
      if (isConfirmed) settle(await reader.confirm(held))
      else {
        held = null
        tellCopy({ removal: null })
        tell({})
      }
    },
    async hearTrouble(trouble) {
      if (trouble !== 'damaged') return
      await running?.catch(() => undefined) // told by whoever began it
      loseCopy(trouble)
      await freshen()
    },
    async forget() {
      await stop()
      if (place !== null) await lists.forget(connection, place.file)
    },
  }
}
