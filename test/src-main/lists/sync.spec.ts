import { beforeEach, expect, test } from 'vitest'
import { createLists } from '../../../src-main/lists/lists.ts'
import { createSync } from '../../../src-main/lists/sync.ts'
import type {
  DeltaBatch,
  DeltaEnd,
  PullEnd,
  ServerDescription,
  UserBatch,
} from '../../../src-main/providers/provider.ts'
import { everyUser } from '../../../src-shared/domain/query.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { Failed, type Failure } from '../../../src-shared/failure.ts'
import type { Sync } from '../../../src-shared/ipc/shapes.ts'
import { aUser } from '../../support/a-user.ts'

const query = { ...everyUser, sort: [] }
const cut: Failure = { kind: 'offline', reason: 'interrupted', detail: '' }

let users: User[]
let deltas: Record<string, { batch: DeltaBatch; end: DeltaEnd } | Failure>
let cutAfter: number
let pulls: number
let told: Sync[]

const lists = createLists(
  () => undefined,
  () => new Date(),
)
/** As from the other side of a worker. */
const promised = {
  begin: async (connection: string) => {
    await Promise.resolve()
    lists.begin(connection)
  },
  add: async (connection: string, more: User[]) => {
    await Promise.resolve()
    lists.add(connection, more)
  },
  finish: async (connection: string) => {
    await Promise.resolve()
    lists.finish(connection)
  },
  change: async (...input: Parameters<typeof lists.change>) => {
    await Promise.resolve()
    lists.change(...input)
  },
  drop: async (connection: string) => {
    await Promise.resolve()
    lists.drop(connection)
  },
}

const start = () =>
  createSync({
    connection: 'c',
    lists: promised,
    now: () => new Date('2026-11-01T12:00:00Z'),
    onChanged: (sync) => told.push(sync),
    server: {
      description: {} as ServerDescription, // not asked for by a pull
      async *pull(): AsyncGenerator<UserBatch, PullEnd> {
        pulls++
        for (const [at, user] of users.entries()) {
          await Promise.resolve()
          if (at === cutAfter) throw new Failed(cut)
          yield { users: [user], skipped: at === 0 ? 1 : 0, total: users.length }
        }
        return { delta: 't1', isComplete: true, gone: [] }
      },
      async *delta(token): AsyncGenerator<DeltaBatch, DeltaEnd> {
        await Promise.resolve()
        const answer = deltas[token]
        if (!answer || 'kind' in answer) throw new Failed(answer ?? { kind: 'unsupported', code: 'delta_expired' })
        yield answer.batch
        return answer.end
      },
    },
  })

const shown = () => {
  const { list, revision, total } = lists.open('c', query)
  const window = lists.window(list, revision, 0, Math.max(1, total))
  return window.stale ? [] : window.columns.id
}

beforeEach(() => {
  users = [aUser('1'), aUser('2')]
  ;[deltas, cutAfter, pulls, told] = [{}, -1, 0, []]
  lists.drop('c')
})

test('reads all, says how far, and counts what it could not understand', async () => {
  await start().freshen()
  expect(shown()).toEqual(['1', '2'])
  expect(told.map(({ state }) => state)).toContain('reading')
  expect(told.at(-1)).toEqual({
    state: 'ready',
    done: 2,
    isComplete: true,
    total: 2,
    at: '2026-11-01T12:00:00.000Z',
    skipped: 1,
    failure: null,
  })
})

test('then reads only what has changed', async () => {
  const sync = start()
  await sync.freshen()
  deltas = { t1: { batch: { users: [aUser('3')], gone: ['1'], skipped: 0 }, end: { delta: 't2' } } }
  await sync.freshen()
  expect([shown(), pulls]).toEqual([['2', '3'], 1])
  deltas = { t2: { batch: { users: [], gone: [], skipped: 0 }, end: { delta: 't3' } } }
  await sync.freshen()
  expect(told.at(-1)?.state).toBe('ready')
})

test('a token that the server forgot leads to a full read, and the rows stay meanwhile', async () => {
  const sync = start()
  await sync.freshen()
  users = [aUser('2'), aUser('4')]
  await sync.freshen()
  expect([shown(), pulls]).toEqual([['2', '4'], 2])
})

test('a read that is cut off drops nothing and is told; the next one reads all', async () => {
  const sync = start()
  await sync.freshen()
  deltas = { t1: cut }
  await expect(sync.freshen()).rejects.toMatchObject({ failure: cut })
  expect(told.at(-1)).toMatchObject({ state: 'failed', failure: cut, at: '2026-11-01T12:00:00.000Z' })
  expect(shown()).toEqual(['1', '2'])

  const other = start()
  cutAfter = 1
  await expect(other.freshen()).rejects.toThrow(Failed)
  expect(shown()).toEqual(['1', '2'])
  cutAfter = -1
  await other.freshen()
  expect(told.at(-1)?.state).toBe('ready')
})

test('asked twice at once, it reads once', async () => {
  const sync = start()
  await Promise.all([sync.freshen(), sync.freshen()])
  expect(pulls).toBe(1)
})

test('stopping forgets the copy and tells no failure', async () => {
  const sync = start()
  await sync.freshen()
  await sync.stop()
  expect(shown()).toEqual([])
})
