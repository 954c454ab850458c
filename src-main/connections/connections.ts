import { isDeepStrictEqual } from 'node:util'
import type { Credentials } from '../../src-shared/domain/account.ts'
import { Failed, settle } from '../../src-shared/failure.ts'
import type { Connection, ConnectionSettings } from '../../src-shared/ipc/shapes.ts'
import type { CopyTrouble } from '../db/copy/trouble.ts'
import type { Demo } from '../demo.ts'
import type { Registry } from '../providers/registry.ts'
import type { Secrets } from '../secrets/store.ts'
import { plainSettings, type Profile, type StoredSettings } from '../settings.ts'
import { toOrigin } from './address.ts'
import { openConnection } from './connection.ts'
import type { ConnectionDeps, OpenConnection } from './open-connection.ts'
import { createProfiles } from './profiles.ts'
import { unreadDescription } from './unread.ts'
import { createMemoryVault, createVault } from './vault.ts'

interface ConnectionsDeps extends Omit<ConnectionDeps, 'saveAccount'> {
  settings: StoredSettings
  secrets: Secrets
  registry: Registry
  demo: Demo
  /** Deletes the files that are kept of a server. */
  forget(id: string): Promise<void>
  onActivated(id: string | null): void
  onRemoved(id: string): void
}

/** The configured servers: settings, secrets and providers put together. One of them is the active one. */
export interface Connections {
  all(): Connection[]
  active(): string | null
  get(id: string): OpenConnection
  /** Asks an address what it is, and keeps it as the active server. */
  add(address: string): Promise<OpenConnection>
  /** Makes a server the active one, and signs in to it by what is saved. */
  activate(id: string): Promise<OpenConnection>
  change(id: string, settings: ConnectionSettings): OpenConnection
  /** Forgets a server, with its sign-in and its files. */
  remove(id: string): Promise<void>
  startDemo(): Promise<OpenConnection>
  /** `login` is prefilled the next time. */
  signIn(id: string, credentials: Credentials): Promise<OpenConnection>
  /** Signs in by the system's browser; throws `unsupported` where the server does not offer it. */
  signInByBrowser(id: string, signal: AbortSignal): Promise<OpenConnection>
  setLogin(id: string, login: string): void
  /** Asks keychain and server again. */
  retry(id: string): Promise<OpenConnection>
  /** Takes a keychain that is not the one of before for the own one. */
  useKeychain(id: string): Promise<OpenConnection>
  /** Opens what was active when the program ended. */
  reopen(): Promise<void>
  /** What the lists found wrong with a copy. */
  hearTrouble(id: string, trouble: CopyTrouble): void
  close(): Promise<void>
}

/** Milliseconds within which a server tells what it is. */
const probeTimeout = 15_000

export function createConnections(deps: ConnectionsDeps): Connections {
  const { settings, secrets, registry } = deps
  const profiles = createProfiles(settings)
  const open = new Map<string, OpenConnection>()
  for (const profile of profiles.all()) connect(profile)

  function connect(profile: Profile): OpenConnection {
    const { id, address } = profile
    const description = profile.description ?? unreadDescription(profile)
    // keyed by origin as well: another server that claims the same instance must not be sent the secret
    const vault = profile.isEmbedded
      ? createMemoryVault()
      : createVault(secrets, `session ${address} ${id}`, (state) => open.get(id)?.setSecret(state))
    const server = registry.open(profile.kind, address, description, vault)
    const connection = openConnection(profile, server, {
      ...deps,
      saveAccount: (account) => {
        const kept = profiles.find(id)
        if (kept && !isDeepStrictEqual(kept.account, account)) profiles.keep({ ...kept, account })
      },
    })
    open.set(id, connection)
    return connection
  }

  function get(id: string): OpenConnection {
    const connection = open.get(id)
    if (!connection) throw new Failed({ kind: 'notFound' })
    return connection
  }

  function profileOf(id: string): Profile {
    const profile = profiles.find(id)
    if (!profile) throw new Failed({ kind: 'notFound' })
    return profile
  }

  function activate(id: string | null): void {
    settings.change({ active: id })
    deps.onActivated(id)
  }

  async function find(address: string, isEmbedded: boolean): Promise<OpenConnection> {
    const { kind, description } = await registry.find(address, AbortSignal.timeout(probeTimeout))
    const id = description.instance
    const known = profiles.find(id)
    const kept = {
      login: known?.login ?? '',
      account: known?.account ?? null,
      settings: known?.settings ?? plainSettings,
    }
    const connection = await renew({ ...kept, id, address, kind: kind.kind, description, isEmbedded })
    activate(id)
    return connection
  }

  /** Keeps what a server tells of itself, and opens it anew where that is not what it told before. */
  async function renew(profile: Profile): Promise<OpenConnection> {
    const known = profiles.find(profile.id)
    profiles.keep(profile)
    if (known && isSame(known, profile)) return get(profile.id)
    await open.get(profile.id)?.close()
    return connect(profile)
  }

  /** Signs in by what is saved. Where that does not go, the server is asked how it lets people sign in by now. */
  async function resume(connection: OpenConnection): Promise<OpenConnection> {
    await connection.resume()
    const { id, address, state } = connection.view()
    if (state !== 'signedOut') return connection
    const asked = await settle(() => registry.find(address, AbortSignal.timeout(probeTimeout)))
    if (!asked.ok || asked.value.description.instance !== id) return connection
    const renewed = await renew({ ...profileOf(id), description: asked.value.description })
    if (renewed !== connection) await renewed.resume()
    return renewed
  }

  /** A server that does not answer is opened as it was known: what is kept of it can be read. */
  async function findOrRecall(address: string): Promise<OpenConnection> {
    try {
      return await find(address, false)
    } catch (error) {
      const known = profiles.all().find((profile) => profile.address === address && profile.account !== null)
      if (!known || !(error instanceof Failed) || error.failure.kind !== 'offline') throw error
      activate(known.id)
      return get(known.id)
    }
  }

  /** A connection that knows what its server can: one whose description could not be read is asked anew. */
  async function described(id: string): Promise<OpenConnection> {
    const { description, address, isEmbedded } = profileOf(id)
    if (description !== null) return get(id)
    const found = await find(address, isEmbedded)
    if (found.view().id !== id) await discard(id)
    return found
  }

  async function discard(id: string): Promise<void> {
    await open.get(id)?.close()
    open.delete(id)
    profiles.remove(id)
    deps.onRemoved(id)
  }

  async function startDemo(): Promise<OpenConnection> {
    const { listening } = await deps.demo.start()
    const connection = await find(listening, true)
    await connection.signIn('demo')
    return connection
  }

  function change(id: string, changes: Partial<Profile>): OpenConnection {
    const profile = { ...profileOf(id), ...changes }
    profiles.keep(profile)
    const connection = get(id)
    connection.setProfile(profile)
    return connection
  }

  async function retry(id: string): Promise<OpenConnection> {
    secrets.retry()
    return resume(await described(id))
  }

  return {
    all: () => [...open.values()].map((connection) => connection.view()),
    active: () => settings.get().active,
    get,
    startDemo,
    change: (id, changed) => change(id, { settings: changed }),
    setLogin: (id, login) => change(id, { login }),

    async add(typed) {
      const connection = await findOrRecall(toOrigin(typed))
      await connection.resume()
      if (connection.view().state === 'signedOut' && connection.view().isDemo) await connection.signIn('demo')
      return connection
    },

    async activate(id) {
      if (profileOf(id).isEmbedded && get(id).view().state !== 'signedIn') return startDemo()
      activate(id)
      const connection = await described(id)
      return connection.view().state === 'signedIn' ? connection : resume(connection)
    },

    async remove(id) {
      const connection = get(id)
      // the session ends on the server where it can be reached; here it ends in any case
      await connection.signOut().catch((error: unknown) => {
        if (!(error instanceof Failed)) deps.onDefect(error)
      })
      await discard(id)
      await deps.forget(id)
      if (settings.get().active === id) activate(null)
    },

    async signIn(id, credentials) {
      const connection = await described(id)
      await connection.signIn(credentials)
      if ('login' in credentials) change(connection.view().id, { login: credentials.login })
      return connection
    },

    async signInByBrowser(id, signal) {
      const connection = await described(id)
      const { signInByBrowser } = connection.server
      if (!signInByBrowser) throw new Failed({ kind: 'unsupported', code: 'not_on_this_server' })
      await connection.begin(await signInByBrowser(signal))
      return connection
    },

    retry,

    async useKeychain(id) {
      await secrets.adopt()
      return retry(id)
    },

    async reopen() {
      const { active } = settings.get()
      const profile = active === null ? undefined : profiles.find(active)
      if (!profile) return
      if (profile.isEmbedded) await startDemo()
      else await resume(await described(profile.id))
    },

    hearTrouble(id, trouble) {
      open.get(id)?.hearTrouble(trouble)
    },

    async close() {
      for (const connection of open.values()) await connection.close()
    },
  }
}

const isSame = (a: Profile, b: Profile): boolean =>
  a.address === b.address && JSON.stringify(a.description) === JSON.stringify(b.description)
