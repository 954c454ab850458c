import type { Change } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { ListsHost } from '../lists/host.ts'
import type { Reorder } from '../lists/lists.ts'
import type { AccountWorkDeps } from '../work/account-work.ts'

interface OwnWritesDeps {
  connection: string
  lists: Pick<ListsHost, 'change'>
  /** Reads what has changed, while nobody waits for it. */
  freshen(reorder: Reorder): void
  freshenDeleted(): void
  /** Users that others have changed. */
  onOthers(connection: string, ids: string[]): void
}

/** Shows in the lists what this program has written itself, and tells it from what others write. */
export function createOwnWrites({ connection, lists, freshen, freshenDeleted, onOthers }: OwnWritesDeps) {
  /** Versions that this program has written: their echo is no change by others. */
  const written = new Map<string, string | null>()

  /** What the server has applied is shown at once, without asking for the list again. */
  function showApplied(id: string, user: User | null, change: Change): void {
    if (user) written.set(user.id, user.etag)
    const users = user?.deletedAt === null ? [user] : []
    const { action } = change
    const reorder = action === 'create' || action === 'restore' ? 'again' : 'keep'
    void lists.change(connection, users, users.length === 0 ? [id] : [], reorder)
    if (action === 'delete' || action === 'restore') freshenDeleted()
  }

  return {
    showApplied,
    /** Answers of many tell the new versions only: what else the server did is read with what has changed since. */
    showMany(applied: Parameters<AccountWorkDeps['onManyApplied']>[0]): void {
      const deleted: string[] = []
      for (const { id, etag, user, change } of applied) {
        if (user !== null) showApplied(id, user, change)
        else if (change.action === 'delete') deleted.push(id)
        else written.set(id, etag)
      }
      // gone at once, so that no reading takes them for rows that went without being asked for
      if (deleted.length > 0) {
        void lists.change(connection, [], deleted, 'keep')
        freshenDeleted()
      }
      if (applied.every(({ user }) => user !== null)) return
      freshen(applied.some(({ change }) => change.action === 'create') ? 'again' : 'keep')
    },
    showOthers(users: readonly User[]): void {
      const ids = users.filter(({ id, etag }) => etag === null || written.get(id) !== etag).map(({ id }) => id)
      if (ids.length > 0) onOthers(connection, ids)
    },
    forget: () => {
      written.clear()
    },
  }
}
