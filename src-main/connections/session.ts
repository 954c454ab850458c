import type { Change } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { Account, Sync } from '../../src-shared/ipc/shapes.ts'
import { createDeletedUsers, type DeletedUsers } from '../lists/deleted.ts'
import type { ListsHost } from '../lists/host.ts'
import { type CopySync, createSync } from '../lists/sync.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { DraftStore } from '../work/draft-store.ts'
import type { Work, WorkDeps } from '../work/work.ts'
import type { CopyFiles } from './copy-files.ts'
import type { Live } from './live.ts'

export interface SessionDeps {
  connection: string
  server: DirectoryServer
  lists: ListsHost
  copies: CopyFiles
  /** Opens the jobs and drafts of an account on this server. */
  openWork(
    instance: string,
    account: string,
    deps: Pick<WorkDeps, 'server' | 'onApplied'>,
  ): Promise<{ work: Work; drafts: DraftStore }>
  now(): Date
  /** Throws while the server is protected. */
  expectUnlocked(): void
  onSync(sync: Sync): void
  onUsers(users: readonly User[]): void
  onApplied(id: string, user: User | null, change: Change): void
}

/** What is open of an account: its copy, its work. It can be there before the server has been asked. */
export interface Session {
  account: Account
  sync: CopySync
  deleted: DeletedUsers
  work: Work
  drafts: DraftStore
  /** Null until the account is signed in. */
  live: Live | null
}

/** Opens the copy of an account's users, as it was left. */
export async function openSync(account: Account, deps: SessionDeps): Promise<CopySync> {
  const { connection, server, lists, copies, now } = deps
  const sync = createSync({
    connection,
    server,
    lists,
    place: await copies.place(connection, account),
    now,
    onChanged: deps.onSync,
    onUsers: deps.onUsers,
  })
  await sync.open()
  return sync
}

export async function openSession(account: Account, deps: SessionDeps): Promise<Session> {
  const { connection, server, lists, now, onApplied } = deps
  const sync = await openSync(account, deps)
  const deleted = createDeletedUsers({ connection, server, lists, now })
  const { work: opened, drafts } = await deps.openWork(connection, account.id, { server, onApplied })
  const work: Work = {
    ...opened,
    send: async (change) => {
      deps.expectUnlocked()
      return opened.send(change)
    },
  }
  return { account, sync, deleted, work, drafts, live: null }
}

/** A changed role or scope shows another list: the copy of the old one must not be seen under it. */
export const isSameAccount = (a: Account, b: Account): boolean =>
  a.id === b.id && a.role === b.role && a.organization.id === b.organization.id && a.partner?.id === b.partner?.id

/** Before a copy is open. */
export const noSync: Sync = {
  state: 'none',
  done: 0,
  total: null,
  at: null,
  skipped: 0,
  isComplete: true,
  failure: null,
  copy: null,
}
