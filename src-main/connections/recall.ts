import { z } from 'zod'
import type { Change } from '../../src-shared/domain/change.ts'
import { projectsAfter } from '../../src-shared/domain/rebase.ts'
import { User } from '../../src-shared/domain/user.ts'
import { Failed, isOutOfReach } from '../../src-shared/failure.ts'
import type { ListsHost } from '../lists/host.ts'
import type { OpenConnection } from './open-connection.ts'

interface RecallDeps {
  lists: Pick<ListsHost, 'see' | 'seen' | 'values'>
  now(): Date
}

/** What was seen of a server, for when it cannot be reached. */
export interface Recall {
  /** Asks the server, and keeps its answer; without it, answers what was kept last. `at`: when that was, null where it is of now. */
  answer<S extends z.ZodType>(
    open: OpenConnection,
    key: string,
    schema: S,
    request: () => Promise<z.output<S>>,
  ): Promise<{ value: z.output<S>; at: string | null }>
  /** The user as the server has it; without it, as the copy has it, with what waits to be sent. */
  user(open: OpenConnection, id: string): Promise<User>
}

const userFields = Object.keys(User.shape) as (keyof User)[] // the keys of its shape

export function createRecall({ lists, now }: RecallDeps): Recall {
  /** Runs a request unless the server is known to be away; where it is out of reach, `kept` answers. */
  async function askOr<T>(open: OpenConnection, request: () => Promise<T>, kept: () => Promise<T | null>): Promise<T> {
    const { state, failure } = open.view()
    if (state === 'offline' && failure !== null) {
      const known = await kept()
      if (known !== null) return known
      throw new Failed(failure)
    }
    try {
      return await open.ask(request)
    } catch (error) {
      if (!(error instanceof Failed) || !isOutOfReach(error.failure)) throw error
      const known = await kept()
      if (known === null) throw error
      return known
    }
  }

  async function waitingFor(open: OpenConnection, id: string): Promise<Change[]> {
    const all = await open.work().waiting()
    return all.flatMap(({ state, change }) => {
      const isOpen = state === 'waiting' || state === 'unknown'
      return isOpen && 'id' in change.target && change.target.id === id ? [change] : []
    })
  }

  return {
    answer(open, key, schema, request) {
      const connection = open.view().id
      return askOr<{ value: z.output<typeof schema>; at: string | null }>(
        open,
        async () => {
          const value = await request()
          await lists.see(connection, key, { body: JSON.stringify(value), at: now().toISOString() })
          return { value, at: null }
        },
        async () => {
          const kept = await lists.seen(connection, key)
          const parsed = kept && schema.safeParse(JSON.parse(kept.body))
          return parsed?.success ? { value: parsed.data, at: kept?.at ?? null } : null
        },
      )
    },
    user: (open, id) =>
      askOr(
        open,
        () => open.server.read(id),
        async () => {
          const { ids, columns } = await lists.values(open.view().id, [id], userFields)
          if (ids.length === 0) return null
          const user = User.parse(Object.fromEntries(userFields.map((field) => [field, columns[field]?.[0]])))
          return (await waitingFor(open, id)).reduce(withChange, user)
        },
      ),
  }
}

/** A user as it will be once a change is applied; projects that are added have no names yet. */
function withChange(user: User, change: Change): User {
  const names = new Map(user.projects.map((project) => [project.id, project]))
  const ids = projectsAfter(change, [...names.keys()])
  const set = Object.fromEntries(Object.entries(change.set ?? {}).filter(([, value]) => value !== undefined))
  return { ...user, ...set, projects: ids.map((id) => names.get(id) ?? { id, name: id }) }
}
