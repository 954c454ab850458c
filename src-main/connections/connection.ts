import type { Credentials } from '../../src-shared/domain/account.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { Failed, settle, type SecretState } from '../../src-shared/failure.ts'
import type { Account, Connection, Sent } from '../../src-shared/ipc/shapes.ts'
import type { CopyTrouble } from '../db/copy/trouble.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { Profile } from '../settings.ts'
import type { DraftStore } from '../work/draft-store.ts'
import type { Work } from '../work/work.ts'
import { pauseAfter } from './backoff.ts'
import { createGuard } from './guard.ts'
import { type Live, startLive } from './live.ts'
import { isSameAccount, noSync, openSession, openSync, type Session, type SessionDeps } from './session.ts'

export interface ConnectionDeps extends Pick<SessionDeps, 'lists' | 'copies' | 'openWork' | 'now'> {
  /** Remembers who is signed in; null: nobody. */
  saveAccount(account: Account | null): void
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
  work(): Work
  /** The drafts of the signed-in account; throws as `work` does. */
  drafts(): DraftStore
  /** Reads the deleted users into their list; see `DeletedUsers`. */
  readDeleted(): Promise<void>
  /** Runs a request of the page; one that finds the session expired signs out here too. */
  ask<T>(request: () => Promise<T>): Promise<T>
  setSecret(state: SecretState): void
  stopReading(): void
  confirmRemoval(isConfirmed: boolean): Promise<void>
  /** Removes what is kept of the account's users on this computer; while it is signed in they are read again. */
  forgetCopy(): Promise<void>
  hearTrouble(trouble: CopyTrouble): void
  close(): Promise<void>
}

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
  let remembered = profile.account

  function remember(account: Account | null): void {
    remembered = account
    deps.saveAccount(account)
  }

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
    session ??= await openSession(account, sessionDeps)
    const { sync, work } = session
    remember(account)
    tell({ state: 'signedIn', account, failure: null })
    session.live ??= goLive()
    failures = 0
    clearTimeout(retry)
    inBackground(sync.freshen)
    inBackground(() => work.recover(deps.onWorkEnded))
  }

  /** What is kept for the account that was signed in the last time is there before the server is asked, and without it. */
  async function showCopy(): Promise<void> {
    if (remembered === null || session !== null) return
    session = await openSession(remembered, sessionDeps)
    tell({ account: remembered })
  }

  const sessionDeps: SessionDeps = {
    ...deps,
    connection: profile.id,
    server,
    expectUnlocked: guard.expectUnlocked,
    onSync: (sync) => {
      tell({ sync })
    },
    onUsers: showOthers,
    onApplied: showApplied,
  }

  function goLive(): Live {
    return startLive({
      server,
      freshen: () => settleQuietly(async () => session?.sync.freshen()),
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

  async function endSession(): Promise<void> {
    const ended = session
    session = null
    clearTimeout(retry)
    ended?.live?.stop()
    ended?.deleted.stop()
    await ended?.sync.stop()
    ended?.work.close()
    written.clear()
    tell({ account: null, sync: noSync })
  }

  async function resume(): Promise<void> {
    clearTimeout(retry)
    tell({ state: 'connecting', failure: null })
    const wasOpen = session !== null
    try {
      await showCopy()
      const account = await server.resume()
      if (account !== null) await begin(account)
      else {
        await endSession()
        tell({ state: 'signedOut' })
      }
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      const { failure } = error
      const isOut = failure.kind === 'unauthorized' || failure.kind === 'keychain'
      if (isOut && !wasOpen) await endSession()
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
      if (!changed.settings.isProtected) guard.lock()
    },
    unlock: guard.unlock,
    lock: guard.lock,
    async signIn(credentials) {
      await begin(await server.signIn(credentials))
    },
    async signOut() {
      await endSession()
      remember(null)
      tell({ state: 'signedOut', failure: null })
      await server.signOut()
    },
    refresh: () =>
      ask(async () => {
        await Promise.all([session?.sync.freshen(), session?.deleted.freshen()])
      }),
    work: () => current().work,
    drafts: () => current().drafts,
    readDeleted: () => ask(() => current().deleted.read()),
    setSecret(secret) {
      if (secret !== view.secret) tell({ secret })
    },
    stopReading() {
      session?.sync.cancel()
    },
    confirmRemoval: async (isConfirmed) => session?.sync.confirmRemoval(isConfirmed),
    async forgetCopy() {
      const account = session?.account ?? remembered
      if (account === null) return
      await session?.sync.forget()
      await deps.copies.forget(view.id, account)
      if (session === null) return
      session = { ...session, sync: await openSync(session.account, sessionDeps) }
      inBackground(session.sync.freshen)
    },
    hearTrouble(trouble) {
      inBackground(async () => session?.sync.hearTrouble(trouble))
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
