import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { openDatabase } from '../open.ts'
import { copyMigrations } from './migrations.ts'
import { type CopyStore, createCopyStore } from './store.ts'
import { type CopyPlace, type CopyTrouble, troubleOf } from './trouble.ts'

export interface OpenedStore {
  store: CopyStore
  /** Why there is a new file in place of the one that was found. */
  notice: CopyTrouble | null
}

/** The file of the index that is saved beside a copy. */
export const indexFile = (file: string): string => `${file}.index`

/** Everything that belongs to a copy: the file, its journal, the saved index, and what an interrupted save left behind. */
export function removeCopy(file: string): void {
  const index = indexFile(file)
  for (const path of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`, index, `${index}.new`])
    rmSync(path, { force: true })
}

/**
 * Opens a copy, or makes a new one where the file is damaged, of a later version, or not readable by the key: it can always
 * be read again from the server. Throws where the disk refuses.
 */
export function openCopyStore(place: CopyPlace): OpenedStore {
  const { file } = place
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const wasThere = existsSync(file)
  try {
    return { store: open(place), notice: null }
  } catch (error) {
    const trouble = troubleOf(error)
    if (!wasThere || (trouble !== 'damaged' && trouble !== 'newer')) throw error
    removeCopy(file)
    return { store: open(place), notice: trouble }
  }
}

function open({ file, key, owner, scope }: CopyPlace): CopyStore {
  const database = openDatabase({ file, key, synchronous: 'normal', migrations: copyMigrations })
  try {
    // the default would stall deltas again and again; what it moves is moved in idle time
    database.pragma('wal_autocheckpoint = 16000')
    database.pragma('temp_store = memory')
    database.pragma('cache_size = -16384')
    const store = createCopyStore(database)
    if (store.meta('owner') !== owner || store.meta('scope') !== scope) {
      store.write(() => {
        database.exec('delete from user; delete from word; delete from changed; delete from meta; delete from seen')
        store.setMeta('owner', owner)
        store.setMeta('scope', scope)
      })
      store.words.load([])
      store.checkpoint()
    }
    return store
  } catch (error) {
    database.close()
    throw error
  }
}
