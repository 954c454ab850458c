import { Failed, type Failure } from '../../src-shared/failure.ts'
import type { DirectoryServer, KeyedChange, ManyResult, SendOptions } from '../providers/provider.ts'

/** How the changes of a chunk are sent; every answer is a result, and `trouble` what kept some of them open or unsent. */
export interface Lane {
  /** Most changes of a chunk. */
  max: number
  /** Results in the order of the changes; those that were not sent have none. */
  send(changes: readonly KeyedChange[]): Promise<{ results: (ManyResult | undefined)[]; trouble: Failure | null }>
}

type LaneServer = Pick<DirectoryServer, 'send' | 'sendMany' | 'description'>

/** Requests under way at a time where a server takes one change per request. */
const inFlight = 6

/** Many per request where the server can, else one by one with several under way. */
export function createLane(server: LaneServer, options: SendOptions): Lane {
  const { bulkMax } = server.description.capabilities
  return server.sendMany && bulkMax > 0
    ? createBulkLane(server.sendMany, bulkMax, options)
    : createSlowLane(server, options)
}

function createBulkLane(sendMany: NonNullable<LaneServer['sendMany']>, max: number, options: SendOptions): Lane {
  return {
    max,
    async send(changes) {
      try {
        const results = await sendMany(changes, options)
        return { results, trouble: troubleOf(results) }
      } catch (error) {
        if (!(error instanceof Failed)) throw error
        return { results: changes.map(() => ({ state: 'open', failure: error.failure })), trouble: error.failure }
      }
    },
  }
}

export function createSlowLane(server: Pick<DirectoryServer, 'send'>, options: SendOptions): Lane {
  return {
    max: inFlight * 10,
    async send(changes) {
      const results: (ManyResult | undefined)[] = changes.map(() => undefined)
      const waiting = [...changes.entries()]
      let trouble: Failure | null = null
      const work = async () => {
        // a server that asks to wait, or refuses the session, is not asked for the rest
        for (let next = waiting.shift(); next && trouble === null; next = waiting.shift()) {
          const [at, change] = next
          const result = await sendOne(server, change, options)
          results[at] = result
          if (result.state === 'open') trouble ??= result.failure
        }
      }
      await Promise.all(Array.from({ length: inFlight }, work))
      return { results, trouble }
    },
  }
}

async function sendOne(
  server: Pick<DirectoryServer, 'send'>,
  { change, key, isInDoubt }: KeyedChange,
  options: SendOptions,
): Promise<ManyResult> {
  try {
    const result = await server.send(change, key, isInDoubt, options)
    if (result.state !== 'applied') return result
    return { state: 'applied', id: result.user?.id ?? null, etag: result.user?.etag ?? null, user: result.user }
  } catch (error) {
    if (error instanceof Failed) return { state: 'open', failure: error.failure }
    throw error
  }
}

const troubleOf = (results: readonly ManyResult[]): Failure | null =>
  results.find((result) => result.state === 'open')?.failure ?? null
