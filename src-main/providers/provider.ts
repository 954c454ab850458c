import type { Credentials, SignInMethod } from '../../src-shared/domain/account.ts'
import type { AuditPage, AuditQuery } from '../../src-shared/domain/audit.ts'
import type { Capabilities } from '../../src-shared/domain/capabilities.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Organization, Project } from '../../src-shared/domain/place.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { Account } from '../../src-shared/ipc/shapes.ts'
import type { OwnAccount } from './account.ts'

/** What a server tells of itself before anybody signs in. */
export interface ServerDescription {
  /** Stable for the server's data: connections, copies and secrets are keyed by it. */
  instance: string
  name: string
  /** Kind and version in words, such as `Muster API 1.0`. */
  server: string
  /** True when one call signs in to demo data. */
  isDemo: boolean
  /** Where a demo server shows the mails that it sent. */
  mailbox: string | null
  /** How an account signs in, the usual way first. */
  signInMethods: SignInMethod[]
  capabilities: Capabilities
}

/** Where a provider keeps what signs in again, as text of its own making; `src-main/secrets` stands behind it. */
export interface Vault {
  load(): Promise<string | null>
  /** Resolves once the text is safe; a request that depends on it is sent only then. */
  save(text: string): Promise<void>
  clear(): Promise<void>
}

/** Who is to vouch for a person, and what the id token must be made for. */
export interface IdentityRequest {
  issuer: string
  clientId: string
  nonce: string
  /** Address of the server that trusts the issuer. */
  server: string
  /** Cancels. */
  signal: AbortSignal
}

/**
 * Has a person sign in at a provider of identities, in the system's browser; `accept` takes the id token, and the browser
 * tells how it ended. `src-main/browser-sign-in` stands behind it.
 */
export type Identify = <T>(request: IdentityRequest, accept: (idToken: string) => Promise<T>) => Promise<T>

/** Users as they are read; `total` where the server tells it, `skipped` rows that could not be understood. */
export interface UserBatch {
  users: User[]
  skipped: number
  total: number | null
}

/** What a read of what has changed ends with: the token for the next one. */
export interface DeltaEnd {
  delta: string | null
}

/** What a full read ends with; without deltas the token is null. */
export interface PullEnd extends DeltaEnd {
  /** False where the list moved so much while it was read that users may be missing. */
  isComplete: boolean
  /** Ids that were handed on, and that later turned out to be gone. */
  gone: string[]
}

/** Users that have changed since a token, and ids of those that are gone. */
export interface DeltaBatch {
  users: User[]
  gone: string[]
  skipped: number
}

/**
 * What a server tells unasked, without saying what: `open` once it is heard, `users` and `places` when some have changed,
 * `session` when something became of the own one. `id` asks for what came after it, see `DirectoryServer.events`.
 */
export interface Hint {
  kind: 'open' | 'users' | 'places' | 'session'
  id: string | null
}

/** How a request for one user ended. Failures that leave the end open are thrown, see `DirectoryServer.send`. */
export type SendResult =
  | { state: 'applied'; user: User | null }
  | { state: 'refused'; failure: Failure }
  /** 412: the user as it is now. */
  | { state: 'outdated'; theirs: User }

/** A change and the idempotency key that was stored for it before. */
export interface KeyedChange {
  change: Change
  key: string
  /** See `DirectoryServer.send`. */
  isInDoubt: boolean
}

/** How one change of many ended; `open`: that is not known, and it may be sent again with the same key. */
export type ManyResult =
  | { state: 'applied'; id: string | null; etag: string | null; user: User | null }
  | Exclude<SendResult, { state: 'applied' }>
  | { state: 'open'; failure: Failure }

export interface SendOptions {
  /** Why it is done, in the admin's words, for the audit log of servers that take it. */
  reason: string | null
}

/**
 * A directory server behind one port. It says in `description.capabilities` what it can do; what it cannot answers
 * `unsupported`. Every method throws `Failed`; `offline`, `remote` 5xx and `rateLimited` mean that nothing is known to
 * have happened.
 */
export interface DirectoryServer {
  readonly description: ServerDescription

  /** The signed-in account itself. */
  readonly account: OwnAccount

  /** Signs in and keeps in the vault what is needed to `resume`. */
  signIn(credentials: Credentials | 'demo'): Promise<Account>
  /** Signs in by the system's browser, where `signInMethods` has `oidc`; `signal` cancels. */
  signInByBrowser?(signal: AbortSignal): Promise<Account>
  /** Signs in again by what the vault has; null when it has nothing. */
  resume(): Promise<Account | null>
  /** Ends the session here and, when it can be reached, on the server. */
  signOut(): Promise<void>
  /** Has a link mailed that leads to a new password, without being signed in. */
  requestReset(email: string): Promise<void>

  /** All users that the account sees. The iterator's end holds the delta token taken before the first row. */
  pull(signal: AbortSignal): AsyncGenerator<UserBatch, PullEnd>
  /** What has changed since; throws `unsupported` with code `delta_expired` when a full pull is needed. */
  delta(token: string, signal: AbortSignal): AsyncGenerator<DeltaBatch, DeltaEnd>
  /** The deleted users that can be restored; throws `unsupported` where `capabilities.restore` is no. */
  pullDeleted(signal: AbortSignal): Promise<User[]>
  /** One user as the server has it now; a deleted one has `deletedAt`, or is `notFound` where the server forgets it. */
  read(id: string): Promise<User>

  organizations(): Promise<Organization[]>
  /** Null: of all organizations. */
  projects(organizationId: string | null): Promise<Project[]>

  /** Entries of the audit log, the newest first; `cursor` is the `next` of the page before. */
  audit(query: AuditQuery, cursor: string | null): Promise<AuditPage>
  /** Entries about one user. */
  auditOf(id: string, cursor: string | null): Promise<AuditPage>

  /** Hints that something has changed, until the stream ends; `since` is the id of the last one that was heard. */
  events(since: string | null, signal: AbortSignal): AsyncGenerator<Hint, void>

  /**
   * Sends one change. `key` is the idempotency key that was stored before: sending the same change with the same key again
   * has no further effect and answers as the first time. `isInDoubt` says that it was sent before and may have arrived:
   * servers that know no keys are asked first. Throws when the answer did not arrive or settles nothing.
   */
  send(change: Change, key: string, isInDoubt: boolean, options?: SendOptions): Promise<SendResult>
  /**
   * Sends many in one request, each on its own and in their order; one result per change. Only where `capabilities.bulkMax`
   * is above 0, and at most so many. Throws when nothing is known of any of them.
   */
  sendMany?(changes: readonly KeyedChange[], options: SendOptions): Promise<ManyResult[]>
  /** Users as the server has them now, deleted ones too; those that it does not know are left out. */
  readMany?(ids: readonly string[], signal: AbortSignal): Promise<User[]>
}

/** One kind of server. */
export interface ProviderKind {
  readonly kind: string
  /**
   * Asks the address what it is; `seen` tells in words what answered when it is another kind. Throws `Failed` when there
   * is no answer, or when it is this kind and cannot be used.
   */
  probe(address: string, signal: AbortSignal): Promise<ServerDescription | { seen: string }>
  open(address: string, description: ServerDescription, vault: Vault): DirectoryServer
}
