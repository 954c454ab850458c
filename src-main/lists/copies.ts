import type { User } from '../../src-shared/domain/user.ts'
import { createSeenInMemory, type Seen } from '../db/copy/seen.ts'
import type { CopyTrouble } from '../db/copy/trouble.ts'
import { createNaiveRows } from './naive-list.ts'
import type { UserRows } from './rows.ts'

/** What is kept of one server: its users, and those that were deleted and can be restored, as they were last asked for. */
export interface Copy {
  readonly rows: UserRows
  readonly deleted: UserRows
  /** What was seen beside the rows. */
  readonly seen: Seen
  /** False: in memory, until the program ends. */
  readonly isKept: boolean
  /** Why it is not kept, or is a new one in place of the one that was there. */
  readonly trouble: CopyTrouble | null
  setDeleted(users: readonly User[]): void
  /** An empty one in its place. */
  renew(): Copy
  close(): void
}

export function createCopy({ rows, ...facts }: Pick<Copy, 'rows' | 'seen' | 'isKept' | 'trouble' | 'renew'>): Copy {
  let deleted = createNaiveRows()
  return {
    ...facts,
    rows,
    get deleted() {
      return deleted
    },
    setDeleted(users) {
      deleted = createNaiveRows()
      deleted.change(users, [], null)
    },
    close: rows.close,
  }
}

/** Rows in memory; `trouble`: why. */
export function openCopyInMemory(trouble: CopyTrouble | null = null): Copy {
  const renew = () => openCopyInMemory(trouble)
  return createCopy({ rows: createNaiveRows(), seen: createSeenInMemory(), isKept: false, trouble, renew })
}
