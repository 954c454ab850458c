import type {
  DeltaBatch,
  DeltaEnd,
  DirectoryServer,
  PullEnd,
  ServerDescription,
  UserBatch,
} from '../../../src-main/providers/provider.ts'
import type { Capabilities } from '../../../src-shared/domain/capabilities.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { madeUpUser } from '../../page/made-up-users.ts'
import type { Random } from '../random.ts'

/** A directory whose every state can be told from its version alone, so that a copy can be checked after a crash. */
export interface ModelServer {
  readonly server: Pick<DirectoryServer, 'pull' | 'delta' | 'description'>
  version(): number
  /** Users by id as they were at a version. */
  at(version: number): ReadonlyMap<string, User>
  /** Ids that changed after a version, up to another. */
  touched(after: number, until: number): ReadonlySet<string>
  /** Makes changes: edits, deletions, and users that come back. */
  change(count: number): void
}

interface ModelOptions {
  users: number
  /** Marks every address, so that it can be searched for on disk. */
  domain: string
  /** Changes that happen between two batches of a reading. */
  changesPerBatch: number
  random: Random
}

const batchSize = 50

/** Change number `version`: whom it touches, and what becomes of them; the same every time. */
function changed(version: number, users: number, domain: string): { id: string; user: User | null } {
  const at = (version * 7919) % users
  const { id } = userAt(at, 0, domain)
  return { id, user: version % 5 === 0 ? null : userAt(at, version, domain) }
}

function userAt(at: number, version: number, domain: string): User {
  const user = madeUpUser(at)
  return {
    ...user,
    email: `u${at}-v${version}@${domain}`,
    displayName: `${user.displayName ?? ''} v${version}`,
    etag: `"${version}"`,
    invitationExpiresAt: null,
  }
}

export function createModelServer({ users, domain, changesPerBatch, random }: ModelOptions): ModelServer {
  const capabilities: Pick<Capabilities, 'delta' | 'paging'> = { delta: 'yes', paging: 'stream' }
  const first = Array.from({ length: users }, (_, index) => userAt(index, 0, domain))
  let version = 0
  let now = { version: 0, state: new Map(first.map((user) => [user.id, user])) }

  function at(wanted: number): Map<string, User> {
    const isLater = wanted >= now.version
    const state = isLater ? now.state : new Map(first.map((user) => [user.id, user]))
    for (let each = isLater ? now.version + 1 : 1; each <= wanted; each++) {
      const { id, user } = changed(each, users, domain)
      if (user) state.set(id, user)
      else state.delete(id)
    }
    if (isLater) now = { version: wanted, state }
    return new Map(state)
  }

  function touched(after: number, until: number): Set<string> {
    const ids = new Set<string>()
    for (let each = after + 1; each <= until; each++) ids.add(changed(each, users, domain).id)
    return ids
  }

  /** Every user of the beginning, as it is when its turn comes, in any order, and some twice. */
  async function* pull(signal: AbortSignal): AsyncGenerator<UserBatch, PullEnd> {
    const token = version
    const start = random.shuffle([...at(version).keys()])
    for (let from = 0; ; from += batchSize) {
      await Promise.resolve()
      signal.throwIfAborted()
      const state = at(version)
      if (from >= start.length) break
      const page = start.slice(from, from + batchSize)
      const again = start.slice(0, random.below(3))
      const found = random.shuffle([...page, ...again]).flatMap((id) => state.get(id) ?? [])
      yield { users: found, skipped: 0, total: state.size }
      version += random.below(changesPerBatch + 1)
    }
    return { delta: String(token), isComplete: true, gone: [] }
  }

  async function* delta(token: string): AsyncGenerator<DeltaBatch, DeltaEnd> {
    const end = version
    const state = at(end)
    const all = random.shuffle([...touched(Number(token), end)])
    for (let from = 0; from < all.length; from += batchSize) {
      await Promise.resolve()
      const page = all.slice(from, from + batchSize)
      yield { users: page.flatMap((id) => state.get(id) ?? []), gone: page.filter((id) => !state.has(id)), skipped: 0 }
      version += random.below(changesPerBatch + 1)
    }
    return { delta: String(end) }
  }

  return {
    server: { pull, delta, description: { capabilities } as ServerDescription }, // the rest is not asked for by a pull
    version: () => version,
    at,
    touched,
    change(count) {
      version += count
    },
  }
}
