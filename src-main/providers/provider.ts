import type { Capabilities } from '../../src-shared/domain/capabilities.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Organization, Project } from '../../src-shared/domain/place.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { Failure } from '../../src-shared/failure.ts'
import type { Account } from '../../src-shared/ipc/shapes.ts'

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
  capabilities: Capabilities
}

export type Credentials = { login: string; password: string } | 'demo'

/** Where a provider keeps what signs in again, as text of its own making; `src-main/secrets` stands behind it. */
export interface Vault {
  load(): Promise<string | null>
  /** Resolves once the text is safe; a request that depends on it is sent only then. */
  save(text: string): Promise<void>
  clear(): Promise<void>
}

/** Users as they are read; `total` where the server tells it, `skipped` rows that could not be understood. */
export interface UserBatch {
  users: User[]
  skipped: number
  total: number | null
}

/** What a full read, or a read of what has changed, ends with: the token for the next delta, null without deltas. */
export interface PullEnd {
  delta: string | null
}

/** Users that have changed since a token, and ids of those that are gone. */
export interface DeltaBatch {
  users: User[]
  gone: string[]
  skipped: number
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

  /** Signs in and keeps in the vault what is needed to `resume`. */
  signIn(credentials: Credentials): Promise<Account>
  /** Signs in again by what the vault has; null when it has nothing. */
  resume(): Promise<Account | null>
  /** Ends the session here and, when it can be reached, on the server. */
  signOut(): Promise<void>

  /** All users that the account sees. The iterator's end holds the delta token taken before the first row. */
  pull(signal: AbortSignal): AsyncGenerator<UserBatch, PullEnd>
  /** What has changed since; throws `unsupported` with code `delta_expired` when a full pull is needed. */
  delta(token: string, signal: AbortSignal): AsyncGenerator<DeltaBatch, PullEnd>
  /** One user as the server has it now. */
  read(id: string): Promise<User>

  organizations(): Promise<Organization[]>
  projects(organizationId: string): Promise<Project[]>

  /**
   * Sends one change. `key` is the idempotency key that was stored before: sending the same change with the same key again
   * has no further effect and answers as the first time. Throws when the answer did not arrive or settles nothing.
   */
  send(change: Change, key: string, options?: SendOptions): Promise<SendResult>
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
  /** Asks the address what it is; null when it is another kind. Throws `Failed` when there is no answer. */
  probe(address: string, signal: AbortSignal): Promise<ServerDescription | null>
  open(address: string, description: ServerDescription, vault: Vault): DirectoryServer
}
