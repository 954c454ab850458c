import type { Change } from '../../src-shared/domain/change.ts'
import { Failed, type Failure, isOutOfReach, settle } from '../../src-shared/failure.ts'
import type { Account, Connection, Forgotten, Sent } from '../../src-shared/ipc/shapes.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { Profile } from '../settings.ts'
import { createGuard } from './guard.ts'
import { type Live, startLive } from './live.ts'
import type { ConnectionDeps, OpenConnection } from './open-connection.ts'
import { createOwnWrites } from './own-writes.ts'
import { createReach } from './reach.ts'
import { isSameAccount, noSync, openSession, openSync, type Session, type SessionDeps } from './session.ts'

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
    name: () => view.name,
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
  const reach = createReach({
    random: deps.random,
    probe: () => {
      inBackground(connect)
    },
  })

  function tell(values: Partial<Connection>): void {
    view = { ...view, ...values }
    deps.onChanged(view)
  }

  async function ask<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request()
    } catch (error) {
      if (error instanceof Failed && error.failure.kind === 'unauthorized') {
        reach.stop()
        tell({ state: 'signedOut', failure: error.failure })
      }
      if (error instanceof Failed && isOutOfReach(error.failure)) lose(error.failure)
      throw error
    }
  }

  /** The last request has proved that the server is out of reach: from now on it is asked by one alone. */
  function lose(failure: Failure): void {
    if (view.state !== 'signedIn') return
    session?.live?.stop()
    if (session) session.live = null
    tell({ state: 'offline', failure })
    reach.lost()
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
    reach.stop()
    inBackground(sync.freshen)
    inBackground(async () => {
      await work.desk.forgetBulk(deps.historyBegins().toISOString())
      sendLeft()
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
    settings: () => view.settings,
    server,
    guard,
    protectedAccounts: () => view.settings.protectedAccounts,
    // the work of a session that is open before sign-in waits for it
    mayStart: () => !guard.isLocked() && session !== null && session.live !== null,
    onSync: (sync) => {
      tell({ sync })
    },
    onOutOfReach: lose,
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

  /** Goes on with jobs, and with changes that wait. */
  function sendLeft(): void {
    session?.work.runner.start()
    inBackground(async () => session?.work.recover(tellEnded))
  }

  function tellEnded(sent: Sent, change: Change): void {
    deps.onWorkEnded(sent, change, view.id)
  }

  function current(): Session {
    if (session === null) throw new Failed({ kind: 'unauthorized', code: 'expired' })
    return session
  }

  async function endSession(): Promise<void> {
    const ended = session
    session = null
    reach.stop()
    ended?.live?.stop()
    ended?.deleted.stop()
    await ended?.sync.stop()
    await ended?.work.close()
    ownWrites.forget()
    tell({ account: null, sync: noSync })
  }

  async function connect(): Promise<void> {
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
      await session?.sync.expire()
      reach.lost()
    }
  }

  async function resume(): Promise<void> {
    tell({ state: 'connecting', failure: null })
    await connect()
  }

  /** Opens the copy anew, as it is set now. */
  async function reopenCopy(): Promise<void> {
    if (session === null) return
    session = { ...session, sync: await openSync(session.account, sessionDeps) }
    if (session.live !== null) inBackground(session.sync.freshen)
  }

  async function forgetCopy(): Promise<Forgotten> {
    await session?.sync.forget()
    try {
      return await deps.copies.forget(view.id)
    } finally {
      await reopenCopy()
    }
  }

  return {
    server,
    view: () => view,
    ask,
    begin,
    resume,
    setProfile(changed) {
      const before = view.settings
      tell(shownOf(changed))
      const { keepsCopy } = changed.settings
      if (before.keepsCopy && !keepsCopy)
        inBackground(async () => {
          await forgetCopy()
        })
      else if (before.keepsCopy !== keepsCopy)
        inBackground(async () => {
          await session?.sync.stop()
          await reopenCopy()
        })
      else inBackground(async () => session?.sync.expire())
      if (changed.settings.isProtected) return
      guard.lock()
      sendLeft()
    },
    unlock() {
      guard.unlock()
      sendLeft()
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
    forgetCopy,
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
