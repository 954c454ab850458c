import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Secrets } from '../secrets/store.ts'
import { newFileKey, openJobs, openJobsInMemory, setJobsAside, type WorkFile } from '../work/open.ts'
import { accountFolder, serverFolder } from './account-folder.ts'

interface JobFilesDeps {
  /** Where the program keeps a person's data. */
  folder: string
  secrets: Secrets
  now(): Date
}

/**
 * Opens the jobs and drafts of an account on a server: a file of their own, encrypted by a key from the keychain. While the keychain
 * is shut they are kept in memory, and the file waits untouched.
 */
export function createJobFiles({ folder, secrets, now }: JobFilesDeps) {
  async function open(instance: string, account: string): Promise<WorkFile> {
    const name = `work ${instance} ${account}`
    const file = join(accountFolder(folder, instance, account), 'work.db')
    const secret = await secrets.load(name)
    if (secret.state === 'found' && secret.text !== null) return openJobs(file, secret.text)
    if (secret.state !== 'absent') return openJobsInMemory()
    const key = newFileKey()
    if ((await secrets.save(name, key)) !== 'found') return openJobsInMemory()
    setJobsAside(file, now())
    return openJobs(file, key)
  }

  /** Deletes all files of a server, and their keys. */
  async function forget(instance: string): Promise<void> {
    const place = serverFolder(folder, instance)
    const accounts = existsSync(place) ? readdirSync(place) : []
    for (const account of accounts)
      for (const kind of ['work', 'copy']) await secrets.remove(`${kind} ${instance} ${decodeURIComponent(account)}`)
    rmSync(place, { recursive: true, force: true })
  }

  return { open, forget }
}
