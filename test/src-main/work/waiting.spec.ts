import { beforeEach, expect, test } from 'vitest'
import type { SendResult } from '../../../src-main/providers/provider.ts'
import { type Desk, openDesk } from '../../../src-main/work/desk.ts'
import { hostDesk } from '../../../src-main/work/host.ts'
import { createWork, type Work } from '../../../src-main/work/work.ts'
import type { Change } from '../../../src-shared/domain/change.ts'
import { Failed, type Failure } from '../../../src-shared/failure.ts'
import type { Waiting } from '../../../src-shared/ipc/shapes.ts'
import { aUser } from '../../support/a-user.ts'

const unreachable: Failure = { kind: 'offline', reason: 'refused', detail: '' }
const change: Change = {
  target: { id: 'u1' },
  base: { displayName: 'Anna' },
  baseVersion: '"1"',
  set: { displayName: 'Anna B' },
}
const applied: SendResult = { state: 'applied', user: aUser('u1', { displayName: 'Anna B', etag: '"2"' }) }

let store: Desk
let answers: (SendResult | Failure)[]
let sent: Change[]
let now: Date
let isReachable: boolean
let lists: Waiting[][]
let ended: [string, Change][]

beforeEach(() => {
  store = openDesk(null, null)
  ;[answers, sent, lists, ended] = [[], [], [], []]
  now = new Date('2026-11-01T12:00:00Z')
  isReachable = true
})

function start(): Work {
  let keys = 0
  return createWork({
    desk: hostDesk(store),
    server: {
      send(what) {
        sent.push(what)
        const answer = answers.shift()
        if (!answer) throw new Error('sent once too often')
        return 'kind' in answer ? Promise.reject(new Failed(answer)) : Promise.resolve(answer)
      },
      read: () => Promise.resolve(aUser('u1')),
    },
    newKey: () => `key${sent.length}.${++keys}`,
    now: () => now,
    wait: () => Promise.resolve(),
    onApplied: () => undefined,
    mayStart: () => isReachable,
    onOutOfReach: () => (isReachable = false),
    onWaiting: (changes) => lists.push(changes),
  })
}

const other: Change = { ...change, set: { displayName: 'Anna C' } }
const recover = (work: Work) => work.recover(({ outcome }, what) => ended.push([outcome.state, what]))

/** Two changes that wait, made one after the other. */
async function makeTwo(): Promise<Work> {
  const work = start()
  answers = [unreachable]
  expect((await work.send(change)).outcome).toEqual({ state: 'waiting' })
  now = new Date('2026-11-01T12:00:01Z')
  expect((await work.send(other)).outcome).toEqual({ state: 'waiting' })
  return work
}

test('changes wait, are told, and are sent in their order once it is back', async () => {
  const work = await makeTwo()
  expect(sent).toHaveLength(1)
  expect((await work.waiting()).map(({ state, change: { set } }) => [state, set])).toEqual([
    ['waiting', change.set],
    ['waiting', other.set],
  ])
  await recover(work)
  expect(sent).toHaveLength(1)
  isReachable = true
  answers = [applied, applied]
  await recover(work)
  expect(ended).toEqual([
    ['applied', change],
    ['applied', other],
  ])
  expect(await work.waiting()).toEqual([])
  expect(lists.at(-1)).toEqual([])
})

test('they survive a restart of the program', async () => {
  await makeTwo()
  isReachable = true
  answers = [applied, applied]
  await recover(start())
  expect(ended.map(([state]) => state)).toEqual(['applied', 'applied'])
})

test('one that is away again in the middle loses nothing', async () => {
  const work = await makeTwo()
  isReachable = true
  answers = [applied, unreachable]
  await recover(work)
  expect(ended).toHaveLength(1)
  expect(await work.waiting()).toHaveLength(1)
})

test('neither does an end of the session', async () => {
  const work = await makeTwo()
  isReachable = true
  answers = [{ kind: 'unauthorized', code: 'expired' }]
  await recover(work)
  expect(await work.waiting()).toHaveLength(2)
})

test('one is taken back before it is sent', async () => {
  const work = await makeTwo()
  const [first] = await work.waiting()
  await work.takeBack(first?.job ?? '')
  await expect(work.takeBack(first?.job ?? '')).rejects.toMatchObject({ failure: { kind: 'notFound' } })
  isReachable = true
  answers = [applied]
  await recover(work)
  expect(ended).toEqual([['applied', other]])
})

test('what the server did not take stays to be seen, and the others are sent', async () => {
  const work = await makeTwo()
  isReachable = true
  const failure: Failure = { kind: 'forbidden', code: 'scope' }
  answers = [{ state: 'refused', failure }, applied]
  await recover(work)
  expect(await start().waiting()).toMatchObject([{ state: 'refused', failure, change }])
  await recover(start())
  expect(sent).toHaveLength(3)
  const [held] = await work.waiting()
  await work.takeBack(held?.job ?? '')
  expect(await work.waiting()).toEqual([])
})

test('a conflict stays to be settled', async () => {
  const work = await makeTwo()
  isReachable = true
  answers = [{ state: 'outdated', theirs: aUser('u1', { displayName: 'Hanna', etag: '"9"' }) }, applied]
  await recover(work)
  expect(await work.waiting()).toMatchObject([{ state: 'conflict', change }])
})

test('the page of a network that asks for a sign-in is no answer', async () => {
  answers = [{ kind: 'remote', reason: 'redirect', status: 302, requestId: null, detail: 'http://portal.example' }]
  expect((await start().send(change)).outcome).toEqual({ state: 'waiting' })
})
