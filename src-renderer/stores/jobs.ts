import { defineStore } from 'pinia'
import { shallowReactive, shallowRef } from 'vue'
import type { Input } from '../../src-shared/ipc/contract.ts'
import type {
  ItemState,
  JobRow,
  JobView,
  StagedSet,
  TableFormat,
  WorkSettings,
} from '../../src-shared/ipc/work-shapes.ts'
import { call, on } from '../api.ts'

type States = Input<'jobs.rows'>['states']
type Retriable = Input<'jobs.restage'>['states'][number]

/** The jobs of each server, as main told them last, and how they are kept. */
export const useJobs = defineStore('jobs', () => {
  /** By connection, the oldest first. */
  const all = shallowReactive(new Map<string, readonly JobView[]>())
  /** The job that is looked at, by connection. */
  const chosen = shallowReactive(new Map<string, string>())
  const settings = shallowRef<WorkSettings | null>(null)
  const listeners = new Set<(connection: string, job: JobView, before: JobView | undefined) => void>()

  on('job.changed', ({ connection, job }) => {
    put(connection, job)
  })

  function put(connection: string, job: JobView): void {
    const known = all.get(connection) ?? []
    const before = known.find((each) => each.job === job.job)
    all.set(connection, before ? known.map((each) => (each === before ? job : each)) : [...known, job])
    for (const listener of listeners) listener(connection, job, before)
  }

  async function read(connection: string): Promise<void> {
    all.set(connection, await call('jobs.list', { connection }))
  }
  async function readSettings(): Promise<void> {
    settings.value = await call('work.settings', undefined)
  }
  async function changeSettings(changed: WorkSettings): Promise<void> {
    settings.value = await call('work.changeSettings', changed)
  }

  /** Hears of every job that changes, with what it was before. */
  function onChanged(listener: (connection: string, job: JobView, before: JobView | undefined) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  const of = (connection: string, job: string) => {
    const changing = (method: 'jobs.pause' | 'jobs.resume' | 'jobs.cancel') => async () => {
      put(connection, await call(method, { connection, job }))
    }
    return {
      pause: changing('jobs.pause'),
      resume: changing('jobs.resume'),
      cancel: changing('jobs.cancel'),
      rows: (states: States, first: number, count: number): Promise<JobRow[]> =>
        call('jobs.rows', { connection, job, states, rows: { first, count } }),
      restage: (states: Retriable[], set: number): Promise<StagedSet> =>
        call('jobs.restage', { connection, job, states, set }),
      save: (states: ItemState[] | null, format: TableFormat): Promise<boolean> =>
        call('jobs.export', { connection, job, states, format }),
    }
  }

  return { all, chosen, settings, put, read, readSettings, changeSettings, onChanged, of }
})
