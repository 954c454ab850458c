import type { User } from '../../src-shared/domain/user.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { CopyTrouble } from '../db/copy/trouble.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { ListsHost } from './host.ts'
import type { Removal, Reorder } from './lists.ts'
import type { Mark } from './rows.ts'

export interface ReaderDeps {
  connection: string
  server: Pick<DirectoryServer, 'pull' | 'delta' | 'description'>
  lists: Pick<ListsHost, 'begin' | 'add' | 'finish' | 'change'>
  now(): Date
  /** Users that a read of changes has brought; the lists have them already. */
  onUsers?(users: readonly User[]): void
  onProgress(done: number, total: number | null, skipped: number): void
}

/** How a reading ended. */
export interface ReadEnd {
  mark: Mark
  /** A full read; else one of what has changed. */
  isFull: boolean
  done: number
  skipped: number
  /** Ids that the server says are gone; null: those that a full read did not bring. */
  gone: string[] | null
  /** Set when it waits for a word, since it would remove so many: then nothing of its end is kept. */
  removal: Removal | null
}

/** Marks the one failure that reading again from the start heals. */
const damaged: Error = new Error('the copy was damaged, and is empty now')
export const isDamaged = (error: unknown): boolean => error === damaged

/** Brings a server's users into the lists; throws `Failed`. */
export function createReader({ connection, server, lists, now, onUsers, onProgress }: ReaderDeps) {
  const { capabilities } = server.description

  function check<T extends Removal | null>(answer: CopyTrouble | T): T {
    if (answer === 'damaged' || answer === 'newer') throw damaged
    if (answer === 'full' || answer === 'readOnly') throw new Failed({ kind: 'disk', reason: answer })
    return answer
  }

  async function finish(end: Omit<ReadEnd, 'removal'>, reorder: Reorder): Promise<ReadEnd> {
    return { ...end, removal: check(await lists.finish(connection, end.gone, end.mark, false, reorder)) }
  }

  async function readAll(signal: AbortSignal): Promise<ReadEnd> {
    // what changes after this moment may be missing
    const at = now().toISOString()
    check(await lists.begin(connection))
    let [done, skipped] = [0, 0]
    const pull = server.pull(signal)
    for (;;) {
      const step = await pull.next()
      signal.throwIfAborted()
      if (step.done) {
        const { delta, isComplete, gone } = step.value
        if (gone.length > 0) check(await lists.change(connection, [], gone, 'keep'))
        const mark: Mark = { token: delta, at, isComplete }
        return finish({ mark, isFull: true, done: done - gone.length, skipped, gone: null }, 'again')
      }
      const { users, total } = step.value
      done += users.length
      skipped += step.value.skipped
      check(await lists.add(connection, users))
      onProgress(done, total, skipped)
    }
  }

  async function readChanges(
    since: string,
    isComplete: boolean,
    reorder: Reorder,
    signal: AbortSignal,
  ): Promise<ReadEnd> {
    const at = now().toISOString()
    const gone = new Set<string>()
    let [done, skipped] = [0, 0]
    const changes = server.delta(since, signal)
    for (;;) {
      const step = await changes.next()
      signal.throwIfAborted()
      if (step.done) {
        const mark: Mark = { token: step.value.delta, at, isComplete }
        return finish({ mark, isFull: false, done, skipped, gone: [...gone] }, reorder)
      }
      const { users } = step.value
      done += users.length
      skipped += step.value.skipped
      for (const { id } of users) gone.delete(id)
      for (const id of step.value.gone) gone.add(id) // together with the mark, when it is known how many
      if (users.length > 0) check(await lists.change(connection, users, [], reorder))
      onUsers?.(users)
    }
  }

  /** All users, and then what has changed while they were read. */
  async function readWhole(signal: AbortSignal): Promise<ReadEnd> {
    const end = await readAll(signal)
    const { token } = end.mark
    if (end.removal !== null || token === null || capabilities.delta !== 'yes') return end
    try {
      const { mark, gone, removal } = await readChanges(token, end.mark.isComplete, 'again', signal)
      return { ...end, mark, gone, removal }
    } catch (error) {
      // the full read is kept; the next reading goes on from its token
      if (error instanceof Failed && error.failure.kind !== 'disk') return end
      throw error
    }
  }

  return {
    /** `reorder`: what becomes of open lists by a read of changes; a full one asks them again. */
    async read(mark: Mark | null, reorder: Reorder, signal: AbortSignal): Promise<ReadEnd> {
      const token = capabilities.delta === 'yes' ? (mark?.token ?? null) : null
      if (token === null) return readWhole(signal)
      return readChanges(token, mark?.isComplete ?? true, reorder, signal).catch((error: unknown) => {
        // the server no longer knows the token: all is read again, and the rows stay until that has ended
        if (error instanceof Failed && error.failure.kind === 'unsupported') return readWhole(signal)
        throw error
      })
    },
    /** Ends a reading that waited for a word. */
    async confirm({ gone, mark }: ReadEnd): Promise<Mark> {
      check(await lists.finish(connection, gone, mark, true))
      return mark
    },
  }
}
