import { exportAudit } from '../../connections/audit-export.ts'
import type { HandlerDeps, HandlersOf } from './deps.ts'

/** The audit log, by pages and as a file. */
export function auditHandlers({ connections, chooseFile, onExporting }: HandlerDeps): HandlersOf<'audit'> {
  /** The download that runs for a connection. */
  const running = new Map<string, AbortController>()

  return {
    'audit.page': ({ connection, query, cursor }) => {
      const { ask, server } = connections.get(connection)
      return ask(() => server.audit(query, cursor))
    },
    'audit.ofUser': ({ connection, id, cursor }) => {
      const { ask, server } = connections.get(connection)
      return ask(() => server.auditOf(id, cursor))
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
