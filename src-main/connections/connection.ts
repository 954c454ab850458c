import type { Credentials } from '../../src-shared/domain/account.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import { Failed, settle, type SecretState } from '../../src-shared/failure.ts'
import type { Account, Connection, Sent } from '../../src-shared/ipc/shapes.ts'
import type { CopyTrouble } from '../db/copy/trouble.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { Profile } from '../settings.ts'
import type { AccountWork } from '../work/account-work.ts'
import { pauseAfter } from './backoff.ts'
import { createGuard } from './guard.ts'
import { type Live, startLive } from './live.ts'
import { createOwnWrites } from './own-writes.ts'
import { isSameAccount, noSync, openSession, openSync, type Session, type SessionDeps } from './session.ts'

export interface ConnectionDeps extends Pick<SessionDeps, 'lists' | 'copies' | 'openWork' | 'now'> {
  /** Jobs that ended before are forgotten. */
  historyBegins(): Date
  /** Remembers who is signed in; null: nobody. */
  saveAccount(account: Account | null): void
  onChanged(connection: Connection): void
  /** Users that others have changed; the lists have them already. */
  onUsersChanged(connection: string, ids: string[]): void
  onPlacesChanged(connection: string): void
  /** Resolves while the window can be seen; rejects when the signal aborts. */
  whenSeen(signal: AbortSignal): Promise<void>
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
  const ownWrites = createOwnWrites({
    connection: profile.id,
    lists: deps.lists,
    freshen: (reorder) => {
      inBackground(async () => session?.sync.freshen(reorder))
    },
    freshenDeleted: () => {
      inBackground(async () => session?.deleted.freshen())
    },
    onOthers: deps.onUsersChanged,
  })
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
    session.live?.stop() // that of a session that is over has ended already
    session.live = goLive()
    failures = 0
    clearTimeout(retry)
    inBackground(sync.freshen)
    inBackground(async () => {
      await work.desk.forgetBulk(deps.historyBegins().toISOString())
      work.runner.start()
      await work.recover(deps.onWorkEnded)
    })
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
    protectedAccounts: () => view.settings.protectedAccounts,
    // the work of a session that is open before sign-in waits for it
    mayStart: () => !guard.isLocked() && session !== null && session.live !== null,
    onSync: (sync) => {
      tell({ sync })
    },
    onUsers: ownWrites.showOthers,
    onApplied: ownWrites.showApplied,
    onManyApplied: ownWrites.showMany,
  }

  function goLive(): Live {
    return startLive({
      server,
      freshen: () => settle(() => ask(async () => session?.sync.freshen())),
      isReading: () => view.sync.state === 'reading',
      onPlaces: () => {
        deps.onPlacesChanged(view.id)
      },
      onState: (state) => {
        if (state !== view.live) tell({ live: state })
      },
      ...{ wait: deps.wait, whenSeen: deps.whenSeen, random: deps.random, onDefect: deps.onDefect },
      now: () => deps.now().getTime(),
    })
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
    await ended?.work.close()
    ownWrites.forget()
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
      remember(null)
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
