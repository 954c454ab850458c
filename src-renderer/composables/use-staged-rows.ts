import { onScopeDispose, shallowRef, watch } from 'vue'
import type { StagedRow, StagedSet } from '../../src-shared/ipc/work-shapes.ts'

interface StagedRowsDeps {
  /** The set that is shown; a new object whenever something in it has changed. */
  set(): StagedSet | null
  read(set: number, ids: string[]): Promise<StagedRow[]>
}

/** What is staged for the users on screen. Nothing is asked for while nothing is staged. */
export function useStagedRows({ set, read }: StagedRowsDeps) {
  const rows = shallowRef<ReadonlyMap<string, StagedRow>>(new Map())
  /** Whom this state of the set was asked about. */
  let known = new Set<string>()
  let shown: readonly string[] = []
  let version = 0

  async function ask(): Promise<void> {
    const [current, mine] = [set(), version]
    const ids = shown.filter((id) => !known.has(id))
    if (!current || current.count === 0 || ids.length === 0) return
    for (const id of ids) known.add(id)
    const found = await read(current.set, ids)
    if (mine !== version) return
    // what was painted of an older state stays until it is known anew
    const others = [...rows.value].filter(([id]) => !ids.includes(id) && shown.includes(id))
    rows.value = new Map([...others, ...found.map((row) => [row.id, row] as const)])
    known = new Set(shown.filter((id) => known.has(id)))
  }

  function renew(): void {
    version += 1
    known = new Set()
    if ((set()?.count ?? 0) > 0) void ask()
    else if (rows.value.size > 0) rows.value = new Map()
  }
  watch(set, renew, { immediate: true })
  onScopeDispose(() => (version += 1))

  return {
    rows,
    of: (id: string): StagedRow | undefined => rows.value.get(id),
    /** Says who is on screen. */
    look(ids: readonly string[]): void {
      shown = ids
      void ask()
    },
  }
}

export type StagedRows = ReturnType<typeof useStagedRows>
