import { openCopyStore, removeCopy } from '../db/copy/open.ts'
import { type CopyPlace, troubleOf } from '../db/copy/trouble.ts'
import { type Copy, createCopy, openCopyInMemory } from './copies.ts'
import { createCopiedRows } from './engine/copied-rows.ts'

/** Opens the copy at a place; where the disk refuses, or there is none, rows are in memory. */
export function openCopy(place: CopyPlace | null): Copy {
  if (place === null) return openCopyInMemory()
  try {
    const { store, notice } = openCopyStore(place)
    return createCopy({
      rows: createCopiedRows(store, place),
      seen: store.seen,
      isKept: true,
      trouble: notice,
      renew() {
        store.close()
        removeCopy(place.file)
        return openCopy(place)
      },
    })
  } catch (error) {
    const trouble = troubleOf(error)
    if (trouble === null) throw error
    return openCopyInMemory(trouble)
  }
}
