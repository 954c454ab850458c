import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AuditPage } from '../../src-shared/domain/audit.ts'
import { auditCells, auditColumns } from '../../src-shared/domain/audit-entry.ts'
import { csvLine } from '../../src-shared/domain/csv.ts'
import { Failed } from '../../src-shared/failure.ts'

interface AuditExport {
  page(cursor: string | null): Promise<AuditPage>
  file: string
  signal: AbortSignal
  /** How many entries are written so far. */
  onRows(rows: number): void
}

/** Says to spreadsheets that the file is UTF-8. */
const byteOrderMark = '\uFEFF'

/**
 * Writes all entries into a file, page by page, and answers their number; null when it was cancelled. The file has its name
 * only once it is whole, so that half a log is never taken for one. Throws `Failed`, `forbidden` with `file_denied` where
 * the file cannot be written.
 */
export async function exportAudit({ page, file, signal, onRows }: AuditExport): Promise<number | null> {
  const part = `${file}.part`
  let rows = 0

  async function* lines(): AsyncGenerator<string> {
    yield byteOrderMark + csvLine(auditColumns)
    for (let cursor: string | null = null; ;) {
      signal.throwIfAborted()
      const { entries, next }: AuditPage = await page(cursor)
      yield entries.map((entry) => csvLine(auditCells(entry))).join('')
      rows += entries.length
      onRows(rows)
      if (next === null) return
      cursor = next
    }
  }

  try {
    await pipeline(Readable.from(lines()), createWriteStream(part, { mode: 0o600 }), { signal })
    await rename(part, file)
    return rows
  } catch (error) {
    await rm(part, { force: true })
    if (signal.aborted) return null
    throw isOfFiles(error) ? new Failed({ kind: 'forbidden', code: 'file_denied' }) : error
  }
}

const isOfFiles = (error: unknown): boolean =>
  error instanceof Error && 'syscall' in error && !(error instanceof Failed)
