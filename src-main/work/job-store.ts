import { Change } from '../../src-shared/domain/change.ts'
import { Outcome } from '../../src-shared/ipc/shapes.ts'
import type { Database } from '../db/open.ts'

/** States of an item; one that was `sent` may or may not have arrived. */
export type ItemState = 'planned' | 'sent' | Exclude<Outcome['state'], 'waiting'>

/** One change of a job. `key` is stored before the request that carries it is sent. */
export interface Item {
  job: string
  position: number
  change: Change
  state: ItemState
  key: string | null
  sentAt: string | null
  outcome: Outcome | null
}

export interface ItemRow {
  job: string
  position: number
  change: string
  state: ItemState
  key: string | null
  sent_at: string | null
  outcome: string | null
}

export const toItem = ({ job, position, state, key, sent_at, change, outcome }: ItemRow): Item => ({
  ...{ job, position, state, key },
  sentAt: sent_at,
  change: Change.parse(JSON.parse(change)),
  outcome: outcome === null ? null : Outcome.parse(JSON.parse(outcome)),
})

/** Jobs of one change, from a dialog, in `work.db`; each method is one transaction. */
export interface JobStore {
  /** A job of one change. */
  add(job: string, change: Change, now: string): void
  /** Before a request is sent: what it says, and by which key it is recognised. */
  markSent(item: Item, key: string, now: string): Item
  end(job: string, outcome: EndedOutcome, now: string): void
  /** A request that certainly did not arrive: it waits to be sent. */
  replan(job: string): void
  /** Keeps how it ended for somebody to see, since nobody waited for it; it is removed once they have. */
  hold(job: string, outcome: EndedOutcome): void
  remove(job: string): void
  get(job: string): Item | null
  /** Items whose end is not known, such as those of a run that was cut off, and those that are held; as they were made. */
  open(): OpenItem[]
}

/** `at`: when it was made. */
export interface OpenItem extends Item {
  at: string
}

/** `notSent` and `waiting` are no end. */
export type EndedOutcome = Exclude<Outcome, { state: 'notSent' | 'waiting' }>

export function createJobStore(database: Database): JobStore {
  const insertJob = database.prepare<[string, string]>('insert into job (id, created_at) values (?, ?)')
  const insertItem = database.prepare<[string, string]>(
    "insert into item (job, position, change, state) values (?, 0, ?, 'planned')",
  )
  const markSent = database.prepare<[string, string, string, string]>(
    "update item set change = ?, key = ?, sent_at = ?, state = 'sent' where job = ?",
  )
  const endItem = database.prepare<[string, string, string]>('update item set state = ?, outcome = ? where job = ?')
  const endJob = database.prepare<[string, string]>("update job set ended_at = ?, state = 'ended' where id = ?")
  const deleteJob = database.prepare<[string]>('delete from job where id = ?')
  const selectItem = database.prepare<[string], ItemRow>('select * from item where job = ?')
  const replan = database.prepare<[string]>(
    "update item set state = 'planned', key = null, sent_at = null, outcome = null where job = ?",
  )
  const selectOpen = database.prepare<[], ItemRow & { created_at: string }>(
    `select item.*, job.created_at from job join item on item.job = job.id
     where job.is_many = 0 and job.ended_at is null order by job.created_at, job.rowid`,
  )

  return {
    add: database.transaction((job: string, change: Change, now: string) => {
      insertJob.run(job, now)
      insertItem.run(job, JSON.stringify(change))
    }),
    markSent: (item, key, now) => {
      markSent.run(JSON.stringify(item.change), key, now, item.job)
      return { ...item, key, sentAt: now, state: 'sent' }
    },
    end: database.transaction((job: string, outcome: EndedOutcome, now: string) => {
      endItem.run(outcome.state, JSON.stringify(outcome), job)
      if (outcome.state !== 'unknown') endJob.run(now, job)
    }),
    replan: (job) => {
      replan.run(job)
    },
    hold: (job, outcome) => {
      endItem.run(outcome.state, JSON.stringify(outcome), job)
    },
    remove: (job) => {
      deleteJob.run(job)
    },
    get: (job) => {
      const row = selectItem.get(job)
      return row ? toItem(row) : null
    },
    open: () => selectOpen.all().map((row) => ({ ...toItem(row), at: row.created_at })),
  }
}
