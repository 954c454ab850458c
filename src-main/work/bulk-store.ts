import { Change } from '../../src-shared/domain/change.ts'
import type { Failure } from '../../src-shared/failure.ts'
import { Failure as FailureShape } from '../../src-shared/failure-schema.ts'
import { Outcome } from '../../src-shared/ipc/shapes.ts'
import type { ItemState, StopReason } from '../../src-shared/ipc/work-shapes.ts'
import type { Database } from '../db/open.ts'
import { type Item, type ItemRow, toItem } from './job-store.ts'

/** A job of many as it is kept; what a run adds to it (rate, waiting) is the runner's. */
export interface StoredJob {
  job: string
  name: string
  state: 'queued' | 'running' | 'paused' | 'ended'
  isCancelled: boolean
  /** Whether its first hundred have been looked at. */
  isChecked: boolean
  stop: StopReason | null
  failure: Failure | null
  reason: string | null
  /** Pauses once so many have ended; null: never. */
  pauseAfter: number | null
  undoOf: string | null
  kinds: Record<string, number>
  createdAt: string
  endedAt: string | null
  total: number
  counts: Record<ItemState, number>
}

export interface NewJob extends Pick<StoredJob, 'job' | 'name' | 'reason' | 'pauseAfter' | 'undoOf' | 'kinds'> {
  now: string
}
export interface NewItem {
  change: Change
  userName: string
}

/** How an item ended; `id` and `etag` are of the user as the change left it. */
export interface Ended {
  position: number
  outcome: Outcome
  id: string | null
  etag: string | null
}

/** An item for reports, retries and undo. */
export interface ReportItem extends Item {
  userName: string
  userId: string | null
  etag: string | null
}

export type JobPatch = Partial<
  Pick<StoredJob, 'state' | 'isCancelled' | 'isChecked' | 'stop' | 'failure' | 'pauseAfter' | 'endedAt'>
>

/** Jobs of many in `work.db`; each method is one transaction. */
export interface BulkStore {
  addBulk(job: NewJob, items: Iterable<NewItem>): void
  /** Jobs that have been made to the end, the oldest first. */
  bulkJobs(): StoredJob[]
  bulkJob(job: string): StoredJob | null
  /** The job to go on with: one that was under way, else the oldest of the queue. */
  nextBulk(): StoredJob | null
  patchBulk(job: string, patch: JobPatch): void
  /** Gives the next items their keys, and keeps that before they are sent. */
  takeItems(job: string, count: number, now: string): Item[]
  /** Items that were sent, and whose end is not known. */
  sentItems(job: string): Item[]
  /** What is left of items is sent again under new keys. */
  renewItems(job: string, items: readonly { position: number; change: Change }[], now: string): Item[]
  endItems(job: string, ended: readonly Ended[]): void
  /** What has not been sent will not be. */
  cancelItems(job: string): void
  reportItems(job: string, states: readonly ItemState[] | null, first: number, count: number): ReportItem[]
  /** Drops jobs that ended before, with what they did. */
  forgetBulk(before: string): void
}

interface JobRow {
  id: string
  created_at: string
  ended_at: string | null
  name: string
  state: StoredJob['state']
  is_cancelled: number
  is_checked: number
  stop: StopReason | null
  failure: string | null
  reason: string | null
  pause_after: number | null
  undo_of: string | null
  kinds: string
}
type ReportRow = ItemRow & { user_name: string; user_id: string | null; etag: string | null }

const columns: Readonly<Record<keyof JobPatch, string>> = {
  state: 'state',
  isCancelled: 'is_cancelled',
  isChecked: 'is_checked',
  stop: 'stop',
  failure: 'failure',
  pauseAfter: 'pause_after',
  endedAt: 'ended_at',
}

export function createBulkStore(database: Database, newKey: () => string): BulkStore {
  const insertJob = database.prepare(
    `insert into job (id, created_at, is_many, name, state, reason, pause_after, undo_of, kinds)
     values (?, ?, 1, ?, 'queued', ?, ?, ?, ?)`,
  )
  const insertItem = database.prepare(
    "insert into item (job, position, change, user_name, user_id, state) values (?, ?, ?, ?, ?, 'planned')",
  )
  const selectJobs = database.prepare<[], JobRow>('select * from job where is_many = 1 order by created_at, rowid')
  const selectJob = database.prepare<[string], JobRow>('select * from job where is_many = 1 and id = ?')
  const selectNext = database.prepare<[], JobRow>(
    `select * from job where is_many = 1 and state in ('queued', 'running')
     order by state = 'running' desc, created_at, rowid limit 1`,
  )
  const countStates = database.prepare<[string], { state: ItemState; count: number }>(
    'select state, count(*) as count from item where job = ? group by state',
  )
  const selectState = database.prepare<[string, ItemState, number], ItemRow>(
    'select * from item where job = ? and state = ? order by position limit ?',
  )
  const markSent = database.prepare(
    "update item set change = ?, key = ?, sent_at = ?, state = 'sent' where job = ? and position = ?",
  )
  const endItem = database.prepare(
    'update item set state = ?, outcome = ?, user_id = coalesce(?, user_id), etag = ? where job = ? and position = ?',
  )
  const cancelPlanned = database.prepare("update item set state = 'notSent' where job = ? and state = 'planned'")
  const deleteOld = database.prepare('delete from job where is_many = 1 and ended_at < ?')

  function toJob(row: JobRow): StoredJob {
    const counts = emptyCounts()
    for (const { state, count } of countStates.all(row.id)) counts[state] = count
    return {
      job: row.id,
      ...{ name: row.name, state: row.state, stop: row.stop, reason: row.reason },
      isCancelled: row.is_cancelled === 1,
      isChecked: row.is_checked === 1,
      failure: row.failure === null ? null : FailureShape.parse(JSON.parse(row.failure)),
      pauseAfter: row.pause_after,
      undoOf: row.undo_of,
      kinds: JSON.parse(row.kinds) as StoredJob['kinds'], // written below
      createdAt: row.created_at,
      endedAt: row.ended_at,
      total: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts,
    }
  }

  function send(item: Item, change: Change, now: string): Item {
    const key = newKey()
    markSent.run(JSON.stringify(change), key, now, item.job, item.position)
    return { ...item, change, key, sentAt: now, state: 'sent' }
  }

  return {
    addBulk: database.transaction(({ job, name, reason, pauseAfter, undoOf, kinds, now }: NewJob, items) => {
      insertJob.run(job, now, name, reason, pauseAfter, undoOf, JSON.stringify(kinds))
      let position = 0
      for (const { change, userName } of items as Iterable<NewItem>) {
        const id = 'id' in change.target ? change.target.id : null
        insertItem.run(job, position++, JSON.stringify(change), userName, id)
      }
    }),
    bulkJobs: () => selectJobs.all().map(toJob),
    bulkJob(job) {
      const row = selectJob.get(job)
      return row ? toJob(row) : null
    },
    nextBulk() {
      const row = selectNext.get()
      return row ? toJob(row) : null
    },
    patchBulk(job, patch) {
      const entries = Object.entries(patch) as [keyof JobPatch, unknown][] // the keys are those of a patch
      const set = entries.map(([field]) => `${columns[field]} = ?`).join(', ')
      database.prepare(`update job set ${set} where id = ?`).run(...entries.map(([, value]) => stored(value)), job)
    },
    takeItems: database.transaction((job: string, count: number, now: string) =>
      selectState.all(job, 'planned', count).map((row) => {
        const item = toItem(row)
        return send(item, item.change, now)
      }),
    ),
    sentItems: (job) => selectState.all(job, 'sent', -1).map(toItem),
    renewItems: database.transaction((job: string, items, now: string) =>
      (items as readonly { position: number; change: Change }[]).map(({ position, change }) =>
        send({ job, position, change, state: 'sent', key: null, sentAt: null, outcome: null }, change, now),
      ),
    ),
    endItems: database.transaction((job: string, ended: readonly Ended[]) => {
      for (const { position, outcome, id, etag } of ended) {
        endItem.run(outcome.state, JSON.stringify(outcome), id, etag, job, position)
      }
    }),
    cancelItems: database.transaction((job: string) => {
      cancelPlanned.run(job)
      database.prepare('update job set is_cancelled = 1 where id = ?').run(job)
    }),
    reportItems(job, states, first, count) {
      const wanted = states === null ? '' : `and state in (${states.map(() => '?').join(', ')})`
      const rows = database.prepare<unknown[], ReportRow>(
        `select * from item where job = ? ${wanted} order by position limit ? offset ?`,
      )
      return rows.all(job, ...(states ?? []), count, first).map((row) => ({
        ...toItem(row),
        userName: row.user_name,
        userId: row.user_id,
        etag: row.etag,
      }))
    },
    forgetBulk: (before) => {
      deleteOld.run(before)
    },
  }
}

export const emptyCounts = (): Record<ItemState, number> => ({
  planned: 0,
  sent: 0,
  applied: 0,
  noChange: 0,
  refused: 0,
  conflict: 0,
  unknown: 0,
  notSent: 0,
})

const stored = (value: unknown): string | number | null => {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value
  return JSON.stringify(value)
}
