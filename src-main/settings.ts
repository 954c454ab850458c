import { existsSync, readFileSync, renameSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { SignInMethod } from '../src-shared/domain/account.ts'
import { Capabilities } from '../src-shared/domain/capabilities.ts'
import { readViews } from '../src-shared/ipc/read-views.ts'
import { Account, ConnectionSettings } from '../src-shared/ipc/shapes.ts'

/** A server about which the person has set nothing yet. */
export const plainSettings: ConnectionSettings = {
  name: '',
  colour: 'grey',
  isProtected: false,
  protectedAccounts: [],
  keepsCopy: true,
  copyDays: 30,
}

const Description = z.object({
  instance: z.string(),
  name: z.string(),
  server: z.string(),
  isDemo: z.boolean(),
  mailbox: z.string().nullable(),
  signInMethods: z.array(SignInMethod),
  capabilities: Capabilities,
})

const { name, colour, isProtected, protectedAccounts, keepsCopy, copyDays } = ConnectionSettings.shape
/** What cannot be read must not take the guard off, nor put a copy where none was wanted. */
const KeptSettings = z
  .object({
    name: name.catch(''),
    colour: colour.catch('grey'),
    isProtected: isProtected.catch(true),
    protectedAccounts: protectedAccounts.catch([]),
    // files of before have no such settings
    keepsCopy: keepsCopy.default(plainSettings.keepsCopy).catch(false),
    copyDays: copyDays.default(plainSettings.copyDays).catch(1),
  })
  .default(plainSettings)

/** A configured server, with what it told of itself when it was last asked, so that it opens without network too. */
export const Profile = z.object({
  /** The server's instance. */
  id: z.string(),
  address: z.string(),
  kind: z.string(),
  /** Prefilled when signing in. */
  login: z.string().catch(''),
  /** Who is signed in: what this account's copy shows opens before the server is asked, and without it. */
  account: Account.nullable().catch(null),
  /** The server that comes with the program: started with it, and on another port each time. */
  isEmbedded: z.boolean().catch(false),
  settings: KeptSettings,
  /** Null where what was stored is not understood, as after an update: then the server is asked anew. */
  description: Description.nullable().catch(null),
})
export type Profile = z.infer<typeof Profile>

/** Files of before named a profile in its description only. */
const Earlier = z.looseObject({
  id: z.string().optional(),
  address: z.string(),
  description: z.looseObject({ instance: z.string() }).optional().catch(undefined),
})

/** Profiles each on its own: one that cannot be read costs no other. */
const Profiles = z
  .array(z.unknown())
  .catch([])
  .transform((all) => all.flatMap((each) => Profile.safeParse(withId(each)).data ?? []))

function withId(stored: unknown): unknown {
  const { success, data } = Earlier.safeParse(stored)
  return success ? { ...data, id: data.id ?? data.description?.instance ?? data.address } : stored
}
const Stored = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  profiles: Profiles.default([]),
  active: z.string().nullable().catch(null),
  /** Most users of one job, and days for which jobs are kept. */
  jobLimit: z.int().catch(20_000),
  historyDays: z.int().catch(90),
  /** What the users view shows, by connection. */
  views: z.record(z.string(), z.unknown().transform(readViews)).catch({}),
  /** Names this profile's entries in the keychain; the hash tells whether it is still the same keychain. */
  keychain: z
    .object({ profile: z.string(), canaryHash: z.string().nullable() })
    .catch(() => ({ profile: randomUUID(), canaryHash: null })),
})
export type Stored = z.infer<typeof Stored>

export interface StoredSettings {
  get(): Stored
  /** Writes the file whole, or not at all. */
  change(values: Partial<Stored>): void
}

/** What the program keeps in one readable file, without secrets. A file that cannot be read is set aside, not overwritten. */
export function openSettings(file: string, onBroken: (kept: string) => void): StoredSettings {
  let stored = read(file, onBroken)
  return {
    get: () => stored,
    change(values) {
      stored = { ...stored, ...values }
      writeFileAtomic.sync(file, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 })
    },
  }
}

function read(file: string, onBroken: (kept: string) => void): Stored {
  if (!existsSync(file)) return Stored.parse({})
  try {
    return Stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    const kept = `${file}.broken`
    renameSync(file, kept)
    onBroken(kept)
    return Stored.parse({})
  }
}
