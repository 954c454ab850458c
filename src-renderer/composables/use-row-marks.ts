import { computed } from 'vue'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import { useChangedRows } from './use-changed-rows.ts'
import { type PendingWork, usePending } from './use-pending.ts'

/** The classes of rows that are marked: others have just changed them, or a change of them waits for the server. */
export function useRowMarks(work: PendingWork, connection: () => Connection) {
  const changed = useChangedRows()
  const pending = usePending(work, connection)
  const marks = computed<ReadonlyMap<string, string>>(
    () =>
      new Map([
        ...[...changed.ids.value].map((id) => [id, 'is-changed'] as const),
        ...[...pending.ids.value].map((id) => [id, 'is-pending'] as const),
      ]),
  )
  return { ...changed, marks }
}
