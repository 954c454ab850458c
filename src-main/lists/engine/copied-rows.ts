import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { everyUser, type UserQuery } from '../../../src-shared/domain/query.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { indexFile } from '../../db/copy/open.ts'
import { type CopyPlace, troubleOf } from '../../db/copy/trouble.ts'
import type { UserRow } from '../../db/copy/row.ts'
import type { CopyStore, Mark } from '../../db/copy/store.ts'
import type { Selection, UserRows } from '../rows.ts'
import { setBit, slotsOf, subtract } from './bits.ts'
import { grown } from './grow.ts'
import { loadIndex } from './load-index.ts'
import { toArrays } from './parts.ts'
import { saveArrays } from './saved-index.ts'
import type { Found, UserIndex } from './user-index.ts'

/** From this part of all rows on, changes since the last save are worth a new one. */
const saveFrom = 0.01
/** Fewer changes than this are brought in at the start, faster than an index is saved. */
const fewChanges = 500
/** Rows that can be shown before the index is there. */
const firstRows = 200

/** The first rows of the list that a window opens with; right as long as nothing has changed since. */
interface First {
  slots: number[]
  total: number
}

/** Rows in an encrypted file, with an index over them in memory, which is loaded once something needs it. */
export function createCopiedRows(store: CopyStore, place: Pick<CopyPlace, 'file' | 'key'>): UserRows {
  let mark = parse(store.meta('mark')) as Mark | null // as write() put it
  let loaded: UserIndex | null = null
  const first = store.countChanged() === 0 ? (parse(store.meta('first')) as First | null) : null
  /** While a full read runs: slots that it has brought, and ids that have changed meanwhile. */
  let read: Uint32Array = new Uint32Array(0)
  let touched: Set<string> | null = null
  let saving: Generator<undefined, void> | null = null
  let canSave = true
  let isJournalLong = false

  const index = (): UserIndex => (loaded ??= loadIndex(store, place))

  /** Users with their slots, one for each id; new ids have the next slots, in this order. */
  function placed(users: readonly User[]): [slot: number, user: User][] {
    let next = index().slots()
    return [...new Map(users.map((user) => [user.id, user])).values()].map((user) => {
      const known = index().slotOf(user.id)
      return [known < 0 ? next++ : known, user]
    })
  }

  /** One transaction, and then the same in the index. */
  function write(users: readonly [slot: number, user: User][], removed: readonly number[], next: Mark | null): void {
    const rows: UserRow[] = []
    store.write(() => {
      for (const [slot, user] of users) {
        const row = store.put(slot, user)
        if (row) rows.push(row)
      }
      for (const slot of removed) store.remove(slot)
      if (next) store.setMeta('mark', JSON.stringify(next))
    })
    index().put(rows)
    index().remove(removed)
    mark = next ?? mark
    saving = null
    canSave = true
    isJournalLong = true
  }

  function unread(): number[] {
    const bits = index().live()
    subtract(bits, grown(read, bits.length))
    return [...slotsOf(bits)].filter((slot) => touched?.has(index().idOf(slot)) !== true)
  }

  /** Saves the index in steps; a write in between makes it void. */
  function* save(): Generator<undefined, void> {
    const id = randomUUID()
    const parts = index().parts()
    yield* saveArrays(indexFile(place.file), place.key, id, toArrays(parts))
    const opening: First = { slots: [...parts.orders.userName.slots.subarray(0, firstRows)], total: index().size() }
    store.write(() => {
      store.setMeta('saved', id)
      store.setMeta('first', JSON.stringify(opening))
      store.clearChanged()
    })
  }

  function isSaveDue(): boolean {
    if (!canSave || touched !== null || index().size() === 0) return false
    return store.meta('saved') === null || store.countChanged() > Math.max(fewChanges, index().size() * saveFrom)
  }

  function saveStep(): void {
    try {
      if (saving?.next().done !== false) saving = null
    } catch (error) {
      if (troubleOf(error) === null) throw error
      saving = null
      canSave = false // tried again after the next change; without it the next start is slower, and nothing else
    }
  }

  function toSelection({ hits, missing, slots }: Found): Selection {
    let shown = slots
    return {
      hits,
      missing,
      get total() {
        return shown.length
      },
      ids: (from, count) => Array.from(shown.subarray(from, from + count), index().idOf),
      window: (from, count) => [...shown.subarray(from, from + count)].flatMap((slot) => userAt(slot) ?? []),
      locate(id) {
        const slot = index().slotOf(id)
        const row = slot < 0 ? -1 : shown.indexOf(slot)
        return row < 0 ? null : row
      },
      dropGone() {
        shown = shown.filter(index().hasRow)
      },
    }
  }

  /** The first rows from the file; whatever else is asked is answered by the index. */
  function opening({ slots, total }: First, query: UserQuery, now: Date): Selection {
    let whole: Selection | null = null
    const all = (): Selection => (whole ??= select(query, now, () => false) ?? toSelection(nothing))
    return {
      hits: null,
      missing: [],
      get total() {
        return whole?.total ?? total
      },
      window(from, count) {
        const isKnown = whole === null && from + count <= Math.min(total, firstRows)
        return isKnown
          ? slots.slice(from, from + count).flatMap((slot) => store.user(slot) ?? [])
          : all().window(from, count)
      },
      ids: (from, count) => all().ids(from, count),
      locate: (id) => all().locate(id),
      dropGone() {
        all().dropGone()
      },
    }
  }

  function select(query: UserQuery, now: Date, isStopped: () => boolean): Selection | null {
    const found = index().select(query, now, isStopped)
    return found && toSelection(found)
  }

  function userAt(slot: number): User | undefined {
    return index().hasRow(slot) ? store.user(slot) : undefined
  }

  return {
    size: () => (loaded === null && first ? first.total : index().size()),
    get: (id) => userAt(index().slotOf(id)),
    mark: () => mark,
    beginRead() {
      read = new Uint32Array(0)
      touched = new Set()
    },
    add(users) {
      const here = placed(users.filter(({ id }) => touched?.has(id) !== true))
      write(here, [], null)
      for (const [slot] of here) {
        read = grown(read, (slot >>> 5) + 1)
        setBit(read, slot)
      }
    },
    countUnread: () => unread().length,
    endRead(next) {
      write([], unread(), next)
      touched = null
    },
    change(users, gone, next) {
      for (const id of [...users.map((user) => user.id), ...gone]) touched?.add(id)
      const isGone = new Set(gone)
      const removed = gone.map(index().slotOf).filter(index().hasRow)
      write(placed(users.filter(({ id }) => !isGone.has(id))), removed, next)
    },
    select(query, now, isStopped) {
      if (loaded === null && first && isDeepStrictEqual(query, everyUser)) return opening(first, query, now)
      return select(query, now, isStopped)
    },
    tidy() {
      if (loaded === null) index()
      else if (index().tidy()) return true
      if (saving === null && isSaveDue()) saving = save()
      if (saving) {
        saveStep()
        return true
      }
      if (isJournalLong) store.checkpoint()
      isJournalLong = false
      return false
    },
    close: store.close,
  }
}

const nothing: Found = { slots: new Uint32Array(0), hits: null, missing: [] }

/** What this file wrote itself, into an authenticated file. */
const parse = (text: string | null): unknown => (text === null ? null : JSON.parse(text))
