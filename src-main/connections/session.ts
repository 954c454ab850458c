import type { User } from '../../src-shared/domain/user.ts'
import type { Account, ConnectionSettings, Sync } from '../../src-shared/ipc/shapes.ts'
import { createDeletedUsers, type DeletedUsers } from '../lists/deleted.ts'
import type { ListsHost } from '../lists/host.ts'
import { type CopySync, createSync } from '../lists/sync.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { AccountWork, AccountWorkDeps } from '../work/account-work.ts'
import { createCopyAnswers } from './copy-answers.ts'
import type { CopyFiles } from './copy-files.ts'
import { type Guard, guardWork } from './guard.ts'
import type { Live } from './live.ts'

export interface SessionDeps extends Pick<
  AccountWorkDeps,
  'protectedAccounts' | 'mayStart' | 'onApplied' | 'onManyApplied' | 'onOutOfReach'
> {
  connection: string
  /** What the person has set for the server. */
  settings(): ConnectionSettings
  server: DirectoryServer
  lists: ListsHost
  copies: CopyFiles
  /** Opens the drafts, staged sets and jobs of an account on this server. */
  openWork(
    instance: string,
    account: string,
    deps: Omit<AccountWorkDeps, 'desk' | 'newKey' | 'now' | 'wait' | 'onJob' | 'onPlan' | 'onWaiting'>,
  ): Promise<AccountWork>
  now(): Date
  guard: Guard
  onSync(sync: Sync): void
  onUsers(users: readonly User[]): void
}

/** What is open of an account: its copy, its work. It can be there before the server has been asked. */
export interface Session {
  account: Account
  sync: CopySync
  deleted: DeletedUsers
  work: AccountWork
  /** Null until the account is signed in. */
  live: Live | null
}

/** Opens the copy of an account's users, as it was left. */
export async function openSync(account: Account, deps: SessionDeps): Promise<CopySync> {
  const { connection, server, lists, copies, now } = deps
  const place = deps.settings().keepsCopy ? await copies.place(connection, account) : null
  const sync = createSync({
    ...{ connection, server, lists, place, now },
    unkept: place === null && deps.settings().keepsCopy ? 'keychain' : undefined,
    longestDays: () => deps.settings().copyDays,
    onChanged: deps.onSync,
    onUsers: deps.onUsers,
  })
  await sync.open()
  return sync
}

export async function openSession(account: Account, deps: SessionDeps): Promise<Session> {
  const { connection, server, lists, now } = deps
  const sync = await openSync(account, deps)
  const deleted = createDeletedUsers({ connection, server, lists, now })
  const work = await deps.openWork(connection, account.id, {
    ...{ server, actor: account, copy: createCopyAnswers(connection, lists) },
    protectedAccounts: deps.protectedAccounts,
    mayStart: deps.mayStart,
    onOutOfReach: deps.onOutOfReach,
    onApplied: deps.onApplied,
    onManyApplied: deps.onManyApplied,
  })
  return { account, sync, deleted, work: guardWork(work, deps.guard), live: null }
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
