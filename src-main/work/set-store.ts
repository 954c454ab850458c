import { Change, isEmpty } from '../../src-shared/domain/change.ts'
import type { NameRules } from '../../src-shared/domain/capabilities.ts'
import type { Issue } from '../../src-shared/domain/issue.ts'
import type { Edit } from '../../src-shared/domain/staging-schema.ts'
import { type Seen, stageEdit } from '../../src-shared/domain/staging.ts'
import { checkUser } from '../../src-shared/domain/user-rules.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { PastedRow, StagedRow, StagedSet } from '../../src-shared/ipc/work-shapes.ts'
import type { Database } from '../db/open.ts'

/** Values of many users, a column per field, all of one length; `etag` is always there. */
export type SeenColumns = Readonly<Record<string, readonly unknown[]>>

/** One step of a set, as it is kept: an edit of many, pasted rows, a new user, or what was left when a job took its part. */
type Step =
  | { kind: 'edit'; edit: Edit; ids: readonly string[]; seen: SeenColumns }
  | { kind: 'paste'; rows: readonly PastedRow[]; seen: SeenColumns }
  | { kind: 'changes'; changes: readonly Change[] }

interface OpenSet {
  id: number
  name: string
  createdAt: string
  /** Staged changes by user id, or by the key of a new user. */
  changes: Map<string, Change>
  issues: Map<string, Issue[]>
  /** Steps that undo can take back, and those that it has: each with what it found. */
  done: { number: number; step: Step; before: [key: string, change: Change | undefined][] }[]
  undone: { number: number; step: Step }[]
}

export type StagedFilter = 'all' | 'invalid'

/** Named piles of staged edits in `work.db`: every step is kept, so that undo has no end and survives a restart. */
export interface SetStore {
  sets(): StagedSet[]
  createSet(name: string, now: string): StagedSet
  renameSet(set: number, name: string): StagedSet
  dropSet(set: number): void
  stage(set: number, edit: Edit, ids: readonly string[], seen: SeenColumns): StagedSet
  paste(set: number, rows: readonly PastedRow[], seen: SeenColumns): StagedSet
  /** New users, or changes that come back from a job. */
  stageChanges(set: number, changes: readonly Change[]): StagedSet
  undo(set: number): StagedSet
  redo(set: number): StagedSet
  /** What is staged for some users; those without are left out. */
  stagedOf(set: number, ids: readonly string[]): StagedRow[]
  stagedRows(set: number, filter: StagedFilter, first: number, count: number): StagedRow[]
  /** The changes of a set, or those of some users. */
  stagedChanges(set: number, ids: readonly string[] | null): Change[]
  /** A job has taken these: they are no longer staged, and undo does not go back behind this. */
  takeOut(set: number, keys: readonly string[]): void
}

export const keyOf = ({ target }: Change): string => ('id' in target ? target.id : target.newKey)

export function createSetStore(database: Database, nameRules: () => NameRules): SetStore {
  const insertSet = database.prepare('insert into staged_set (name, created_at) values (?, ?)')
  const insertStep = database.prepare('insert into staged_step (staged_set, number, body) values (?, ?, ?)')
  const setDone = database.prepare('update staged_set set done = ? where id = ?')
  const deleteFrom = database.prepare('delete from staged_step where staged_set = ? and number >= ?')
  const open = new Map<number, OpenSet>()
  load()

  function load(): void {
    type SetRow = { id: number; name: string; created_at: string; done: number }
    for (const row of database.prepare<[], SetRow>('select * from staged_set order by id').all()) {
      const set = emptySet(row.id, row.name, row.created_at)
      const steps = database.prepare<[number], { number: number; body: string }>(
        'select number, body from staged_step where staged_set = ? order by number',
      )
      for (const { number, body } of steps.iterate(row.id)) {
        const step = JSON.parse(body) as Step // written below
        if (number > row.done) set.undone.push({ number, step })
        else run(set, number, step)
      }
      open.set(row.id, set)
    }
  }

  function get(id: number): OpenSet {
    const set = open.get(id)
    if (!set) throw new Failed({ kind: 'notFound' })
    return set
  }

  function put(set: OpenSet, key: string, change: Change | undefined): void {
    if (set.issues.size > 0) set.issues.delete(key)
    if (change === undefined) {
      set.changes.delete(key)
      return
    }
    set.changes.set(key, change)
    if (!change.set) return
    const issues = checkUser(change.set, nameRules())
    if (issues.length > 0) set.issues.set(key, issues)
  }

  function run(set: OpenSet, number: number, step: Step): void {
    const before: [string, Change | undefined][] = []
    forEachNext(set, step, (key, next) => {
      const present = set.changes.get(key)
      if (next === present) return
      before.push([key, present])
      put(set, key, next)
    })
    if (number > startNumber) set.done.push({ number, step, before })
  }

  const save = database.transaction((set: number, number: number, step: Step) => {
    deleteFrom.run(set, number)
    insertStep.run(set, number, JSON.stringify(step))
    setDone.run(number, set)
  })

  function add(set: OpenSet, step: Step): void {
    const number = (set.done.at(-1)?.number ?? startNumber) + 1
    save(set.id, number, step)
    set.undone = []
    run(set, number, step)
  }

  function view({ id, name, createdAt, changes, issues, done, undone }: OpenSet): StagedSet {
    const named = (step: Step | undefined): StagedSet['undo'] =>
      step?.kind === 'edit' ? step.edit : (step?.kind ?? null)
    return {
      ...{ set: id, name, createdAt, count: changes.size, invalid: issues.size },
      undo: named(done.at(-1)?.step),
      redo: named(undone[0]?.step),
    }
  }

  function row(set: OpenSet, key: string): StagedRow[] {
    const change = set.changes.get(key)
    if (!change) return []
    return [
      {
        id: key,
        isNew: 'newKey' in change.target,
        set: change.set ?? {},
        was: change.base as StagedRow['was'], // a base has values and the ids of projects
        projects: change.projects ?? null,
        action: change.action ?? null,
        issues: set.issues.get(key) ?? [],
      },
    ]
  }

  function change(id: number, work: (set: OpenSet) => void): StagedSet {
    const set = get(id)
    work(set)
    return view(set)
  }

  return {
    sets: () => [...open.values()].map(view),
    createSet(name, now) {
      const set = emptySet(Number(insertSet.run(name, now).lastInsertRowid), name, now)
      open.set(set.id, set)
      return view(set)
    },
    renameSet: (id, name) =>
      change(id, (set) => {
        database.prepare('update staged_set set name = ? where id = ?').run(name, id)
        set.name = name
      }),
    dropSet(id) {
      database.prepare('delete from staged_set where id = ?').run(id)
      open.delete(id)
    },
    stage: (id, edit, ids, seen) => change(id, (set) => add(set, { kind: 'edit', edit, ids, seen })),
    paste: (id, rows, seen) => change(id, (set) => add(set, { kind: 'paste', rows, seen })),
    stageChanges: (id, changes) => change(id, (set) => add(set, { kind: 'changes', changes })),
    undo: (id) =>
      change(id, (set) => {
        const last = set.done.pop()
        if (!last) return
        setDone.run(set.done.at(-1)?.number ?? startNumber, id)
        for (const [key, before] of last.before.toReversed()) put(set, key, before)
        set.undone.unshift({ number: last.number, step: last.step })
      }),
    redo: (id) =>
      change(id, (set) => {
        const next = set.undone.shift()
        if (!next) return
        setDone.run(next.number, id)
        run(set, next.number, next.step)
      }),
    stagedOf: (id, ids) => ids.flatMap((key) => row(get(id), key)),
    stagedRows(id, filter, first, count) {
      const set = get(id)
      const keys = [...(filter === 'invalid' ? set.issues : set.changes).keys()]
      return keys.slice(first, first + count).flatMap((key) => row(set, key))
    },
    stagedChanges(id, ids) {
      const { changes } = get(id)
      return ids === null ? [...changes.values()] : ids.flatMap((key) => changes.get(key) ?? [])
    },
    takeOut(id, keys) {
      const set = get(id)
      for (const key of keys) put(set, key, undefined)
      save(id, startNumber, { kind: 'changes', changes: [...set.changes.values()] })
      set.done = []
      set.undone = []
    },
  }
}

/** The number of the step that holds what a set began with after a job took its part; undo does not go behind it. */
const startNumber = 0

const emptySet = (id: number, name: string, createdAt: string): OpenSet => ({
  ...{ id, name, createdAt },
  changes: new Map(),
  issues: new Map(),
  done: [],
  undone: [],
})

/** What a step makes of each user that it is about; `undefined`: nothing is staged any more. */
function forEachNext({ changes }: OpenSet, step: Step, take: (key: string, change: Change | undefined) => void): void {
  if (step.kind === 'changes') {
    for (const change of step.changes) take(keyOf(change), isEmpty(change) ? undefined : change)
    return
  }
  const columns = Object.entries(step.seen)
  const seenAt = (at: number): Seen => {
    const seen: Record<string, unknown> = {}
    for (const [field, values] of columns) seen[field] = values[at]
    return seen // the columns are those of users
  }
  if (step.kind === 'edit') {
    for (const [at, id] of step.ids.entries()) {
      take(id, stageEdit(changes.get(id), id, seenAt(at), step.edit) ?? undefined)
    }
    return
  }
  for (const [at, { id, set }] of step.rows.entries()) {
    take(id, stageEdit(changes.get(id), id, seenAt(at), { kind: 'set', set }) ?? undefined)
  }
}
