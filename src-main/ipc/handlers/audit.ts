import { AuditPage } from '../../../src-shared/domain/audit.ts'
import { exportAudit } from '../../connections/audit-export.ts'
import type { Recall } from '../../connections/recall.ts'
import type { HandlerDeps, HandlersOf } from './deps.ts'

/** The audit log, by pages and as a file. */
export function auditHandlers(
  { connections, chooseFile, onExporting }: HandlerDeps,
  recall: Recall,
): HandlersOf<'audit'> {
  /** The download that runs for a connection. */
  const running = new Map<string, AbortController>()

  return {
    'audit.page': async ({ connection, query, cursor }) => {
      const open = connections.get(connection)
      const key = `audit ${JSON.stringify([query, cursor])}`
      const { value, at } = await recall.answer(open, key, AuditPage, () => open.server.audit(query, cursor))
      return { ...value, at }
    },
    'audit.ofUser': async ({ connection, id, cursor }) => {
      const open = connections.get(connection)
      const key = `auditOf ${JSON.stringify([id, cursor])}`
      const { value, at } = await recall.answer(open, key, AuditPage, () => open.server.auditOf(id, cursor))
      return { ...value, at }
    },
    'audit.export': async ({ connection, query }) => {
      const { ask, server } = connections.get(connection)
      const file = await chooseFile('audit-log.csv')
      if (file === null) return { state: 'cancelled', rows: 0, file: null }
      running.get(connection)?.abort()
      const stopping = new AbortController()
      running.set(connection, stopping)
      const rows = await exportAudit({
        page: (cursor) => ask(() => server.audit(query, cursor)),
        file,
        signal: stopping.signal,
        onRows: (count) => {
          onExporting(connection, count)
        },
      })
      if (running.get(connection) === stopping) running.delete(connection)
      return rows === null ? { state: 'cancelled', rows: 0, file: null } : { state: 'done', rows, file }
    },
    'audit.cancelExport': ({ connection }) => {
      running.get(connection)?.abort()
      return Promise.resolve()
    },
  }
}
