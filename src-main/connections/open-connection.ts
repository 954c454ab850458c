import type { Credentials } from '../../src-shared/domain/account.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { SecretState } from '../../src-shared/failure.ts'
import type { Account, Connection, Forgotten, Sent } from '../../src-shared/ipc/shapes.ts'
import type { CopyTrouble } from '../db/copy/trouble.ts'
import type { DirectoryServer } from '../providers/provider.ts'
import type { Profile } from '../settings.ts'
import type { AccountWork } from '../work/account-work.ts'
import type { SessionDeps } from './session.ts'

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
  onWorkEnded(sent: Sent, change: Change, connection: string): void
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
  /**
   * Runs a request of the page. What it proves of the server counts for all: an expired session signs out, and a server that is
   * out of reach is asked again until it is not.
   */
  ask<T>(request: () => Promise<T>): Promise<T>
  setSecret(state: SecretState): void
  stopReading(): void
  confirmRemoval(isConfirmed: boolean): Promise<void>
  /** Removes what is kept of the server's users on this computer; while somebody is signed in they are read again. */
  forgetCopy(): Promise<Forgotten>
  hearTrouble(trouble: CopyTrouble): void
  close(): Promise<void>
}
