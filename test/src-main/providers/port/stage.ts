import type { DirectoryServer, Vault } from '../../../../src-main/providers/provider.ts'
import type { Credentials } from '../../../../src-shared/domain/account.ts'
import { createMemoryVault } from '../../../../src-main/connections/vault.ts'
import type { Change } from '../../../../src-shared/domain/change.ts'
import type { Role } from '../../../../src-shared/domain/role.ts'
import type { User } from '../../../../src-shared/domain/user.ts'
import { type Fault, type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.ts'
import { startServer, type TestServer } from '../../../support/server.ts'

/** What the suite must know of a dialect to disturb it: which requests are which, and how a role is written. */
export interface Dialect {
  /** Its address, from a server that runs. */
  address(server: TestServer): string
  open(address: string, vault: Vault): Promise<DirectoryServer>
  isRefresh(request: string): boolean
  isListing(request: string): boolean
  /** The JSON of the role of an ordinary user. */
  role: string
}

/** A real server, a proxy before it, and providers that go through the proxy. */
export interface Stage {
  server: TestServer
  proxy: FaultyProxy
  /** A provider that is not signed in; with a vault of its own if none is given. */
  open(vault?: Vault): Promise<DirectoryServer>
  /** A provider that is signed in as the named account of a role. */
  as(role: Role): Promise<DirectoryServer>
  credentials(role: Role): Credentials
  /** The next request that `fits` meets a fault, all others pass. */
  disturbOnce(fault: Fault, fits: (request: string) => boolean): void
  stop(): Promise<void>
}

export async function startStage(dialect: Dialect): Promise<Stage> {
  const server = await startServer()
  const proxy = await startFaultyProxy(dialect.address(server))
  const open = (vault: Vault = createMemoryVault()) => dialect.open(proxy.url, vault)
  const credentials = (role: Role) => ({ login: server.emailOf(role), password: server.passwordOf(role) })
  return {
    server,
    proxy,
    open,
    credentials,
    async as(role) {
      const provider = await open()
      await provider.signIn(credentials(role))
      return provider
    },
    disturbOnce(fault, fits) {
      proxy.fault = (method, path) => {
        if (!fits(`${method} ${path}`)) return null
        proxy.fault = () => null
        return fault
      }
    },
    async stop() {
      await proxy.stop()
      await server.stop()
    },
  }
}

/** All users that a provider reads. */
export async function pullAll(provider: DirectoryServer, signal = new AbortController().signal) {
  const users = new Map<string, User>()
  let [skipped, total] = [0, null as number | null]
  const pull = provider.pull(signal)
  for (;;) {
    const step = await pull.next()
    if (step.done) {
      for (const id of step.value.gone) users.delete(id)
      return { users: [...users.values()], skipped, total, end: step.value }
    }
    for (const user of step.value.users) users.set(user.id, user)
    skipped += step.value.skipped
    total = step.value.total
  }
}

/** What has changed since a token. */
export async function readDelta(provider: DirectoryServer, token: string) {
  const users: User[] = []
  const gone: string[] = []
  const changes = provider.delta(token, new AbortController().signal)
  for (;;) {
    const step = await changes.next()
    if (step.done) return { users, gone, token: step.value.delta }
    users.push(...step.value.users)
    gone.push(...step.value.gone)
  }
}

/** A change as a dialog makes it: `base` has the values that were seen. */
export function edit(user: User, set: NonNullable<Change['set']>, more: Partial<Change> = {}): Change {
  const seen = Object.keys(set).map((field) => [field, user[field as keyof User]])
  return {
    target: { id: user.id },
    base: { ...(Object.fromEntries(seen) as Change['base']), projectIds: user.projects.map(({ id }) => id) },
    baseVersion: user.etag,
    ...(Object.keys(set).length > 0 && { set }),
    ...more,
  }
}

let made = 0
/** A creation of somebody whose name and address nobody has. */
export function creation(organizationId: string, more: NonNullable<Change['set']> = {}): Change {
  const userName = `made-${++made}-${Math.random().toString(36).slice(2, 8)}`
  const set = { userName, displayName: 'Made Up', email: `${userName}@made.example`, role: 'user' as const, ...more }
  return { target: { newKey: userName }, base: {}, baseVersion: null, action: 'create', organizationId, set }
}
