import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { Input } from '../../src-shared/ipc/contract.ts'
import type { EditTarget, PastedRow, StagedRow, StagedSet } from '../../src-shared/ipc/work-shapes.ts'
import { call, on } from '../api.ts'

type Edit = Input<'staged.edit'>['edit']
type Ranges = Input<'selection.take'>['ranges']

/** The sets of staged edits of each server, kept by main; nothing in them has been sent. */
export const useStaged = defineStore('staged', () => {
  /** The sets by connection, as main told them last. */
  const sets = shallowReactive(new Map<string, readonly StagedSet[]>())
  /** The set that edits go into, by connection. */
  const chosen = shallowReactive(new Map<string, number>())
  on('staged.changed', ({ connection, sets: told }) => sets.set(connection, told))

  async function read(connection: string): Promise<void> {
    sets.set(connection, await call('sets.list', { connection }))
  }
  /** The set that edits go into; the first one is made where there is none. Throws `Failed`. */
  async function ensure(connection: string, name: string): Promise<number> {
    const known = current(connection)
    if (known) return known.set
    await read(connection)
    return (current(connection) ?? (await call('sets.create', { connection, name }))).set
  }
  /** The set that edits of this server go into; null while none is read. */
  function current(connection: string): StagedSet | null {
    const known = sets.get(connection) ?? []
    return known.find(({ set }) => set === chosen.get(connection)) ?? known[0] ?? null
  }

  const take = (list: number, revision: number, ranges: Ranges) => call('selection.take', { list, revision, ranges })
  const holds = (selection: number, ids: string[]) => call('selection.holds', { selection, ids })
  const dropSelection = (selection: number) => call('selection.drop', { selection })

  /** What an edit would come to; null: a newer question made the answer needless. */
  const preview = (connection: string, target: EditTarget, edit: Edit) =>
    call('selection.preview', { connection, target, edit })
  const facts = (connection: string, target: EditTarget) => call('selection.facts', { connection, target })

  const of = (connection: string, set: number) => ({
    edit: (target: EditTarget, edit: Edit): Promise<StagedSet> =>
      call('staged.edit', { connection, set, target, edit }),
    paste: (rows: PastedRow[]): Promise<StagedSet> => call('staged.paste', { connection, set, rows }),
    undo: () => call('staged.undo', { connection, set }),
    redo: () => call('staged.redo', { connection, set }),
    /** What is staged for these users; those without are left out. */
    forUsers: (ids: string[]): Promise<StagedRow[]> => call('staged.of', { connection, set, ids }),
    rows: (filter: 'all' | 'invalid', first: number, count: number): Promise<StagedRow[]> =>
      call('staged.rows', { connection, set, filter, rows: { first, count } }),
    rename: (name: string) => call('sets.rename', { connection, set, name }),
    drop: () => call('sets.drop', { connection, set }),
  })
  const create = (connection: string, name: string) => call('sets.create', { connection, name })
  const match = (connection: string, keys: string[]) => call('staged.match', { connection, keys })

  return { sets, chosen, read, current, ensure, take, holds, dropSelection, preview, facts, of, create, match }
})
