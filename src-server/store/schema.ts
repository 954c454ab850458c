import type { Generated, Kysely, Transaction } from 'kysely'
import type { Role } from '../../src-shared/domain/role.ts'
import type { Protection } from '../../src-shared/domain/user.ts'

/** Truth in a column: neither SQLite nor its driver has booleans. */
export type Bit = 0 | 1

/** Columns are named as the fields of the API. Instants are RFC 3339 texts in UTC, which sort as they stand. */
export interface UserTable {
  /** See `ids.ts`: the number whose text is the public id, so that order by number is order by id. */
  id: number
  /** Folded user name, display name and address, as `searchText` makes them. */
  searchNames: string
  userName: string
  displayName: string | null
  email: string
  emailConfirmed: Bit
  role: Role
  approved: Bit
  disabled: Bit
  mustChangePassword: Bit
  invitationExpiresAt: string | null
  protection: Protection | null
  organizationId: number
  creationName: string
  createdAt: string
  updatedAt: string
  lastSignInAt: string | null
  deletedAt: string | null
  /** The etag's number. */
  version: number
  /** Place in the change feed: the latest change only. */
  feedSeq: number
  notices: Bit
  passwordHash: string | null
  /** What uniqueness is compared by, among users that are not deleted. */
  uniqueName: string
  uniqueEmail: string
  /** What lists are ordered by: `sortKey` of the domain, kept so that an index can hold it. */
  sortUserName: string
  sortDisplayName: string
  sortEmail: string
  sortOrganization: string
  sortRole: string
  sortPartner: string
  sortCreationName: string
  sortProjects: string
  sortLastSignIn: string
}

interface PlaceTable {
  id: number
  name: string
  sortName: string
}

export interface Tables {
  /** Texts that belong to the database as a whole: `instance`, `secret`. */
  settings: { name: string; value: string }
  /** Numbers that only grow: `ids`, `records` (for rows without a public id), `feed`, `feedFloor`. */
  counters: { name: string; value: number }
  partners: PlaceTable
  organizations: PlaceTable & { partnerId: number }
  /** `feedSeq`: place in the change feed of the latest change of its members. */
  projects: PlaceTable & { organizationId: number; feedSeq: Generated<number> }
  users: UserTable
  memberships: { userId: number; projectId: number }
  sessions: {
    id: number
    userId: number
    clientName: string
    address: string
    createdAt: string
    lastUsedAt: string
    expiresAt: string
  }
  /** Tokens are kept as SHA-256 only. */
  accessTokens: { hash: string; sessionId: number; expiresAt: string }
  /** `spentAt`, `spentKey` and `answer` are set once it was exchanged; `answer` can be read with the token itself only. */
  refreshTokens: {
    hash: string
    sessionId: number
    expiresAt: string
    spentAt: string | null
    spentKey: string | null
    answer: string | null
  }
  /** Pairs by which programs sign in as an account; the secret is kept as SHA-256 only. */
  accessKeys: {
    id: number
    userId: number
    name: string
    accessKey: string
    secretHash: string
    createdAt: string
    expiresAt: string | null
  }
  /** One-time links of mails; `hash` is null until the mail is on its way. */
  links: { id: number; userId: number; kind: LinkKind; hash: string | null; expiresAt: string }
  mails: {
    id: number
    kind: MailKind
    userId: number
    address: string
    linkId: number | null
    attempts: number
    nextAttemptAt: string
  }
  spentNonces: { hash: string; expiresAt: string }
  failures: { id: number; kind: FailureKind; subject: string; at: string }
  idempotency: { accountId: number; key: string; fingerprint: string; answer: string; createdAt: string }
  audit: {
    id: number
    at: string
    actorId: number | null
    actorName: string | null
    action: string
    outcome: 'done' | 'refused'
    code: string | null
    targetType: string | null
    targetId: number | null
    targetName: string | null
    organizationId: number | null
    projectId: number | null
    address: string
    reason: string | null
    before: string | null
    after: string | null
  }
  /** Things to be done one after the other for `ownerId`; asked for in a session that may have ended since. */
  bulkJobs: {
    id: number
    ownerId: number
    sessionId: number
    address: string
    requestId: string
    reason: string | null
    state: BulkState
    createdAt: string
    endedAt: string | null
    total: number
    done: number
    failed: number
  }
  /** `entry` is what is to be done, `outcome` how it ended: null until then. */
  bulkItems: { jobId: number; place: number; entry: string; outcome: string | null }
}

export type BulkState = 'queued' | 'running' | 'done' | 'cancelled'
export type LinkKind = 'invitation' | 'reset' | 'email'
export type MailKind = LinkKind | 'passwordChanged' | 'emailChanged'
/** What is counted against guessing: sign-ins that failed, and links asked for by anybody. */
export type FailureKind = 'signIn' | 'link'

export type Database = Kysely<Tables>
export type Trx = Transaction<Tables>

export const bit = (value: boolean): Bit => (value ? 1 : 0)
