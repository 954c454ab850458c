import type { Change } from '../../src-shared/domain/change.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { Failed, type SecretState } from '../../src-shared/failure.ts'
import type { Account, Connection, Sent, Sync } from '../../src-shared/ipc/shapes.ts'
import type { ListsHost } from '../lists/host.ts'
import { type CopySync, createSync } from '../lists/sync.ts'
import type { Credentials, DirectoryServer } from '../providers/provider.ts'
import type { Profile } from '../settings.ts'
import type { AccountWork, AccountWorkDeps } from '../work/account-work.ts'
import { createCopyAnswers } from './copy-answers.ts'

export interface ConnectionDeps {
  lists: ListsHost
  /** Opens the staged sets and jobs of an account on this server. */
  openWork(
    instance: string,
    account: string,
    deps: Omit<AccountWorkDeps, 'desk' | 'newKey' | 'now' | 'wait' | 'protectedNames' | 'onJob' | 'onPlan'>,
  ): Promise<AccountWork>
  /** Jobs that ended before are forgotten. */
  historyBegins(): Date
  now(): Date
  onChanged(connection: Connection): void
  onWorkEnded(sent: Sent, change: Change): void
  /** Logs what nobody waits for. */
  onDefect(error: unknown): void
}

/** One configured server: signed in or not, its users in a list, its work. */
export interface OpenConnection {
  readonly server: DirectoryServer
  view(): Connection
  /** Signs in by what the vault has. */
  resume(): Promise<void>
  signIn(credentials: Credentials): Promise<void>
  signOut(): Promise<void>
  refresh(): Promise<void>
  /** The work of the signed-in account; throws `unauthorized` when there is none. */
  work(): AccountWork
  /** Runs a request of the page; one that finds the session expired signs out here too. */
  ask<T>(request: () => Promise<T>): Promise<T>
  setSecret(state: SecretState): void
  close(): Promise<void>
}

interface Session {
  account: Account
  sync: CopySync
  work: AccountWork
}

const noSync: Sync = { state: 'none', done: 0, total: null, at: null, skipped: 0, failure: null }

export function openConnection(profile: Profile, server: DirectoryServer, deps: ConnectionDeps): OpenConnection {
  const { description } = server
  let view: Connection = {
    id: description.instance,
    name: description.name,
    address: profile.address,
    server: description.server,
    isDemo: description.isDemo,
    mailbox: description.mailbox,
    login: profile.login,
    state: 'signedOut',
    account: null,
    capabilities: description.capabilities,
    secret: 'absent',
    failure: null,
    sync: noSync,
  }
  let session: Session | null = null

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
    })
    const work = await deps.openWork(view.id, account.id, {
      ...{ server, actor: account, copy: createCopyAnswers(view.id, deps.lists) },
      onApplied: showApplied,
      onManyApplied: showMany,
    })
    return { account, sync, work }
  }

  /** What the server has applied is shown at once, without asking for the list again. */
  function showApplied(id: string, user: User | null, change: Change): void {
    const users = user?.deletedAt === null ? [user] : []
    const reorder = change.action === 'create' ? 'again' : 'keep'
    void deps.lists.change(view.id, users, users.length === 0 ? [id] : [], reorder)
  }

  /** Answers of many tell the new versions only: what else the server did is read with what has changed since. */
  function showMany(applied: Parameters<AccountWorkDeps['onManyApplied']>[0]): void {
    for (const { id, user, change } of applied) if (user !== null) showApplied(id, user, change)
    if (applied.every(({ user }) => user !== null)) return
    const reorder = applied.some(({ change }) => change.action === 'create') ? 'again' : 'keep'
    inBackground(async () => session?.sync.freshen(reorder))
  }

  async function endSession(): Promise<void> {
    const ended = session
    session = null
    await ended?.sync.stop()
    await ended?.work.close()
    tell({ account: null, sync: noSync })
  }

  return {
    server,
    view: () => view,
    ask,
    async resume() {
      tell({ state: 'connecting', failure: null })
      try {
        const account = await server.resume()
        if (account === null) tell({ state: 'signedOut' })
        else await begin(account)
      } catch (error) {
        if (!(error instanceof Failed)) throw error
        const { failure } = error
        tell({
          state: failure.kind === 'unauthorized' || failure.kind === 'keychain' ? 'signedOut' : 'offline',
          failure,
        })
      }
    },
    async signIn(credentials) {
      await begin(await server.signIn(credentials))
    },
    async signOut() {
      await endSession()
      tell({ state: 'signedOut', failure: null })
      await server.signOut()
    },
    refresh: () => ask(async () => session?.sync.freshen()),
    work() {
      if (session === null) throw new Failed({ kind: 'unauthorized', code: 'expired' })
      return session.work
    },
    setSecret(secret) {
      if (secret !== view.secret) tell({ secret })
    },
    close: endSession,
  }
}

/** A changed role or scope shows another list: the copy of the old one must not be seen under it. */
const isSameAccount = (a: Account, b: Account): boolean =>
  a.id === b.id && a.role === b.role && a.organization.id === b.organization.id && a.partner?.id === b.partner?.id
