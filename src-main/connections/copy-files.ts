import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Account } from '../../src-shared/ipc/shapes.ts'
import type { CopyPlace } from '../db/copy/trouble.ts'
import type { Secrets } from '../secrets/store.ts'
import { accountFolder } from './account-folder.ts'

/** Where copies are kept, and by which keys: one for every server and account. */
export interface CopyFiles {
  /** Null while the keychain gives no key: then rows are in memory, and the file waits untouched. */
  place(instance: string, account: Account): Promise<CopyPlace | null>
  /** Forgets the key; without it what is left on any disk cannot be read. */
  forget(instance: string, account: Account): Promise<void>
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
    forget: (instance, account) => secrets.remove(nameOf(instance, account)),
  }
}
