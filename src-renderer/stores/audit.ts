import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { AuditQuery } from '../../src-shared/domain/audit.ts'
import type { Exported } from '../../src-shared/ipc/shapes.ts'
import { call, on } from '../api.ts'

/** The audit log of a server. Only the download that runs is kept here, so that it goes on behind other places. */
export const useAudit = defineStore('audit', () => {
  /** Entries that the running download has written; null: none runs. */
  const written = ref<number | null>(null)
  on('audit.exporting', ({ rows }) => {
    if (written.value !== null) written.value = rows
  })

  const page = (connection: string, query: AuditQuery, cursor: string | null) =>
    call('audit.page', { connection, query, cursor })
  const ofUser = (connection: string, id: string, cursor: string | null) =>
    call('audit.ofUser', { connection, id, cursor })

  async function download(connection: string, query: AuditQuery): Promise<Exported> {
    written.value = 0
    try {
      return await call('audit.export', { connection, query })
    } finally {
      written.value = null
    }
  }
  const cancel = (connection: string) => call('audit.cancelExport', { connection })

  return { written, page, ofUser, download, cancel }
})
