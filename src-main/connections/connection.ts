import type { Credentials } from '../../src-shared/domain/account.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { Failed, settle, type SecretState } from '../../src-shared/failure.ts'
import type { Account, Connection, Sent, Sync } from '../../src-shared/ipc/shapes.ts'
import type { ListsHost } from '../lists/host.ts'
import { createDeletedUsers, type DeletedUsers } from '../lists/deleted.ts'
import { type CopySync, createSync } from '../lists/sync.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { Profile } from '../settings.ts'
import type { AccountWork, AccountWorkDeps } from '../work/account-work.ts'
import { pauseAfter } from './backoff.ts'
import { createCopyAnswers } from './copy-answers.ts'
import { createGuard, guardWork } from './guard.ts'
import { type Live, startLive } from './live.ts'

export interface ConnectionDeps {
  lists: ListsHost
  /** Opens the drafts, staged sets and jobs of an account on this server. */
  openWork(
    instance: string,
    account: string,
    deps: Omit<AccountWorkDeps, 'desk' | 'newKey' | 'now' | 'wait' | 'onJob' | 'onPlan'>,
  ): Promise<AccountWork>
  /** Jobs that ended before are forgotten. */
  historyBegins(): Date
  now(): Date
  onChanged(connection: Connection): void
  /** Users that others have changed; the lists have them already. */
  onUsersChanged(connection: string, ids: string[]): void
  onPlacesChanged(connection: string): void
  /** Rejects when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
  random(): number
  onWorkEnded(sent: Sent, change: Change): void
  /** Logs what nobody waits for. */
  onDefect(error: unknown): void
}

/** One configured server: signed in or not, its users in a list, its work. */
export interface OpenConnection {
  readonly server: DirectoryServer
  view(): Connection
  /** Takes over what the person has set. */
  setProfile(profile: Profile): void
  /** Lets a protected server be written to for an hour. */
  unlock(): void
  lock(): void
  /** Signs in by what the vault has; where the server is away, tries again until it is not. */
  resume(): Promise<void>
  signIn(credentials: Credentials | 'demo'): Promise<void>
  signOut(): Promise<void>
  /** Goes on as an account that was signed in to by a request of its own. */
  begin(account: Account): Promise<void>
  refresh(): Promise<void>
  /** The work of the signed-in account; throws `unauthorized` when there is none. */
  work(): AccountWork
  /** Reads the deleted users into their list; see `DeletedUsers`. */
  readDeleted(): Promise<void>
  /** Runs a request of the page; one that finds the session expired signs out here too. */
  ask<T>(request: () => Promise<T>): Promise<T>
  setSecret(state: SecretState): void
  close(): Promise<void>
}

interface Session {
  account: Account
  sync: CopySync
  deleted: DeletedUsers
  work: AccountWork
  live: Live
}

const noSync: Sync = { state: 'none', done: 0, total: null, at: null, skipped: 0, isComplete: true, failure: null }

export function openConnection(profile: Profile, server: DirectoryServer, deps: ConnectionDeps): OpenConnection {
  const { description } = server
  let view: Connection = {
    id: profile.id,
    server: description.server,
    isDemo: description.isDemo,
    mailbox: description.mailbox,
    signInMethods: description.signInMethods,
    ...shownOf(profile),
    state: 'signedOut',
    account: null,
    capabilities: description.capabilities,
    secret: 'absent',
    failure: null,
    sync: noSync,
    live: 'off',
    unlockedUntil: null,
  }
  let session: Session | null = null
  const guard = createGuard({
    isProtected: () => view.settings.isProtected,
    now: deps.now,
    onChanged: (unlockedUntil) => {
      tell({ unlockedUntil })
    },
  })
  /** Versions that this program has written: their echo is no change by others. */
  const written = new Map<string, string | null>()
  let failures = 0
  let retry: NodeJS.Timeout | undefined

  function tell(values: Partial<Connection>): void {
    view = { ...view, ...values }
    deps.onChanged(view)
  }

  async function ask<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request()
    } catch (error) {
      if (error instanceof Failed && error.failure.kind === 'unauthorized') {
        tell({ state: 'signedOut', failure: error.failure })
      }
      throw error
    }
  }

  /** For what runs while nobody waits: failures are on the connection already, the rest is a defect. */
  function inBackground(work: () => Promise<void>): void {
    ask(work).catch((error: unknown) => {
      if (!(error instanceof Failed)) deps.onDefect(error)
    })
  }

  async function begin(account: Account): Promise<void> {
    if (session !== null && !isSameAccount(session.account, account)) await endSession()
    session ??= await openSession(account)
    const { sync, work } = session
    tell({ state: 'signedIn', account, failure: null })
    failures = 0
    clearTimeout(retry)
    inBackground(sync.freshen)
    inBackground(async () => {
      await work.desk.forgetBulk(deps.historyBegins().toISOString())
      work.runner.start()
      await work.recover(deps.onWorkEnded)
    })
  }

  async function openSession(account: Account): Promise<Session> {
    const sync = createSync({
      connection: view.id,
      server,
      lists: deps.lists,
      now: deps.now,
      onChanged: (state) => {
        tell({ sync: state })
      },
      onUsers: showOthers,
    })
    const deleted = createDeletedUsers({ connection: view.id, server, lists: deps.lists, now: deps.now })
    const work = await deps.openWork(view.id, account.id, {
      ...{ server, actor: account, copy: createCopyAnswers(view.id, deps.lists) },
      protectedAccounts: () => view.settings.protectedAccounts,
      mayStart: () => !guard.isLocked(),
      onApplied: showApplied,
      onManyApplied: showMany,
    })
    const live = startLive({
      server,
      freshen: () => settleQuietly(sync.freshen),
      isReading: () => view.sync.state === 'reading',
      onPlaces: () => {
        deps.onPlacesChanged(view.id)
      },
      onState: (state) => {
        if (state !== view.live) tell({ live: state })
      },
      wait: deps.wait,
      random: deps.random,
      onDefect: deps.onDefect,
    })
    return { account, sync, deleted, work: guardWork(work, guard), live }
  }

  /** Failures of a server are on the connection by then. */
  async function settleQuietly(work: () => Promise<void>): Promise<void> {
    await settle(() => ask(work))
  }

  function showOthers(users: readonly User[]): void {
    const ids = users.filter(({ id, etag }) => etag === null || written.get(id) !== etag).map(({ id }) => id)
    if (ids.length > 0) deps.onUsersChanged(view.id, ids)
  }

  /** What the server has applied is shown at once, without asking for the list again. */
  function showApplied(id: string, user: User | null, change: Change): void {
    if (user) written.set(user.id, user.etag)
    const users = user?.deletedAt === null ? [user] : []
    const { action } = change
    const reorder = action === 'create' || action === 'restore' ? 'again' : 'keep'
    void deps.lists.change(view.id, users, users.length === 0 ? [id] : [], reorder)
    if (action === 'delete' || action === 'restore') inBackground(async () => session?.deleted.freshen())
  }

  function current(): Session {
    if (session === null) throw new Failed({ kind: 'unauthorized', code: 'expired' })
    return session
  }

  /** Answers of many tell the new versions only: what else the server did is read with what has changed since. */
  function showMany(applied: Parameters<AccountWorkDeps['onManyApplied']>[0]): void {
    for (const { id, etag, user, change } of applied) {
      if (user === null) written.set(id, etag)
      else showApplied(id, user, change)
    }
    if (applied.every(({ user }) => user !== null)) return
    const reorder = applied.some(({ change }) => change.action === 'create') ? 'again' : 'keep'
    inBackground(async () => session?.sync.freshen(reorder))
  }

  async function endSession(): Promise<void> {
    const ended = session
    session = null
    clearTimeout(retry)
    ended?.live.stop()
    ended?.deleted.stop()
    await ended?.sync.stop()
    await ended?.work.close()
    written.clear()
    tell({ account: null, sync: noSync })
  }

  async function resume(): Promise<void> {
    clearTimeout(retry)
    tell({ state: 'connecting', failure: null })
    try {
      const account = await server.resume()
      if (account === null) tell({ state: 'signedOut' })
      else await begin(account)
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      const { failure } = error
      const isOut = failure.kind === 'unauthorized' || failure.kind === 'keychain'
      tell({ state: isOut ? 'signedOut' : 'offline', failure })
      if (isOut) return
      retry = setTimeout(
        () => {
          inBackground(resume)
        },
        pauseAfter(failures++, deps.random),
      )
      retry.unref()
    }
  }

  return {
    server,
    view: () => view,
    ask,
    begin,
    resume,
    setProfile(changed) {
      tell(shownOf(changed))
      if (changed.settings.isProtected) return
      guard.lock()
      session?.work.runner.start()
    },
    unlock() {
      guard.unlock()
      session?.work.runner.start()
    },
    lock: guard.lock,
    async signIn(credentials) {
      await begin(await server.signIn(credentials))
    },
    async signOut() {
      await endSession()
      tell({ state: 'signedOut', failure: null })
      await server.signOut()
    },
    refresh: () =>
      ask(async () => {
        await Promise.all([session?.sync.freshen(), session?.deleted.freshen()])
      }),
    work: () => current().work,
    readDeleted: () => ask(() => current().deleted.read()),
    setSecret(secret) {
      if (secret !== view.secret) tell({ secret })
    },
    async close() {
      guard.stop()
      await endSession()
    },
  }
}

/** What the profile says of a connection: the person's own name goes before the server's. */
function shownOf({ address, login, settings, description }: Profile) {
  return { name: settings.name || (description?.name ?? address), address, login, settings }
}

/** A changed role or scope shows another list: the copy of the old one must not be seen under it. */
const isSameAccount = (a: Account, b: Account): boolean =>
  a.id === b.id && a.role === b.role && a.organization.id === b.organization.id && a.partner?.id === b.partner?.id
