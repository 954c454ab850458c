import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Secrets } from '../secrets/store.ts'
import type { DeskHost } from '../work/host.ts'
import { makeFolderOf, newFileKey, setJobsAside } from '../work/open.ts'
import { accountFolder, serverFolder } from './account-folder.ts'

interface JobFilesDeps {
  /** Where the program keeps a person's data. */
  folder: string
  secrets: Secrets
  /** Opens a desk; null: in memory. */
  startDesk(file: string | null, key: string | null): Promise<DeskHost>
  now(): Date
}

/**
 * Opens the jobs, staged sets and drafts of an account on a server: a file of their own, encrypted by a key from the
 * keychain. While the keychain is shut they are kept in memory, and the file waits untouched.
 */
export function createJobFiles({ folder, secrets, startDesk, now }: JobFilesDeps) {
  async function open(instance: string, account: string): Promise<DeskHost> {
    const name = `work ${instance} ${account}`
    const file = join(accountFolder(folder, instance, account), 'work.db')
    const secret = await secrets.load(name)
    if (secret.state === 'found' && secret.text !== null) return openFile(file, secret.text)
    if (secret.state !== 'absent') return startDesk(null, null)
    const key = newFileKey()
    if ((await secrets.save(name, key)) !== 'found') return startDesk(null, null)
    setJobsAside(file, now())
    return openFile(file, key)
  }

  function openFile(file: string, key: string): Promise<DeskHost> {
    makeFolderOf(file)
    return startDesk(file, key)
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
