import { beforeEach, expect, test } from 'vitest'
import { createDeletedUsers } from '../../../src-main/lists/deleted.ts'
import type { User } from '../../../src-shared/domain/user.ts'
import { Failed } from '../../../src-shared/failure.ts'
import { aUser } from '../../support/a-user.ts'

let now: Date
let pulls: number
let set: string[][]
let answer: () => Promise<User[]>

const start = () =>
  createDeletedUsers({
    connection: 'c',
    server: {
      pullDeleted: () => {
        pulls++
        return answer()
      },
    },
    lists: {
      setDeleted: (_connection, users) => {
        set.push(users.map(({ id }) => id))
        return Promise.resolve()
      },
    },
    now: () => now,
  })

beforeEach(() => {
  now = new Date('2026-11-01T12:00:00Z')
  pulls = 0
  set = []
  answer = () => Promise.resolve([aUser(`after ${pulls}`)])
})

test('they are read once for all that ask at the same time, and again after a minute', async () => {
  const deleted = start()
  await Promise.all([deleted.read(), deleted.read()])
  await deleted.read()
  expect(set).toEqual([['after 1']])
  now = new Date('2026-11-01T12:01:01Z')
  await deleted.read()
  expect(set).toEqual([['after 1'], ['after 2']])
})

test('nobody has looked at them: a deletion reads nothing', async () => {
  const deleted = start()
  await deleted.freshen()
  expect(pulls).toBe(0)
})

test('a deletion while they are read is in what is read after it', async () => {
  const deleted = start()
  const reading = deleted.read()
  await deleted.freshen()
  await reading
  expect(set).toEqual([['after 1'], ['after 2']])
})

test('a server that cannot says so, and the next one who asks tries again', async () => {
  const deleted = start()
  answer = () => Promise.reject(new Failed({ kind: 'unsupported', code: 'not_in_this_api' }))
  await expect(deleted.read()).rejects.toMatchObject({ failure: { kind: 'unsupported' } })
  answer = () => Promise.resolve([])
  await deleted.read()
  expect(set).toEqual([[]])
})

test('what arrives after the end is not shown', async () => {
  const deleted = start()
  const reading = deleted.read()
  deleted.stop()
  await reading
  expect(set).toEqual([])
})
