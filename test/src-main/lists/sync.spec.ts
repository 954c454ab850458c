import { beforeEach, describe, expect, test } from 'vitest'
import { openCopyInMemory } from '../../../src-main/lists/copies.ts'
import type { ListsHost } from '../../../src-main/lists/host.ts'
import { inMemory } from '../../../src-main/lists/in-memory.ts'
import { createLists, type Lists } from '../../../src-main/lists/lists.ts'
import { createSync, type SyncDeps } from '../../../src-main/lists/sync.ts'
import type {
  DeltaBatch,
  DeltaEnd,
  PullEnd,
  ServerDescription,
  UserBatch,
} from '../../../src-main/providers/provider.ts'
import type { Capabilities } from '../../../src-shared/domain/capabilities.ts'
import { everyUser } from '../../../src-shared/domain/query.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { Failed, type Failure } from '../../../src-shared/failure.ts'
import type { Sync } from '../../../src-shared/ipc/shapes.ts'
import { aUser } from '../../support/a-user.ts'

const query = { ...everyUser, sort: [] }
const cut: Failure = { kind: 'offline', reason: 'interrupted', detail: '' }
const nothing: DeltaBatch = { users: [], gone: [], skipped: 0 }
const many = (count: number) => Array.from({ length: count }, (_, at) => aUser(String(at).padStart(3, '0')))

let users: User[]
/** How a full read ends. */
let end: Omit<PullEnd, 'delta'>
let deltas: Record<string, { batch: DeltaBatch; end: DeltaEnd } | Failure>
let cutAfter: number
let pulls: number
let asked: string[]
let told: Sync[]
let can: Pick<Capabilities, 'delta' | 'paging'>
let lists: Lists
/** As from the other side of a worker. */
let host: ListsHost

const start = (more: Partial<SyncDeps> = {}) =>
  createSync({
    connection: 'c',
    lists: host,
    place: null,
    now: () => new Date('2026-11-01T12:00:00Z'),
    ...more,
    onChanged: (sync) => told.push(sync),
    server: {
      description: { capabilities: can } as ServerDescription, // the rest is not asked for by a pull
      async *pull(): AsyncGenerator<UserBatch, PullEnd> {
        pulls++
        for (const [at, user] of users.entries()) {
          await Promise.resolve()
          if (at === cutAfter) throw new Failed(cut)
          yield { users: [user], skipped: at === 0 ? 1 : 0, total: users.length }
        }
        return { delta: can.delta === 'yes' ? 't1' : null, ...end }
      },
      async *delta(token): AsyncGenerator<DeltaBatch, DeltaEnd> {
        await Promise.resolve()
        asked.push(token)
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
  lists = createLists({ ...inMemory, onChanged: () => undefined, now: () => new Date() })
  host = new Proxy(lists, {
    get: (target, name: keyof Lists) => {
      const method = target[name] as (...input: unknown[]) => unknown // what is passed on is what it is called with
      return async (...input: unknown[]) => {
        await Promise.resolve()
        return method(...input)
      }
    },
  }) as unknown as ListsHost // the same methods, in promises
  users = [aUser('1'), aUser('2')]
  can = { delta: 'yes', paging: 'stream' }
  end = { isComplete: true, gone: [] }
  ;[deltas, cutAfter, pulls, asked, told] = [{ t1: { batch: nothing, end: { delta: 't1' } } }, -1, 0, [], []]
})

test('reads all, then what changed meanwhile; says how far, and counts what it could not understand', async () => {
  deltas = { t1: { batch: { users: [aUser('3')], gone: ['1'], skipped: 0 }, end: { delta: 't2' } } }
  await start().freshen()
  expect(shown()).toEqual(['2', '3'])
  expect(told.map(({ state }) => state)).toContain('reading')
  expect(told.at(-1)).toMatchObject({
    state: 'ready',
    done: 2,
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
  deltas = { t2: { batch: nothing, end: { delta: 't3' } } }
  await sync.freshen()
  expect([told.at(-1)?.state, asked]).toEqual(['ready', ['t1', 't1', 't2']])
})

test('goes on from the token that was kept with the rows', async () => {
  await start().freshen()
  const later = start()
  lists.openCopy = () => ({
    isKept: true,
    trouble: null,
    mark: { token: 't9', at: '2026-10-01T00:00:00.000Z', isComplete: true },
    size: 2,
  })
  deltas = { t9: { batch: nothing, end: { delta: 't10' } } }
  await later.open()
  expect(told.at(-1)).toMatchObject({
    state: 'ready',
    at: '2026-10-01T00:00:00.000Z',
    total: 2,
    copy: { isKept: true },
  })
  await later.freshen()
  expect([pulls, asked.at(-1)]).toEqual([1, 't9'])
})

test('a token that the server forgot leads to a full read, and the rows stay meanwhile', async () => {
  const sync = start()
  await sync.freshen()
  users = [aUser('2'), aUser('4')]
  deltas = {}
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

test('a reading that is stopped keeps what it has brought, and is no failure', async () => {
  const sync = start()
  const reading = sync.freshen()
  sync.cancel()
  await reading
  expect(told.at(-1)).toMatchObject({ state: 'none', at: null, failure: null })
  await sync.freshen()
  expect(told.at(-1)?.state).toBe('ready')
})

test('stopping forgets the copy and tells no failure', async () => {
  const sync = start()
  await sync.freshen()
  await sync.stop()
  expect(shown()).toEqual([])
})

describe('more than a fifth, and more than 50, are not removed without a word', () => {
  const fill = async () => {
    users = many(200)
    const sync = start()
    await sync.freshen()
    return sync
  }

  test('by a full read', async () => {
    const sync = await fill()
    users = many(140)
    deltas = {}
    await sync.freshen()
    expect(told.at(-1)).toMatchObject({ state: 'ready', copy: { removal: { gone: 60, of: 200 } } })
    expect(shown()).toHaveLength(200)
    await sync.confirmRemoval(true)
    expect(told.at(-1)?.copy?.removal).toBeNull()
    expect(shown()).toHaveLength(140)
  })

  test('by a read of changes; when refused, the rows stay until the next one asks again', async () => {
    const sync = await fill()
    const gone = many(60).map(({ id }) => id)
    deltas = { t1: { batch: { users: [aUser('new')], gone, skipped: 0 }, end: { delta: 't2' } } }
    await sync.freshen()
    expect(told.at(-1)?.copy?.removal).toEqual({ gone: 60, of: 201 })
    await sync.confirmRemoval(false)
    expect([told.at(-1)?.copy?.removal, shown().length]).toEqual([null, 201])
    await sync.freshen()
    expect([asked.at(-1), told.at(-1)?.copy?.removal?.gone]).toEqual(['t1', 60])
    await sync.confirmRemoval(true)
    expect(shown()).toHaveLength(141)
  })

  test('but a fifth is', async () => {
    const sync = await fill()
    users = many(160)
    deltas = {}
    await sync.freshen()
    expect([told.at(-1)?.copy?.removal, shown().length]).toEqual([null, 160])
  })
})

test('what a pull hands on and then finds gone is not kept, and a list that moved too much is said to', async () => {
  can = { delta: 'not_in_this_api', paging: 'offset' }
  end = { isComplete: false, gone: ['1'] }
  const sync = start()
  await sync.freshen()
  expect([shown(), told.at(-1)?.isComplete, told.at(-1)?.done]).toEqual([['2'], false, 1])
  end = { isComplete: true, gone: [] }
  await sync.freshen()
  expect([pulls, shown(), told.at(-1)?.isComplete]).toEqual([2, ['1', '2'], true])
})

test('a copy that is found damaged while it is written is read again from the start', async () => {
  const sync = start()
  await sync.freshen()
  const add = lists.add.bind(lists)
  let isBroken = true
  lists.add = (...input) => {
    if (!isBroken) return add(...input)
    isBroken = false
    lists.openCopy('c', null)
    return 'damaged'
  }
  deltas = {}
  await sync.freshen().catch(() => undefined)
  expect(told.at(-1)).toMatchObject({ state: 'ready', copy: { notice: 'damaged' } })
  expect(shown()).toEqual(['1', '2'])
})

test('a full disk is a failure, and the rows stay', async () => {
  const sync = start()
  await sync.freshen()
  lists.change = () => 'full'
  deltas = { t1: { batch: { users: [aUser('3')], gone: [], skipped: 0 }, end: { delta: 't2' } } }
  await expect(sync.freshen()).rejects.toMatchObject({ failure: { kind: 'disk', reason: 'full' } })
  expect(shown()).toEqual(['1', '2'])
})

test('where the keychain gives no key, rows are in memory, and it is said', async () => {
  await start({ unkept: 'keychain' }).open()
  expect(told.at(-1)?.copy).toMatchObject({ isKept: false, notice: 'keychain' })
  expect(openCopyInMemory('full').trouble).toBe('full')
})

test('rows that are older than they may get go, and it is said', async () => {
  let days = 0
  const sync = start({
    now: () => new Date(Date.parse('2026-11-01T12:00:00Z') + days * 86_400_000),
    longestDays: () => 7,
  })
  await sync.open()
  await sync.freshen()
  const before = shown().length
  days = 7
  await sync.expire()
  expect(shown()).toHaveLength(before)
  days = 8
  await sync.expire()
  expect(shown()).toEqual([])
  expect(told.at(-1)).toMatchObject({ state: 'none', at: null, copy: { notice: 'old' } })
})
