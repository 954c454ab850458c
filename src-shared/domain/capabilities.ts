import { z } from 'zod'

/** Why a server cannot do something: the page has a sentence for each. */
export const Reason = z.enum([
  'not_in_this_api', // the server's API has no such call
  'not_on_this_server', // the API has it, this installation does not offer it
  'not_by_role', // the signed-in role may not
])
export type Reason = z.infer<typeof Reason>

/** `yes`, or why not. */
export const Ability = z.union([z.literal('yes'), Reason])
export type Ability = z.infer<typeof Ability>

const Length = z.object({ min: z.int(), max: z.int() })

/** Limits of names and passwords, which differ between servers (cloudworks.md). Lengths in characters. */
export const NameRules = z.object({
  /** `signs`: what is allowed beside ASCII letters and digits. */
  userName: Length.extend({ signs: z.string() }),
  displayName: Length,
  password: Length,
})
export type NameRules = z.infer<typeof NameRules>

/** What a signed-in account may do with itself (domain.md, My Profile); `forgotten`: a new password by a mailed link. */
export const AccountAbilities = z.object({
  email: Ability,
  confirmEmail: Ability,
  password: Ability,
  notices: Ability,
  deletion: Ability,
  forgotten: Ability,
})
export type AccountAbilities = z.infer<typeof AccountAbilities>

/**
 * What a directory server can do. Every difference between servers that page, lists or work must know is here, and nowhere
 * else (architecture.md, Capabilities of a provider).
 */
export const Capabilities = z.object({
  /** Refuses a change made on an older version. */
  versions: Ability,
  /** Tells what has changed since a token. */
  delta: Ability,
  /** Pushes a hint when something changes. */
  events: Ability,
  /** Answers a write that is sent again with the same key as the first time. */
  idempotency: Ability,
  /** Users per bulk request; 0: none. */
  bulkMax: z.int(),
  /** `offset`: a list that moves while it is read may come out wrong, and is read again until two passes agree. */
  paging: z.enum(['stream', 'keyset', 'offset']),
  /** Keeps the reason of a bulk request in its audit log; absent: no. */
  reason: Ability.optional(),
  restore: Ability,
  invite: Ability,
  /** `action`: a reset is sent; `level`: it is a field that can be taken back. */
  reset: z.enum(['action', 'level']),
  signOut: Ability,
  approve: Ability,
  creationName: Ability,
  /** Tells who signs in with a second factor. */
  twoFactor: Ability,
  audit: Ability,
  stats: Ability,
  sessions: Ability,
  /** What an account may do with itself. */
  account: AccountAbilities,
  nameRules: NameRules,
})
export type Capabilities = z.infer<typeof Capabilities>
