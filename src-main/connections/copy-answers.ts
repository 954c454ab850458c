import { everyUser, type UserQuery } from '../../src-shared/domain/query.ts'
import { caseless } from '../../src-shared/domain/text.ts'
import { type Columns, windowMax } from '../../src-shared/ipc/shapes.ts'
import type { ListsHost } from '../lists/host.ts'
import type { CopyAnswers } from '../work/planning.ts'

type CopyLists = Pick<ListsHost, 'open' | 'window' | 'close'>

/** Values per question to the lists. */
const mostValues = 10_000

/** Who is meant by an id, a user name or an address, and by which of them. */
export type Named = ReadonlyMap<string, { id: string; by: 'id' | 'userName' | 'email' }>

export interface Copy extends CopyAnswers {
  /** The users that these name; keys in the form of `caseless`. */
  find(keys: readonly string[]): Promise<Named>
}

/** What plans and pasted lists ask of the copy, answered by the lists of a connection. */
export function createCopyAnswers(connection: string, lists: CopyLists): Copy {
  return {
    async find(keys) {
      const named = new Map<string, { id: string; by: 'id' | 'userName' | 'email' }>()
      for await (const columns of readNamed(keys)) {
        for (const by of ['email', 'userName', 'id'] as const) {
          for (const [at, id] of columns.id.entries()) named.set(caseless(columns[by][at] ?? ''), { id, by })
        }
      }
      return named
    },
    async holders(values) {
      const wanted = new Set(values)
      const holders: { field: 'userName' | 'email'; value: string; id: string }[] = []
      for await (const { id, userName, email } of readNamed(values)) {
        for (const [at, each] of id.entries()) {
          const names = { userName: caseless(userName[at] ?? ''), email: caseless(email[at] ?? '') }
          for (const field of ['userName', 'email'] as const) {
            if (wanted.has(names[field])) holders.push({ field, value: names[field], id: each })
          }
        }
      }
      return holders
    },
    async managers() {
      const isManager = { is: { field: 'role' as const, values: ['manager' as const] }, isNot: false }
      const managers = []
      for await (const columns of readAll({ ...everyUser, filters: [isManager] })) {
        for (const [at, id] of columns.id.entries()) {
          managers.push({
            id,
            role: 'manager' as const,
            organization: { id: columns.organizationId[at] ?? '', name: columns.organizationName[at] ?? '' },
            approved: columns.approved[at] ?? false,
            disabled: columns.disabled[at] ?? false,
            deletedAt: null,
            invitationExpiresAt: columns.invitationExpiresAt[at] ?? null,
          })
        }
      }
      return managers
    },
  }

  async function* readNamed(values: readonly string[]): AsyncGenerator<Columns> {
    for (let first = 0; first < values.length; first += mostValues) {
      yield* readAll({ ...everyUser, oneOf: values.slice(first, first + mostValues) })
    }
  }

  /** All rows of a query, window by window; begins again when the list moves meanwhile. */
  async function* readAll(query: UserQuery): AsyncGenerator<Columns> {
    const { list, ...opened } = await lists.open(connection, query)
    let { revision, total } = opened
    try {
      for (let first = 0; first < total;) {
        const window = await lists.window(list, revision, first, windowMax)
        if (window.stale) ({ revision, total } = window)
        else {
          yield window.columns
          first += windowMax
        }
      }
    } finally {
      await lists.close(list)
    }
  }
}
