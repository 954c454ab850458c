import type { Fault, FaultyProxy } from '../../test/support/faulty-proxy.ts'
import type { Call, TestServer } from '../../test/support/server.ts'
import { formatId } from '../../src-server/store/ids.ts'
import { allPages } from '../../test/support/users.ts'
import type { UserBody } from '../../src-shared/wire/muster-api/users.ts'

/** Where checks are run: a real server, and a bad network in front of it. */
export interface Arena {
  server: TestServer
  proxy: FaultyProxy
  /** The server without the bad network. */
  admin: Call
  random: () => number
  faults: () => Fault
  planted: string | null
  /** Takes so many users at random, as they are now. */
  targets(count: number): Promise<UserBody[]>
}

/** What a check found wrong, and what it counted. */
export interface Checked {
  faults: string[]
  told: Record<string, number>
}

const filter = 'role eq "user" and protection eq null and disabled eq false'

export async function createTargets(admin: Call, random: () => number): Promise<Arena['targets']> {
  const { length } = await allPages(admin, { limit: 1000, filter })
  if (length < 400) throw new Error('too few users')
  return async (count) => {
    const users = await allPages(admin, { limit: 1000, filter, sort: 'id' })
    const first = Math.floor(random() * (users.length - count))
    return users.slice(first, first + count)
  }
}

export const readAll = async (arena: Arena, ids: readonly string[]): Promise<Map<string, UserBody>> => {
  const wanted = new Set(ids)
  const users = await allPages(arena.admin, { limit: 1000, filter })
  return new Map(users.filter(({ id }) => wanted.has(id)).map((user) => [user.id, user]))
}

/** Number of a version. */
export const versionOf = ({ etag }: { etag: string }): number => Number(etag.replaceAll('"', ''))

interface Entry {
  id: string
  action: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/** What the server did to each user after a moment, from its audit log, in order. */
export async function history({ server }: Arena, since: Date): Promise<Map<string, Entry[]>> {
  const rows = await server.context.db
    .selectFrom('audit')
    .select(['targetId', 'action', 'before', 'after'])
    .where('at', '>=', since.toISOString())
    .where('outcome', '=', 'done')
    .where('targetType', '=', 'user')
    .orderBy('id')
    .execute()
  const parse = (text: string | null) => (text === null ? null : (JSON.parse(text) as Record<string, unknown>)) // the server's own
  const entries = rows.map(({ targetId, action, before, after }) => ({
    ...{ id: formatId(targetId ?? 0), action },
    ...{ before: parse(before), after: parse(after) },
  }))
  return Map.groupBy(entries, ({ id }) => id)
}
