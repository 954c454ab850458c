import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Failed, type SecretState } from '../../src-shared/failure.ts'
import type { Keychain } from './keychain.ts'

/** What is remembered of the keychain outside of it: whose entries are ours, and by which canary it is recognised. */
export interface KeychainMemory {
  get(): { profile: string; canaryHash: string | null }
  saveCanary(hash: string): void
}

export interface Secret {
  state: SecretState
  /** From the keychain or, where that is not at hand, kept in memory since this start. */
  text: string | null
}

export interface Secrets {
  load(name: string): Promise<Secret>
  /** Keeps a text; answers where: `found` in the keychain, else why it is in memory only, until the program ends. */
  save(name: string, text: string): Promise<SecretState>
  remove(name: string): Promise<void>
  /** Takes a keychain that is not the one of before for the own one; what was kept in the other is not in it. */
  adopt(): Promise<void>
  /** Asks the keychain again, after the person has unlocked it. */
  retry(): void
}

/** `open`: our canary is in it; `fresh`: nothing was ever written to it. */
type KeychainState = 'open' | 'fresh' | 'locked' | 'unavailable' | 'changed'

const Entry = z.object({ muster: z.literal(1), text: z.string() })

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex')

/**
 * Secrets in the system's keychain, told apart by a canary: a locked keychain answers "no entry" without an error, and must
 * never look like signed out (security.md, fact 1).
 */
export function createSecrets(keychain: Keychain, memory: KeychainMemory): Secrets {
  const kept = new Map<string, string>()
  let probing: Promise<KeychainState> | null = null
  const nameOf = (name: string) => `${memory.get().profile} ${name}`

  async function probe(): Promise<KeychainState> {
    const { canaryHash } = memory.get()
    try {
      const canary = await keychain.get(nameOf('canary'))
      if (canary !== null) return hashOf(canary) === canaryHash ? 'open' : 'changed'
      if (canaryHash === null) return 'fresh'
    } catch {
      return 'unavailable'
    }
    // an entry that was written is not there: a locked keychain refuses to write, another one accepts
    try {
      await keychain.set(nameOf('probe'), '1')
      await keychain.remove(nameOf('probe'))
      return 'changed'
    } catch {
      return 'locked'
    }
  }

  function state(): Promise<KeychainState> {
    probing ??= probe()
    return probing
  }

  async function write(name: string, text: string): Promise<void> {
    await keychain.set(nameOf(name), text)
    if ((await keychain.get(nameOf(name))) !== text) throw new Error('the keychain did not keep the entry')
  }

  async function writeCanary(): Promise<void> {
    const canary = randomBytes(16).toString('hex')
    await write('canary', canary)
    memory.saveCanary(hashOf(canary))
    probing = Promise.resolve('open')
  }

  async function writeEntry(name: string, text: string, before: KeychainState): Promise<SecretState> {
    try {
      if (before === 'fresh') await writeCanary()
      await write(name, JSON.stringify({ muster: 1, text }))
      kept.delete(name)
      return 'found'
    } catch (error) {
      return /locked/i.test(String(error)) ? 'locked' : 'unavailable'
    }
  }

  return {
    async load(name) {
      const inMemory = kept.get(name) ?? null
      const now = await state()
      if (now === 'fresh') return { state: 'absent', text: inMemory }
      if (now !== 'open') return { state: now, text: inMemory }
      if (inMemory !== null) return { state: 'found', text: inMemory }
      try {
        const text = await keychain.get(nameOf(name))
        if (text === null) return { state: 'absent', text: null }
        const entry = Entry.safeParse(JSON.parse(text))
        return entry.success ? { state: 'found', text: entry.data.text } : { state: 'corrupt', text: null }
      } catch (error) {
        return { state: error instanceof SyntaxError ? 'corrupt' : 'unavailable', text: null }
      }
    },

    async save(name, text) {
      const now = await state()
      const result = now === 'open' || now === 'fresh' ? await writeEntry(name, text, now) : now
      if (result !== 'found') kept.set(name, text)
      return result
    },

    async remove(name) {
      kept.delete(name)
      if ((await state()) === 'open') await keychain.remove(nameOf(name))
    },

    async adopt() {
      if ((await state()) !== 'changed') return
      try {
        await writeCanary()
      } catch {
        probing = null
        throw new Failed({ kind: 'keychain', state: 'locked' })
      }
      // what is only in memory since then goes into it
      for (const [name, text] of [...kept]) await writeEntry(name, text, 'open')
    },

    retry() {
      probing = null
    },
  }
}
