import { beforeEach, describe, expect, test } from 'vitest'
import type { Keychain } from '../../../src-main/secrets/keychain.ts'
import { createSecrets, type KeychainMemory } from '../../../src-main/secrets/store.ts'

/** A keychain as the systems have it: a locked one answers "no entry" when read, and refuses when written. */
interface FakeKeychain extends Keychain {
  entries: Map<string, string>
  state: 'open' | 'locked' | 'gone'
  reads: number
}

function fakeKeychain(): FakeKeychain {
  const entries = new Map<string, string>()
  const keychain: FakeKeychain = {
    entries,
    state: 'open',
    reads: 0,
    get(name: string) {
      keychain.reads++
      if (keychain.state === 'gone') return Promise.reject(new Error('no secret service'))
      return Promise.resolve(keychain.state === 'locked' ? null : (entries.get(name) ?? null))
    },
    set(name: string, text: string) {
      if (keychain.state !== 'open') return Promise.reject(new Error('Cannot create an item in a locked collection'))
      entries.set(name, text)
      return Promise.resolve()
    },
    remove(name: string) {
      entries.delete(name)
      return Promise.resolve()
    },
  }
  return keychain
}

let keychain: FakeKeychain
let memory: KeychainMemory & { canaryHash: string | null }
const start = () => createSecrets(keychain, memory)

beforeEach(() => {
  keychain = fakeKeychain()
  memory = {
    canaryHash: null,
    get: () => ({ profile: 'p1', canaryHash: memory.canaryHash }),
    saveCanary(hash) {
      memory.canaryHash = hash
    },
  }
})

describe('states', () => {
  test('absent: nothing was ever written, and nothing is written by asking', async () => {
    expect(await start().load('a')).toEqual({ state: 'absent', text: null })
    expect(keychain.entries.size).toBe(0)
  })

  test('found: over a restart', async () => {
    expect(await start().save('a', 'secret')).toBe('found')
    expect(await start().load('a')).toEqual({ state: 'found', text: 'secret' })
    expect(await start().load('b')).toEqual({ state: 'absent', text: null })
  })

  test('locked: an expected entry that is not there, and writing refused', async () => {
    await start().save('a', 'secret')
    keychain.state = 'locked'
    const secrets = start()
    expect(await secrets.load('a')).toEqual({ state: 'locked', text: null })
    keychain.state = 'open'
    secrets.retry()
    expect(await secrets.load('a')).toEqual({ state: 'found', text: 'secret' })
  })

  test('changed: another keychain, empty or with a canary of its own', async () => {
    await start().save('a', 'secret')
    const own = new Map(keychain.entries)
    keychain.entries.clear()
    expect((await start().load('a')).state).toBe('changed')
    expect(keychain.entries.size).toBe(0)
    for (const [name, text] of own) keychain.entries.set(name, text)
    keychain.entries.set('p1 canary', 'somebody else')
    expect(await start().load('a')).toEqual({ state: 'changed', text: null })
  })

  test('corrupt: an entry that is not ours', async () => {
    await start().save('a', 'secret')
    for (const text of ['half a {', '{"muster":2}', '"text"']) {
      keychain.entries.set('p1 a', text)
      expect(await start().load('a')).toEqual({ state: 'corrupt', text: null })
    }
  })

  test('unavailable: it throws', async () => {
    keychain.state = 'gone'
    expect(await start().load('a')).toEqual({ state: 'unavailable', text: null })
  })
})

describe('without the keychain', () => {
  test.each(['locked', 'gone'] as const)('%s: kept in memory until the program ends', async (state) => {
    keychain.state = state
    const secrets = start()
    expect(await secrets.save('a', 'secret')).not.toBe('found')
    expect((await secrets.load('a')).text).toBe('secret')
    expect((await start().load('a')).text).toBeNull()
    expect(keychain.entries.size).toBe(0)
  })

  test('an entry that the keychain does not keep is not called found', async () => {
    keychain.set = () => Promise.resolve()
    const secrets = start()
    expect(await secrets.save('a', 'secret')).toBe('unavailable')
    expect((await secrets.load('a')).text).toBe('secret')
  })
})

test('the keychain is probed once, not at every question', async () => {
  await start().save('a', 'secret')
  const secrets = start()
  keychain.reads = 0
  await secrets.load('a')
  await secrets.load('a')
  expect(keychain.reads).toBe(3)
})

test('removing forgets', async () => {
  const secrets = start()
  await secrets.save('a', 'secret')
  await secrets.remove('a')
  expect(await secrets.load('a')).toEqual({ state: 'absent', text: null })
})

test('profiles do not see each other', async () => {
  await start().save('a', 'secret')
  const other = createSecrets(keychain, {
    get: () => ({ profile: 'p2', canaryHash: null }),
    saveCanary: () => undefined,
  })
  expect(await other.load('a')).toEqual({ state: 'absent', text: null })
})

describe('another keychain', () => {
  test('is taken for the own one on demand, with what was kept in memory meanwhile', async () => {
    await start().save('a', 'in the first')
    keychain.entries.clear()
    const secrets = start()
    expect(await secrets.load('a')).toEqual({ state: 'changed', text: null })
    expect(await secrets.save('a', 'signed in since')).toBe('changed')
    await secrets.adopt()
    expect(await secrets.load('a')).toEqual({ state: 'found', text: 'signed in since' })
    expect(await start().load('a')).toEqual({ state: 'found', text: 'signed in since' })
  })

  test('the own one is left as it is, and one that is locked is not taken', async () => {
    const own = start()
    await own.save('a', 'secret')
    const hash = memory.canaryHash
    await own.adopt()
    expect(memory.canaryHash).toBe(hash)
    keychain.state = 'locked'
    const locked = start()
    await locked.adopt()
    expect(await locked.load('a')).toEqual({ state: 'locked', text: null })
    expect(memory.canaryHash).toBe(hash)
  })
})
