import { inject, onMounted, shallowRef } from 'vue'
import type { AuditEntry } from '../../src-shared/domain/audit.ts'
import { Failed } from '../../src-shared/failure.ts'
import { userAuditKey } from './audit-key.ts'

/** The newest entry that changed one of the fields of a user; none where the server or the role has no log to show. */
export function useLastSaved(id: string, fields: readonly string[]) {
  const read = inject(userAuditKey, () => null)()
  const saved = shallowRef<AuditEntry | null>(null)

  onMounted(async () => {
    try {
      const page = await read?.(id, null)
      const isSaved = ({ outcome, after }: AuditEntry) =>
        outcome === 'done' && fields.some((field) => field in (after ?? {}))
      saved.value = page?.entries.find(isSaved) ?? null
    } catch (error) {
      // who it was is good to know, and no reason to disturb the choice
      if (!(error instanceof Failed)) throw error
    }
  })

  return saved
}
