import type { User } from '../../../src-shared/domain/user.ts'
import type { Database } from '../open.ts'
import { createSeenStore, type Seen } from './seen.ts'
import { toRow, toUser, type UserRow } from './row.ts'
import { createWords, type Word, type Words } from './words.ts'

/** Until when the rows are right, and by which token the server tells what came after. */
export interface Mark {
  /** Null where the server has no deltas. */
  token: string | null
  /** When the rows were last known to be all, and right. */
  at: string
  /** False where the list moved so much while it was read that users may be missing. */
  isComplete: boolean
}

/** Small texts that are kept beside the rows. */
export type MetaKey = 'owner' | 'scope' | 'mark' | 'saved' | 'first'

/** The rows of one copy on disk. All writes happen in `write`, which is one transaction. */
export interface CopyStore {
  readonly words: Words
  readonly seen: Seen
  /** Runs `work` in one transaction; nothing of it remains when it throws. */
  write(work: () => void): void
  /** Inside `write`: adds or replaces a row, and notes that it changed. Answers null when it is there as it is. */
  put(slot: number, user: User): UserRow | null
  remove(slot: number): void
  get(slot: number): UserRow | undefined
  user(slot: number): User | undefined
  rows(): IterableIterator<UserRow>
  count(): number
  /** Slots written since the index was last saved. */
  changed(): number[]
  countChanged(): number
  clearChanged(): void
  meta(key: MetaKey): string | null
  setMeta(key: MetaKey, value: string | null): void
  /** Moves what is in the journal into the file, and cuts the journal. */
  checkpoint(): void
  close(): void
}

const values = Array.from({ length: 17 }, () => '?').join()

export function createCopyStore(database: Database): CopyStore {
  const words = createWords()
  const selectRow = database.prepare<[number], UserRow>('select * from user where slot = ?').raw()
  const selectRows = database.prepare<[], UserRow>('select * from user order by slot').raw()
  const replaceRow = database.prepare<UserRow>(`insert or replace into user values (${values})`)
  const deleteRow = database.prepare<[number]>('delete from user where slot = ?')
  const countRows = database.prepare<[], number>('select count(*) from user').pluck()
  const noteChanged = database.prepare<[number]>('insert or ignore into changed values (?)')
  const selectChanged = database.prepare<[], number>('select slot from changed order by slot').pluck()
  const countChanged = database.prepare<[], number>('select count(*) from changed').pluck()
  const insertWord = database.prepare<[string, number, string, string | null]>('insert into word values (?, ?, ?, ?)')
  const selectWords = database.prepare<[], Word>('select * from word')
  const selectMeta = database.prepare<[string], string>('select value from meta where key = ?').pluck()
  const replaceMeta = database.prepare<[string, string]>('insert or replace into meta values (?, ?)')
  const deleteMeta = database.prepare<[string]>('delete from meta where key = ?')

  words.load(selectWords.all())
  const transaction = database.transaction((work: () => void) => {
    work()
    for (const { kind, code, id, name } of words.takeNew()) insertWord.run(kind, code, id, name)
  })

  return {
    words,
    seen: createSeenStore(database),
    write(work) {
      try {
        transaction.immediate(work)
      } catch (error) {
        words.load(selectWords.all())
        throw error
      }
    },
    put(slot, user) {
      const row = toRow(slot, user, words)
      const old = selectRow.get(slot)
      if (old && row.every((value, at) => value === old[at])) return null
      replaceRow.run(...row)
      noteChanged.run(slot)
      return row
    },
    remove(slot) {
      deleteRow.run(slot)
      noteChanged.run(slot)
    },
    get: (slot) => selectRow.get(slot),
    user(slot) {
      const row = selectRow.get(slot)
      return row && toUser(row, words)
    },
    rows: () => selectRows.iterate(),
    count: () => countRows.get() ?? 0,
    changed: () => selectChanged.all(),
    countChanged: () => countChanged.get() ?? 0,
    clearChanged: () => {
      database.exec('delete from changed')
    },
    meta: (key) => selectMeta.get(key) ?? null,
    setMeta(key, value) {
      if (value === null) deleteMeta.run(key)
      else replaceMeta.run(key, value)
    },
    checkpoint: () => {
      database.pragma('wal_checkpoint(truncate)')
    },
    close: () => {
      database.close()
    },
  }
}
