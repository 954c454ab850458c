import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Database, openDatabase } from '../db/open.ts'
import { workMigrations } from '../db/work/migrations.ts'
import { createDraftStore, type DraftStore } from './draft-store.ts'
import { createJobStore, type JobStore } from './job-store.ts'

/** A new key for an encrypted file: 32 bytes as hex. */
export const newFileKey = (): string => randomBytes(32).toString('hex')

/** All that is in one file of work. */
export interface WorkFile extends JobStore {
  readonly drafts: DraftStore
}

/** Jobs and drafts in an encrypted file that survives crashes and power cuts. */
export function openJobs(file: string, key: string): WorkFile {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  return storesIn(openDatabase({ file, key, synchronous: 'full', migrations: workMigrations }))
}

/** Jobs and drafts in memory, where there is no key: they end with the program. */
export function openJobsInMemory(): WorkFile {
  return storesIn(openDatabase({ file: null, key: null, synchronous: 'full', migrations: workMigrations }))
}

const storesIn = (database: Database): WorkFile => ({
  ...createJobStore(database),
  drafts: createDraftStore(database, () => new Date()),
})

/** Sets a file aside whose key is gone for good; it stays on disk, and can be opened should the key come back. */
export function setJobsAside(file: string, now: Date): void {
  if (!existsSync(file)) return
  const mark = now.toISOString().replaceAll(':', '-')
  for (const end of ['', '-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, `${file}.${mark}${end}`)
}
