import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Keychain } from '../../../src-main/secrets/keychain.ts'
import { createSecrets, type KeychainMemory } from '../../../src-main/secrets/store.ts'
import { startKeyring } from '../../../tools/session.ts'

const run = promisify(execFile)
const isLinux = process.platform === 'linux'
if (!isLinux) console.warn('skipped: a keyring of its own can be started on Linux only')

/** A real gnome-keyring on a bus that nobody else uses; the native module reads the bus when it is first called. */
describe.skipIf(!isLinux)('the keychain of the system', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-keyring-'))
  const before = process.env.DBUS_SESSION_BUS_ADDRESS
  let keychain: Keychain
  let canaryHash: string | null = null
  const memory: KeychainMemory = {
    get: () => ({ profile: 'of-a-test', canaryHash }),
    saveCanary: (hash) => (canaryHash = hash),
  }

  beforeAll(async () => {
    process.env.DBUS_SESSION_BUS_ADDRESS = await startKeyring(folder)
    const { openKeychain } = await import('../../../src-main/secrets/keychain.ts')
    keychain = openKeychain('Muster test')
  })
  afterAll(() => {
    process.env.DBUS_SESSION_BUS_ADDRESS = before
    rmSync(folder, { recursive: true, force: true })
  })

  test('keeps texts of any script and length, and gives them to the next start', async () => {
    const long = `пароль 密码 🔑 ${'x'.repeat(20_000)}`
    const first = createSecrets(keychain, memory)
    expect(await first.load('session')).toEqual({ state: 'absent', text: null })
    expect(await first.save('session', long)).toBe('found')
    const next = createSecrets(keychain, memory)
    expect(await next.load('session')).toEqual({ state: 'found', text: long })
    await next.remove('session')
    expect(await createSecrets(keychain, memory).load('session')).toEqual({ state: 'absent', text: null })
  })

  test('tells an entry that somebody else wrote from one of its own', async () => {
    await createSecrets(keychain, memory).save('session', 'kept')
    await keychain.set('of-a-test session', 'not ours')
    expect(await createSecrets(keychain, memory).load('session')).toEqual({ state: 'corrupt', text: null })
    await keychain.set('of-a-test canary', 'of another keychain')
    expect(await createSecrets(keychain, memory).load('session')).toEqual({ state: 'changed', text: null })
  })

  test('is told to be locked, never signed out; what is saved meanwhile stays in memory', async () => {
    await keychain.remove('of-a-test canary')
    canaryHash = null
    await createSecrets(keychain, memory).save('session', 'kept')
    await lock()
    const secrets = createSecrets(keychain, memory)
    const { state, text } = await secrets.load('session')
    // a keyring that asks for its password, and finds no window to ask in, does not answer in time
    expect(['locked', 'unavailable']).toContain(state)
    expect(text).toBeNull()
    expect(await secrets.save('session', 'newer')).toBe(state)
    expect(await secrets.load('session')).toEqual({ state, text: 'newer' })
  })
})

async function lock(): Promise<void> {
  const service = ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets']
  const collection = 'array:objpath:/org/freedesktop/secrets/collection/login'
  await run('dbus-send', [...service, 'org.freedesktop.Secret.Service.Lock', collection])
}
