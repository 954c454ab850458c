import { existsSync, readFileSync, renameSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { Capabilities } from '../src-shared/domain/capabilities.ts'

/** A configured server, with what it told of itself when it was last asked, so that it opens without network too. */
export const Profile = z.object({
  address: z.string(),
  kind: z.string(),
  /** Prefilled when signing in. */
  login: z.string(),
  /** The server that comes with the program: started with it, and on another port each time. */
  isEmbedded: z.boolean(),
  /** Patterns of user names that no bulk edit touches, such as `svc-*`. */
  protectedNames: z.array(z.string()).default([]),
  description: z.object({
    instance: z.string(),
    name: z.string(),
    server: z.string(),
    isDemo: z.boolean(),
    mailbox: z.string().nullable(),
    capabilities: Capabilities,
  }),
})
export type Profile = z.infer<typeof Profile>

const Stored = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  profiles: z.array(Profile).catch([]),
  active: z.string().nullable().catch(null),
  /** Most users of one job, and days for which jobs are kept. */
  jobLimit: z.int().catch(20_000),
  historyDays: z.int().catch(90),
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
