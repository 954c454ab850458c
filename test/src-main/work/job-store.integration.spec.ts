import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDesk } from '../../../src-main/work/desk.ts'
import { makeFolderOf, newFileKey, setJobsAside } from '../../../src-main/work/open.ts'
import type { Change } from '../../../src-shared/domain/change.ts'

const now = '2026-11-01T12:00:00.000Z'
const change: Change = {
  target: { id: 'u1' },
  base: {},
  baseVersion: null,
  set: { email: 'canary-address@example.org' },
}
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-jobs-'))
  makeFolderOf(file())
})
afterEach(() => rmSync(folder, { recursive: true }))
const file = () => join(folder, 'a/work.db')

test('jobs outlive the program, and no address is readable in their files', () => {
  const key = newFileKey()
  const store = openDesk(file(), key)
  store.add('j1', change, now)
  const [item] = store.open()
  if (!item) throw new Error('no item')
  store.markSent(item, 'k1', now)
  const readable = readdirSync(join(folder, 'a')).filter((name) =>
    readFileSync(join(folder, 'a', name)).includes('canary-address'),
  )
  expect(readable).toEqual([])
  store.close()
  const again = openDesk(file(), key)
  expect(again.open()).toMatchObject([{ job: 'j1', change, state: 'sent', key: 'k1', sentAt: now }])
  again.end('j1', { state: 'applied', user: null }, now)
  expect(again.open()).toEqual([])
  expect(again.get('j1')?.outcome).toEqual({ state: 'applied', user: null })
  again.close()
})

test('without its key a file stays shut and unharmed; set aside it makes room', () => {
  const key = newFileKey()
  const store = openDesk(file(), key)
  store.add('j1', change, now)
  store.close()
  expect(() => openDesk(file(), newFileKey())).toThrow()
  setJobsAside(file(), new Date(now))
  openDesk(file(), newFileKey()).close()
  const [aside] = readdirSync(join(folder, 'a')).filter((name) => /^work\.db\..*Z$/.test(name))
  const found = openDesk(join(folder, 'a', aside ?? ''), key)
  expect(found.open()).toHaveLength(1)
  found.close()
})
