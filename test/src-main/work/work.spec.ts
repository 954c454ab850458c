import { beforeEach, describe, expect, test } from 'vitest'
import type { SendResult } from '../../../src-main/providers/provider.ts'
import { type Desk, openDesk } from '../../../src-main/work/desk.ts'
import { hostDesk } from '../../../src-main/work/host.ts'
import { createWork, type Work } from '../../../src-main/work/work.ts'
import type { Change } from '../../../src-shared/domain/change.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { Failed, type Failure } from '../../../src-shared/failure.ts'
import type { Sent } from '../../../src-shared/ipc/shapes.ts'
import { aUser } from '../../support/a-user.ts'

const change: Change = {
  target: { id: 'u1' },
  base: { displayName: 'Anna', projectIds: [] },
  baseVersion: '"1"',
  set: { displayName: 'Anna B' },
}
const lost: Failure = { kind: 'offline', reason: 'interrupted', detail: '' }
const unreachable: Failure = { kind: 'offline', reason: 'refused', detail: '' }
const applied: SendResult = { state: 'applied', user: aUser('u1', { displayName: 'Anna B', etag: '"2"' }) }

type Answer = SendResult | Failure
const isFailure = (answer: Answer): answer is Failure => 'kind' in answer

let store: Desk
let answers: Answer[]
let sent: { key: string; change: Change }[]
let shown: [string, User | null][]
let now: Date
let waited: number[]
let current: User

function start(): Work {
  let keys = 0
  return createWork({
    desk: hostDesk(store),
    server: {
      send(what, key) {
        sent.push({ key, change: what })
        const answer = answers.shift()
        if (!answer) throw new Error('sent once too often')
        return isFailure(answer) ? Promise.reject(new Failed(answer)) : Promise.resolve(answer)
      },
      read: () => Promise.resolve(current),
    },
    newKey: () => `key${sent.length}.${++keys}`,
    now: () => now,
    wait(milliseconds) {
      waited.push(milliseconds)
      return Promise.resolve()
    },
    onApplied: (id, user) => shown.push([id, user]),
    mayStart: () => true,
    onOutOfReach: () => undefined,
    onWaiting: () => undefined,
  })
}

beforeEach(() => {
  store = openDesk(null, null)
  ;[answers, sent, shown, waited] = [[], [], [], []]
  now = new Date('2026-11-01T12:00:00Z')
  current = aUser('u1', { displayName: 'Anna' })
})

describe('a change', () => {
  test('applied: told once, shown, and nothing left open', async () => {
    answers = [applied]
    const { outcome } = await start().send(change)
    expect(outcome).toEqual(applied)
    expect(shown).toEqual([['u1', outcome.state === 'applied' ? outcome.user : null]])
    expect(store.open()).toEqual([])
  })

  test('the key is stored before it is sent', async () => {
    const work = createWork({
      ...{
        desk: hostDesk(store),
        newKey: () => 'key',
        now: () => now,
        wait: () => Promise.resolve(),
        onApplied: () => undefined,
        mayStart: () => true,
        onOutOfReach: () => undefined,
        onWaiting: () => undefined,
      },
      server: {
        read: () => Promise.resolve(current),
        send(_change, key) {
          expect(store.open()).toMatchObject([{ state: 'sent', key, sentAt: now.toISOString() }])
          return Promise.resolve(applied)
        },
      },
    })
    await work.send(change)
    expect.assertions(1)
  })

  test('refused: with the reason', async () => {
    const failure: Failure = {
      kind: 'invalid',
      code: 'userName.taken',
      issues: [{ field: 'userName', code: 'userName.taken' }],
    }
    answers = [{ state: 'refused', failure }]
    expect((await start().send(change)).outcome).toEqual({ state: 'refused', failure })
    expect(shown).toEqual([])
  })

  test.each([{ kind: 'unauthorized', code: 'expired' } as const, { kind: 'rateLimited', retryAfter: 600 } as const])(
    'not sent: nothing stays behind (%j)',
    async (failure) => {
      answers = [failure]
      const { job, outcome } = await start().send(change)
      expect(outcome).toEqual({ state: 'notSent', failure })
      expect(store.get(job)).toBeNull()
    },
  )

  test('a lost answer is asked for again, with the same key', async () => {
    answers = [lost, { kind: 'remote', reason: 'error', status: 502, requestId: null, detail: '' }, applied]
    expect((await start().send(change)).outcome.state).toBe('applied')
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
    expect(waited).toHaveLength(2)
  })

  test('a server that asks to wait is waited for', async () => {
    answers = [{ kind: 'rateLimited', retryAfter: 2 }, applied]
    expect((await start().send(change)).outcome.state).toBe('applied')
    expect(waited).toEqual([2000])
  })
})

describe('somebody else saved meanwhile', () => {
  test('other fields: sent once more on top, with a new key', async () => {
    answers = [
      { state: 'outdated', theirs: aUser('u1', { displayName: 'Anna', email: 'new@example.org', etag: '"7"' }) },
      applied,
    ]
    expect((await start().send(change)).outcome.state).toBe('applied')
    expect(sent[1]?.change).toMatchObject({ baseVersion: '"7"', set: { displayName: 'Anna B' } })
    expect(sent[0]?.key).not.toBe(sent[1]?.key)
  })

  test('the same field: a conflict, with both sides', async () => {
    const theirs = aUser('u1', { displayName: 'Anna C', etag: '"7"' })
    answers = [{ state: 'outdated', theirs }]
    expect((await start().send(change)).outcome).toMatchObject({
      state: 'conflict',
      theirs,
      fields: ['displayName'],
      change: { base: { displayName: 'Anna C' }, baseVersion: '"7"', set: { displayName: 'Anna B' } },
    })
    expect(shown).toEqual([['u1', theirs]])
  })

  test('the same value: no change', async () => {
    const theirs = aUser('u1', { displayName: 'Anna B', etag: '"7"' })
    answers = [{ state: 'outdated', theirs }]
    expect((await start().send(change)).outcome).toEqual({ state: 'noChange', user: theirs })
  })

  test('twice in a row: the person decides', async () => {
    const theirs = aUser('u1', { displayName: 'Anna', etag: '"7"' })
    answers = [
      { state: 'outdated', theirs },
      { state: 'outdated', theirs: { ...theirs, etag: '"8"' } },
    ]
    expect((await start().send(change)).outcome).toMatchObject({ state: 'conflict', fields: [] })
    expect(sent).toHaveLength(2)
  })
})

describe('an unknown end', () => {
  const cut = async () => {
    answers = [lost, lost, unreachable]
    return start().send(change)
  }

  test('is kept, and settled with the key of the first time', async () => {
    const { job, outcome } = await cut()
    expect(outcome).toEqual({ state: 'unknown', failure: unreachable })
    answers = [applied]
    expect((await start().settle(job)).outcome.state).toBe('applied')
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1)
    // asking once more sends nothing
    expect((await start().settle(job)).outcome.state).toBe('applied')
  })

  test('stays unknown while there is no answer', async () => {
    const { job } = await cut()
    answers = [unreachable]
    expect((await start().settle(job)).outcome.state).toBe('unknown')
    expect(store.open()).toHaveLength(1)
  })

  test('is recovered by the next start, and told', async () => {
    const { job } = await cut()
    answers = [applied]
    const ended: Sent[] = []
    await start().recover((one) => ended.push(one))
    expect(ended).toEqual([{ job, outcome: applied }])
    expect(store.open()).toEqual([])
  })

  test.each([
    ['Anna B', 'applied'],
    ['Anna', 'unknown'],
  ])('after a day is looked up, never sent again: %s is %s', async (displayName, state) => {
    const { job } = await cut()
    now = new Date(now.getTime() + 21 * 3600 * 1000)
    current = aUser('u1', { displayName })
    expect((await start().settle(job)).outcome.state).toBe(state)
    expect(answers).toEqual([])
  })

  test('settling a job twice at once sends it once', async () => {
    const { job } = await cut()
    answers = [applied]
    const work = start()
    const both = await Promise.all([work.settle(job), work.settle(job)])
    expect(both.map(({ outcome }) => outcome.state)).toEqual(['applied', 'applied'])
  })

  test('a job that is not there is not found', async () => {
    await expect(start().settle('none')).rejects.toMatchObject({ failure: { kind: 'notFound' } })
  })
})
