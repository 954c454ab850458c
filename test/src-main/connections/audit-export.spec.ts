import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { exportAudit } from '../../../src-main/connections/audit-export.ts'
import type { AuditEntry, AuditPage } from '../../../src-shared/domain/audit.ts'
import { Failed } from '../../../src-shared/failure.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-audit-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const entry = (id: number): AuditEntry => ({
  id: String(id),
  at: '2026-11-24T12:00:00.000Z',
  actor: { id: 'a', userName: 'anna' },
  action: 'user.update',
  message: null,
  outcome: 'done',
  code: null,
  target: { type: 'user', id: 'u', name: `=cmd|${id}`, exists: true },
  organization: null,
  project: null,
  address: null,
  before: null,
  after: null,
})
const pages =
  (count: number) =>
  (cursor: string | null): Promise<AuditPage> => {
    const at = Number(cursor ?? '0')
    const entries = [entry(at * 2), entry(at * 2 + 1)]
    return Promise.resolve({ entries, next: at + 1 < count ? String(at + 1) : null })
  }

test('all pages are written, with progress, and no cell is a formula', async () => {
  const file = join(folder, 'log.csv')
  const told: number[] = []
  const rows = await exportAudit({
    page: pages(5),
    file,
    signal: new AbortController().signal,
    onRows: (n) => told.push(n),
  })
  expect(rows).toBe(10)
  expect(told).toEqual([2, 4, 6, 8, 10])
  const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n')
  expect(lines).toHaveLength(11)
  expect(lines[1]).toContain(",'=cmd|0,")
  expect(existsSync(`${file}.part`)).toBe(false)
})

test('a cancelled one leaves nothing, and what was there before stays', async () => {
  const file = join(folder, 'log.csv')
  const stopping = new AbortController()
  const onRows = (rows: number) => {
    if (rows === 4) stopping.abort()
  }
  expect(await exportAudit({ page: pages(1000), file, signal: stopping.signal, onRows })).toBeNull()
  expect(existsSync(file)).toBe(false)
  expect(existsSync(`${file}.part`)).toBe(false)
})

test('a failure of the server is told as it is, and leaves nothing', async () => {
  const file = join(folder, 'log.csv')
  const failure = { kind: 'offline', reason: 'timeout', detail: '' } as const
  const page = (cursor: string | null) => (cursor === null ? pages(3)(null) : Promise.reject(new Failed(failure)))
  const signal = new AbortController().signal
  await expect(exportAudit({ page, file, signal, onRows: () => undefined })).rejects.toMatchObject({ failure })
  expect(existsSync(`${file}.part`)).toBe(false)
})

test('a file that cannot be written is told as such', async () => {
  const file = join(folder, 'no-such-folder', 'log.csv')
  const signal = new AbortController().signal
  await expect(exportAudit({ page: pages(1), file, signal, onRows: () => undefined })).rejects.toMatchObject({
    failure: { kind: 'forbidden', code: 'file_denied' },
  })
})
