import { openCopyInMemory } from './copies.ts'
import type { ListsDeps } from './lists.ts'

/** Lists that keep nothing on disk, and are never asked more than they can answer at once. */
export const inMemory: Pick<ListsDeps, 'openCopy' | 'removeCopy' | 'onTrouble' | 'isNeedless'> = {
  openCopy: () => openCopyInMemory(),
  removeCopy: () => undefined,
  onTrouble: () => undefined,
  isNeedless: () => false,
}
