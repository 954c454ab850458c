import { z } from 'zod'
import { SignInMethod } from '../domain/account.ts'
import { Capabilities } from '../domain/capabilities.ts'
import { Change } from '../domain/change.ts'
import { serverColours } from '../domain/guards.ts'
import { Hits } from '../domain/query-schema.ts'
import { roles } from '../domain/role.ts'
import { Reference, Timestamp, User, writableFields } from '../domain/user.ts'
import { Failure, SecretState } from '../failure-schema.ts'
import { UserViews } from './views-schema.ts'

/** What the program keeps for a person, in one file, without secrets. */
export const Settings = z.strictObject({ theme: z.enum(['system', 'light', 'dark']) })
export type Settings = z.infer<typeof Settings>

/** Ways to sign in that a server offers; an access key is a pair of texts from its own portal. */
/** The signed-in account, as rules and page need it. */
export const Account = z.object({
  id: z.string(),
  userName: z.string(),
  role: z.enum(roles),
  organization: Reference,
  partner: Reference.nullable(),
})
export type Account = z.infer<typeof Account>

/** How a server's users are kept on this computer. */
export const CopyState = z.object({
  /** In an encrypted file, that opens without network; else in memory, until the program ends. */
  isKept: z.boolean(),
  /** Why it is not kept: `keychain`, `full`, `readOnly`; or why it is read anew: `damaged`, `newer`, `old`. */
  notice: z.enum(['keychain', 'full', 'readOnly', 'damaged', 'newer', 'old']).nullable(),
  /** The last reading would remove this many rows, which is suspiciously much; it waits for `connections.confirmRemoval`. */
  removal: z.object({ gone: z.int(), of: z.int() }).nullable(),
})
export type CopyState = z.infer<typeof CopyState>

/** What was removed of a server's users from this computer; nothing of it is left. */
export const Forgotten = z.object({ files: z.int(), bytes: z.int() })
export type Forgotten = z.infer<typeof Forgotten>

/**
 * How far the reading of the users is. `at`: when the copy was last right; `skipped`: rows that could not be understood;
 * `isComplete`: false where the server's list moved while it was read, so that users may be missing.
 * `copy`: null before it is open.
 */
export const Sync = z.object({
  state: z.enum(['none', 'reading', 'ready', 'failed']),
  done: z.int(),
  total: z.int().nullable(),
  at: Timestamp.nullable(),
  skipped: z.int(),
  isComplete: z.boolean(),
  failure: Failure.nullable(),
  copy: CopyState.nullable(),
})
export type Sync = z.infer<typeof Sync>

/** What a person sets for a server on this computer. */
export const ConnectionSettings = z.strictObject({
  /** Empty: as the server calls itself. */
  name: z.string().trim().max(60),
  colour: z.enum(serverColours),
  /** Read-only until it is unlocked (domain.md, Guards). */
  isProtected: z.boolean(),
  /** Patterns of user names that nothing is done to in bulk, such as `svc-*`. */
  protectedAccounts: z.array(z.string().trim().min(1).max(64)).max(100),
  /** The users are kept on this computer, encrypted; else they are in memory until the program ends. */
  keepsCopy: z.boolean(),
  /** Days after which a copy that was not freshened is removed; null: never. */
  copyDays: z.int().min(1).max(3650).nullable(),
})
export type ConnectionSettings = z.infer<typeof ConnectionSettings>

/** One configured server, as the page knows it. `id` is the server's instance, so that it survives a new address. */
export const Connection = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  /** Kind and version in words, such as `Muster API 1.0`. */
  server: z.string(),
  isDemo: z.boolean(),
  /** Where a demo server shows the mails that it sent. */
  mailbox: z.string().nullable(),
  /** Prefilled when signing in. */
  login: z.string(),
  state: z.enum(['connecting', 'signedIn', 'signedOut', 'offline']),
  account: Account.nullable(),
  capabilities: Capabilities,
  /** The saved sign-in of this connection. */
  secret: SecretState,
  /** Why it is not signed in, or cannot be reached. */
  failure: Failure.nullable(),
  sync: Sync,
  /** How changes by others get here: pushed, asked for now and then, or not while it waits to be reached. */
  live: z.enum(['off', 'events', 'polling', 'waiting']),
  signInMethods: z.array(SignInMethod),
  settings: ConnectionSettings,
  /** Until when a protected server may be written to; null: it may not. */
  unlockedUntil: Timestamp.nullable(),
})
export type Connection = z.infer<typeof Connection>

/** Opening what was named on the command line, or was open the last time; `address` is the one that was named. */
export const Start = z.object({ isOpening: z.boolean(), address: z.string().nullable(), failure: Failure.nullable() })
export type Start = z.infer<typeof Start>

/** All that a window needs to paint itself first. */
export const AppState = z.object({
  version: z.string(),
  platform: z.string(),
  settings: Settings,
  /** By connection. */
  views: z.record(z.string(), UserViews),
  connections: z.array(Connection),
  active: z.string().nullable(),
  start: Start,
})
export type AppState = z.infer<typeof AppState>

/** `hits`: null without a search. `missing`: what `oneOf` names, and no user of the organization has. */
export const OpenedList = z.object({
  list: z.int(),
  revision: z.int(),
  total: z.int(),
  hits: Hits.nullable(),
  missing: z.array(z.string()),
})
export type OpenedList = z.infer<typeof OpenedList>

/** At most this many rows per window. */
export const windowMax = 200

/**
 * Rows `first` to `first + ids.length` of a list, as columns: plain arrays cross the process boundary many times faster
 * than objects (grid.md, What follows, 2). Every array has the same length.
 */
export const Columns = z.object({
  id: z.array(z.string()),
  userName: z.array(z.string()),
  displayName: z.array(z.string().nullable()),
  email: z.array(z.string()),
  emailConfirmed: z.array(z.boolean()),
  role: z.array(User.shape.role),
  roleLabel: z.array(z.string().nullable()),
  approved: z.array(z.boolean()),
  disabled: z.array(z.boolean()),
  mustChangePassword: z.array(z.boolean()),
  invitationExpiresAt: z.array(z.string().nullable()),
  protection: z.array(User.shape.protection),
  organizationId: z.array(z.string()),
  organizationName: z.array(z.string()),
  partnerId: z.array(z.string().nullable()),
  partnerName: z.array(z.string().nullable()),
  creationName: z.array(z.string().nullable()),
  createdAt: z.array(z.string().nullable()),
  lastSignInAt: z.array(z.string().nullable()),
  projectNames: z.array(z.array(z.string())),
  /** Set in a list of deleted users. */
  deletedAt: z.array(z.string().nullable()),
})
export type Columns = z.infer<typeof Columns>

/** `stale`: the list has another revision by now; ask again with it. */
export const Window = z.union([
  z.object({ stale: z.literal(false), first: z.int(), columns: Columns }),
  z.object({ stale: z.literal(true), revision: z.int(), total: z.int() }),
])
export type Window = z.infer<typeof Window>

/** What was typed into a form for a user. `base`: the user as it was read when typing began; null for a new one. */
export const Draft = z.strictObject({
  base: User.nullable(),
  values: z.record(z.string().max(64), z.union([z.string().max(10_000), z.boolean(), z.null()])),
  savedAt: Timestamp,
})
export type Draft = z.infer<typeof Draft>

/** How the one request for a user ended (architecture.md, Changes and jobs). */
export const Outcome = z.discriminatedUnion('state', [
  /** `user`: as it is now; null once deleted. */
  z.object({ state: z.literal('applied'), user: User.nullable() }),
  /** It had these values already. */
  z.object({ state: z.literal('noChange'), user: User.nullable() }),
  z.object({ state: z.literal('refused'), failure: Failure }),
  /** `change` is what is left of it, on top of `theirs`. */
  z.object({ state: z.literal('conflict'), theirs: User, fields: z.array(z.enum(writableFields)), change: Change }),
  /** Sent, and no answer: Muster asks the server before it sends again. */
  z.object({ state: z.literal('unknown'), failure: Failure }),
  /** Nothing has been sent. */
  z.object({ state: z.literal('notSent'), failure: Failure }),
  /** Nothing has been sent, since the server cannot be reached; it is kept, and sent when it can. */
  z.object({ state: z.literal('waiting') }),
])
export type Outcome = z.infer<typeof Outcome>

/** A job of one change, and how it ended. */
export const Sent = z.object({ job: z.string(), outcome: Outcome })
export type Sent = z.infer<typeof Sent>

/** A single change that is kept until the server has it, or that the server did not take while nobody looked. */
export const Waiting = z.object({
  job: z.string(),
  /** Empty where the copy no longer has the user. */
  userName: z.string(),
  change: Change,
  /** When it was made. */
  at: Timestamp,
  /** `unknown`: sent, and no answer; it is asked about and cannot be taken back. */
  state: z.enum(['waiting', 'unknown', 'refused', 'conflict']),
  /** Why it was refused. */
  failure: Failure.nullable(),
})
export type Waiting = z.infer<typeof Waiting>

/** How a download of the audit log ended. */
export const Exported = z.object({ state: z.enum(['done', 'cancelled']), rows: z.int(), file: z.string().nullable() })
export type Exported = z.infer<typeof Exported>
