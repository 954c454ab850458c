import { existsSync } from 'node:fs'
import { indexFile } from '../../db/copy/open.ts'
import type { CopyPlace } from '../../db/copy/trouble.ts'
import type { UserRow } from '../../db/copy/row.ts'
import type { CopyStore } from '../../db/copy/store.ts'
import { toParts } from './parts.ts'
import { loadArrays } from './saved-index.ts'
import { createUserIndex, type UserIndex } from './user-index.ts'

const batchSize = 10_000

/** The saved index with what has changed since, or else one made from the rows. */
export function loadIndex(store: CopyStore, { file, key }: Pick<CopyPlace, 'file' | 'key'>): UserIndex {
  const deps = {
    words: store.words,
    namesOf: (slot: number) => {
      const row = store.get(slot)
      return { userName: row?.[2] ?? '', email: row?.[4] ?? '' }
    },
  }
  const saved = store.meta('saved')
  if (saved !== null && existsSync(indexFile(file))) {
    try {
      const index = createUserIndex(deps, toParts(loadArrays(indexFile(file), key, saved)))
      const changed = store.changed()
      index.remove(changed)
      index.put(changed.map((slot) => store.get(slot)).filter((row) => row !== undefined))
      return index
    } catch {
      // it is made from the rows, which is slower and gives the same
    }
  }

  // slots may be given to other ids from here on, so what was saved before is void
  store.write(() => {
    store.setMeta('saved', null)
  })
  const index = createUserIndex(deps)
  let batch: UserRow[] = []
  for (const row of store.rows()) {
    batch.push(row)
    if (batch.length < batchSize) continue
    index.put(batch)
    batch = []
  }
  index.put(batch)
  return index
}
