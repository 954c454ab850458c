import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { connectLists, type ListsHost } from '../../../src-main/lists/host.ts'
import { everyUser } from '../../../src-shared/domain/query.ts'
import type { OpenedList } from '../../../src-shared/ipc/shapes.ts'
import { madeUpUser } from '../../../tools/page/made-up-users.ts'

const place = () => ({ file: join(folder, 'copy.db'), key: '11'.repeat(32), owner: 'a', scope: 's' })
const mark = { token: 't', at: '2026-01-01T00:00:00.000Z', isComplete: true }
let folder: string
let changed: OpenedList[]
let worker: Worker
let lists: ListsHost

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-host-'))
  changed = []
  lists = connectLists({
    start: (workerData) =>
      (worker = new Worker(new URL('../../../src-main/lists/worker.ts', import.meta.url), { workerData })),
    onChanged: (list) => changed.push(list),
    onTrouble: () => undefined,
  })
})
afterEach(async () => {
  await worker.terminate()
  rmSync(folder, { recursive: true })
})

test('the worker keeps rows, answers lists, and saves its index when nobody asks', async () => {
  expect(await lists.openCopy('c', place())).toEqual({ isKept: true, trouble: null, mark: null, size: 0 })
  await lists.begin('c')
  await lists.add(
    'c',
    Array.from({ length: 500 }, (_, at) => madeUpUser(at)),
  )
  expect(await lists.finish('c', null, mark, false)).toBeNull()
  const opened = await lists.open('c', { ...everyUser, search: 'elena' })
  expect(opened.total).toBeGreaterThan(10)
  expect(await lists.window(opened.list, opened.revision, 0, 5)).toMatchObject({ stale: false, first: 0 })
  await lists.change('c', [], [madeUpUser(1).id], 'again')
  await vi.waitFor(() => expect(changed.at(-1)?.list).toBe(opened.list))
  await vi.waitFor(() => expect(existsSync(join(folder, 'copy.db.index'))).toBe(true), 20_000)
  expect(await lists.openCopy('c', place())).toMatchObject({ size: 499, mark })
})

test('a question that a newer one of the same asker made needless is not answered in full', async () => {
  await lists.openCopy('c', null)
  await lists.change('c', [madeUpUser(1)], [], 'again')
  const words = ['e', 'el', 'ele', 'elen']
  const answers = await Promise.all(words.map((search) => lists.open('c', { ...everyUser, search }, 'users')))
  expect(answers.slice(0, -1).map(({ list }) => list)).toEqual([0, 0, 0])
  expect(answers.at(-1)?.list).toBeGreaterThan(0)
  const others = await Promise.all(words.map((search) => lists.open('c', { ...everyUser, search })))
  expect(others.every(({ list }) => list > 0)).toBe(true)
})
