import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Failed } from '../../src-shared/failure.ts'
import type { Account, Forgotten } from '../../src-shared/ipc/shapes.ts'
import type { CopyPlace } from '../db/copy/trouble.ts'
import type { Secrets } from '../secrets/store.ts'
import { accountFolder, serverFolder } from './account-folder.ts'

/** Where copies are kept, and by which keys: one for every server and account. */
export interface CopyFiles {
  /** Null while the keychain gives no key: then rows are in memory, and the file waits untouched. */
  place(instance: string, account: Account): Promise<CopyPlace | null>
  /**
   * Removes the files of all accounts on a server, and forgets their keys, without which what a disk may still hold cannot be read.
   * Looks again afterwards, and throws `disk` where a file is left.
   */
  forget(instance: string): Promise<Forgotten>
}

interface CopyFilesDeps {
  /** Where the program keeps a person's data. */
  folder: string
  secrets: Secrets
}

const keyBytes = 32

export function createCopyFiles({ folder, secrets }: CopyFilesDeps): CopyFiles {
  const nameOf = (instance: string, account: Account) => `copy ${instance} ${account.id}`

  async function keyOf(name: string): Promise<string | null> {
    const secret = await secrets.load(name)
    if (secret.state === 'found') return secret.text
    if (secret.state !== 'absent') return null
    const key = randomBytes(keyBytes).toString('hex')
    return (await secrets.save(name, key)) === 'found' ? key : null
  }

  return {
    async place(instance, account) {
      const key = await keyOf(nameOf(instance, account))
      if (key === null) return null
      const { id, role, organization, partner } = account
      return {
        file: join(accountFolder(folder, instance, id), 'copy.db'),
        key,
        owner: JSON.stringify([instance, id]),
        scope: JSON.stringify([role, organization.id, partner?.id ?? null]),
      }
    },
    async forget(instance) {
      const files = filesOf(serverFolder(folder, instance))
      let bytes = 0
      for (const file of files) {
        bytes += statSync(file).size
        rmSync(file, { force: true })
      }
      for (const account of accountsOf(instance)) await secrets.remove(`copy ${instance} ${account}`)
      if (filesOf(serverFolder(folder, instance)).length > 0) throw new Failed({ kind: 'disk', reason: 'readOnly' })
      return { files: files.length, bytes }
    },
  }

  function accountsOf(instance: string): string[] {
    const place = serverFolder(folder, instance)
    return existsSync(place) ? readdirSync(place).map(decodeURIComponent) : []
  }
}

/** Everything that belongs to copies below a folder: files, journals, indexes, and what was left half written. */
function filesOf(place: string): string[] {
  if (!existsSync(place)) return []
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => basename(name).startsWith('copy.db')).map((name) => join(place, name))
}
