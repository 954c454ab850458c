import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { openDatabase } from '../db/open.ts'
import { workMigrations } from '../db/work/migrations.ts'
import { createJobStore, type JobStore } from './job-store.ts'

/** A new key for an encrypted file: 32 bytes as hex. */
export const newFileKey = (): string => randomBytes(32).toString('hex')

/** Jobs in an encrypted file that survives crashes and power cuts. */
export function openJobs(file: string, key: string): JobStore {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  return createJobStore(openDatabase({ file, key, synchronous: 'full', migrations: workMigrations }))
}

/** Jobs in memory, where there is no key: they end with the program. */
export function openJobsInMemory(): JobStore {
  return createJobStore(openDatabase({ file: null, key: null, synchronous: 'full', migrations: workMigrations }))
}

/** Sets a file aside whose key is gone for good; it stays on disk, and can be opened should the key come back. */
export function setJobsAside(file: string, now: Date): void {
  if (!existsSync(file)) return
  const mark = now.toISOString().replaceAll(':', '-')
  for (const end of ['', '-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, `${file}.${mark}${end}`)
}
