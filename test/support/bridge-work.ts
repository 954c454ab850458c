import type { Lists } from '../../src-main/lists/lists.ts'
import type { Change } from '../../src-shared/domain/change.ts'
import { createFacts, createPreview } from '../../src-shared/domain/plan/preview.ts'
import { neededFields, type Seen, stageEdit } from '../../src-shared/domain/staging.ts'
import type { Edit } from '../../src-shared/domain/staging-schema.ts'
import { caseless } from '../../src-shared/domain/text.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { checkUser, defaultNameRules } from '../../src-shared/domain/user-rules.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { MethodName, Output, Parsed } from '../../src-shared/ipc/contract.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import type { EditTarget, StagedRow, StagedSet } from '../../src-shared/ipc/work-shapes.ts'

type StagedMethod = Extract<MethodName, `selection.${string}` | `sets.${string}` | `staged.${string}`>

interface Pile {
  name: string
  /** What is staged after each step, the first of them nothing; and how many of the steps are done. */
  states: ReadonlyMap<string, Change>[]
  at: number
}

interface StagedDeps {
  lists: Pick<Lists, 'ids' | 'values'>
  users(): readonly User[]
  connectionOf(id: string): Connection
  changed(connection: string, sets: StagedSet[]): void
}

type Answers = { [M in StagedMethod]: (input: Parsed<M>) => Output<M> }

/** Selections and staged sets in memory, by the rules of the domain. */
export function stagedAnswers({ lists, users, connectionOf, changed }: StagedDeps): Answers {
  const selections: string[][] = []
  const piles: (Pile | null)[] = []

  function pileOf(set: number): Pile {
    const pile = piles[set]
    if (!pile) throw new Failed({ kind: 'notFound' })
    return pile
  }
  const now = (pile: Pile) => pile.states[pile.at] ?? new Map<string, Change>()
  const issuesOf = ({ set = {} }: Change) => checkUser(set, defaultNameRules)
  const step = (is: boolean): StagedSet['undo'] => (is ? 'changes' : null)

  const viewOf = (pile: Pile, set: number): StagedSet => ({
    ...{ set, name: pile.name, createdAt: '2026-01-01T00:00:00Z', count: now(pile).size },
    invalid: [...now(pile).values()].filter((change) => issuesOf(change).length > 0).length,
    undo: step(pile.at > 0),
    redo: step(pile.at < pile.states.length - 1),
  })
  const views = () => piles.flatMap((pile, set) => (pile ? [viewOf(pile, set)] : []))

  function alter(connection: string, set: number, work: (pile: Pile) => void): StagedSet {
    const pile = pileOf(set)
    work(pile)
    changed(connection, views())
    return viewOf(pile, set)
  }

  const idsOf = (target: EditTarget) => ('ids' in target ? target.ids : (selections[target.selection] ?? []))

  const usersOf = (target: EditTarget) => idsOf(target).flatMap((id) => users().find((user) => user.id === id) ?? [])

  function stage(connection: string, set: number, edits: readonly [ids: readonly string[], edit: Edit][]): StagedSet {
    return alter(connection, set, (pile) => {
      const next = new Map(now(pile))
      for (const [asked, edit] of edits) {
        const { ids, columns } = lists.values('all', asked, neededFields(edit))
        for (const [at, id] of ids.entries()) {
          const fields = Object.entries(columns).map(([field, values]) => [field, values[at]])
          const seen = Object.fromEntries(fields) as Seen // the columns are those of users
          const change = stageEdit(next.get(id), id, seen, edit)
          if (change) next.set(id, change)
          else next.delete(id)
        }
      }
      pile.states = [...pile.states.slice(0, pile.at + 1), next]
      pile.at += 1
    })
  }

  function rowsOf(set: number, isWanted: (id: string, change: Change) => boolean): StagedRow[] {
    const wanted = [...now(pileOf(set))].filter(([id, change]) => isWanted(id, change))
    return wanted.map(([id, change]) => ({
      ...{ id, isNew: false, set: change.set ?? {}, was: change.base as StagedRow['was'], issues: issuesOf(change) }, // a base has values
      ...{ projects: change.projects ?? null, action: change.action ?? null },
    }))
  }

  return {
    'selection.take': ({ list, revision, ranges }) => {
      const ids = lists.ids(list, revision, ranges)
      if (ids === null) throw new Failed({ kind: 'unsupported', code: 'stale' })
      return { selection: selections.push(ids) - 1, count: ids.length }
    },
    'selection.holds': ({ selection, ids }) => ids.map((id) => selections[selection]?.includes(id) ?? false),
    'selection.drop': () => undefined,
    'selection.facts': ({ target }) => {
      const facts = createFacts()
      for (const user of usersOf(target)) facts.add(user)
      return facts.result()
    },
    'selection.preview': ({ connection, target, edit }) => {
      const { account, settings } = connectionOf(connection)
      if (!account) throw new Failed({ kind: 'unauthorized', code: 'expired' })
      const { protectedAccounts } = settings
      const rules = { actor: account, nameRules: defaultNameRules, protectedAccounts, projects: new Map() }
      const preview = createPreview(edit, rules, 8)
      for (const user of usersOf(target)) preview.add(user)
      return preview.result()
    },
    'sets.list': views,
    'sets.create': ({ connection, name }) =>
      alter(connection, piles.push({ name, states: [new Map()], at: 0 }) - 1, () => undefined),
    'sets.rename': ({ connection, set, name }) => alter(connection, set, (pile) => (pile.name = name)),
    'sets.drop': ({ connection, set }) => {
      piles[set] = null
      changed(connection, views())
    },
    'staged.edit': ({ connection, set, target, edit }) => stage(connection, set, [[idsOf(target), edit]]),
    'staged.paste': ({ connection, set, rows }) =>
      stage(
        connection,
        set,
        rows.map(({ id, set: values }) => [[id], { kind: 'set', set: values }]),
      ),
    'staged.create': () => {
      throw new Failed({ kind: 'unsupported', code: 'not_in_this_api' })
    },
    'staged.undo': ({ connection, set }) => alter(connection, set, (pile) => (pile.at = Math.max(0, pile.at - 1))),
    'staged.redo': ({ connection, set }) =>
      alter(connection, set, (pile) => (pile.at = Math.min(pile.states.length - 1, pile.at + 1))),
    'staged.of': ({ set, ids }) => rowsOf(set, (id) => ids.includes(id)),
    'staged.rows': ({ set, filter, rows: { first, count } }) =>
      rowsOf(set, (_, change) => filter === 'all' || issuesOf(change).length > 0).slice(first, first + count),
    'staged.match': ({ keys }) => {
      const found = keys.map(
        (key) =>
          users().find(({ id, userName, email }) => [id, userName, email].map(caseless).includes(caseless(key)))?.id,
      )
      return { ids: found.map((id) => id ?? null), by: { id: 0, userName: 0, email: 0 } }
    },
  }
}
