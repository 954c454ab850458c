import { Failed } from '../../src-shared/failure.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import type { Demo } from '../demo.ts'
import type { ServerDescription } from '../providers/provider.ts'
import type { Registry } from '../providers/registry.ts'
import type { Secrets } from '../secrets/store.ts'
import type { Profile, StoredSettings } from '../settings.ts'
import { toOrigin } from './address.ts'
import { type ConnectionDeps, type OpenConnection, openConnection } from './connection.ts'
import { createMemoryVault, createVault } from './vault.ts'

interface ConnectionsDeps extends ConnectionDeps {
  settings: StoredSettings
  secrets: Secrets
  registry: Registry
  demo: Demo
  onActivated(id: string | null): void
}

/** The configured servers: settings, secrets and providers put together. One of them is the active one. */
export interface Connections {
  all(): Connection[]
  active(): string | null
  get(id: string): OpenConnection
  /** Patterns of user names that no bulk edit on this server touches. */
  protectedNames(id: string): readonly string[]
  protectNames(id: string, patterns: string[]): void
  /** Asks an address what it is, and keeps it as the active server. */
  add(address: string): Promise<OpenConnection>
  startDemo(): Promise<OpenConnection>
  signIn(id: string, login: string, password: string): Promise<void>
  /** Asks keychain and server again. */
  retry(id: string): Promise<void>
  /** Opens what was active when the program ended. */
  reopen(): Promise<void>
  close(): Promise<void>
}

/** Milliseconds within which a server tells what it is. */
const probeTimeout = 15_000

export function createConnections(deps: ConnectionsDeps): Connections {
  const { settings, secrets, registry } = deps
  const open = new Map<string, OpenConnection>()
  for (const profile of settings.get().profiles) connect(profile)

  function connect(profile: Profile): OpenConnection {
    const { address, description } = profile
    const id = description.instance
    // keyed by origin as well: another server that claims the same instance must not be sent the secret
    const vault = profile.isEmbedded
      ? createMemoryVault()
      : createVault(secrets, `session ${address} ${id}`, (state) => open.get(id)?.setSecret(state))
    const server = registry.open(profile.kind, address, description, vault)
    const connection = openConnection(profile, server, deps)
    open.set(id, connection)
    return connection
  }

  function get(id: string): OpenConnection {
    const connection = open.get(id)
    if (!connection) throw new Failed({ kind: 'notFound' })
    return connection
  }

  function keep(profile: Profile): void {
    const others = settings
      .get()
      .profiles.filter(({ description }) => description.instance !== profile.description.instance)
    settings.change({ profiles: [...others, profile] })
  }

  function profileOf(id: string): Profile | undefined {
    return settings.get().profiles.find(({ description }) => description.instance === id)
  }

  function activate(id: string): void {
    settings.change({ active: id })
    deps.onActivated(id)
  }

  async function find(address: string, isEmbedded: boolean): Promise<OpenConnection> {
    const { kind, description } = await registry.find(address, AbortSignal.timeout(probeTimeout))
    const known = profileOf(description.instance)
    const profile: Profile = {
      address,
      kind: kind.kind,
      login: known?.login ?? '',
      description,
      isEmbedded,
      protectedNames: known?.protectedNames ?? [],
    }
    keep(profile)
    if (known && isSame(known, profile)) {
      activate(description.instance)
      return get(description.instance)
    }
    await open.get(description.instance)?.close()
    const connection = connect(profile)
    activate(description.instance)
    return connection
  }

  async function startDemo(): Promise<OpenConnection> {
    const { listening } = await deps.demo.start()
    const connection = await find(listening, true)
    await connection.signIn('demo')
    return connection
  }

  return {
    all: () => [...open.values()].map((connection) => connection.view()),
    active: () => settings.get().active,
    get,
    protectedNames: (id) => profileOf(id)?.protectedNames ?? [],
    protectNames(id, protectedNames) {
      const profile = profileOf(id)
      if (profile) keep({ ...profile, protectedNames })
    },
    startDemo,

    async add(typed) {
      const connection = await find(toOrigin(typed), false)
      await connection.resume()
      if (connection.view().state === 'signedOut' && connection.view().isDemo) await connection.signIn('demo')
      return connection
    },

    async signIn(id, login, password) {
      await get(id).signIn({ login, password })
      const profile = profileOf(id)
      if (profile) keep({ ...profile, login })
    },

    async retry(id) {
      secrets.retry()
      await get(id).resume()
    },

    async reopen() {
      const { profiles, active } = settings.get()
      const profile = profiles.find(({ description }) => description.instance === active)
      if (!profile) return
      if (profile.isEmbedded) await startDemo()
      else await get(profile.description.instance).resume()
    },

    async close() {
      for (const connection of open.values()) await connection.close()
    },
  }
}

const isSame = (a: { address: string; description: ServerDescription }, b: typeof a): boolean =>
  a.address === b.address && JSON.stringify(a.description) === JSON.stringify(b.description)
