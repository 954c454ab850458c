import { writeFile } from 'node:fs/promises'
import type { Edit } from '../../../src-shared/domain/staging-schema.ts'
import { neededFields, stageEdit } from '../../../src-shared/domain/staging.ts'
import { caseless } from '../../../src-shared/domain/text.ts'
import { Failed } from '../../../src-shared/failure.ts'
import type { Parsed } from '../../../src-shared/ipc/contract.ts'
import type { EditTarget, Matched, TableFormat, WorkSettings } from '../../../src-shared/ipc/work-shapes.ts'
import { createCopyAnswers } from '../../connections/copy-answers.ts'
import { createSelections } from '../../connections/selections.ts'
import type { Cell } from '../../tables/cells.ts'
import type { PlanSource } from '../../work/desk.ts'
import { jobTable, planTable, writeTable } from '../export.ts'
import { nameWaiting } from '../waiting.ts'
import { toJobRow } from '../job-rows.ts'
import { createPreviews } from '../previews.ts'
import type { HandlerDeps, HandlersOf } from './deps.ts'

/** Drafts, staged sets, plans and jobs. */
export function workHandlers(
  deps: Pick<HandlerDeps, 'settings' | 'connections' | 'lists' | 'now' | 'onStaged' | 'chooseFile'>,
): HandlersOf<'drafts' | 'work' | 'selection' | 'sets' | 'staged' | 'plan' | 'jobs'> {
  const { connections, lists, settings } = deps
  const selections = createSelections(lists)
  const previews = createPreviews(lists)
  const workOf = (connection: string) => connections.get(connection).work()
  const deskOf = (connection: string) => workOf(connection).desk
  const idsOf = (target: EditTarget) => ('ids' in target ? target.ids : selections.idsOf(target.selection))

  /** Changes something staged, and tells all sets of the account. */
  async function staging<T>(connection: string, work: () => Promise<T>): Promise<T> {
    const result = await work()
    deps.onStaged(connection, await deskOf(connection).sets())
    return result
  }

  const workSettings = (): WorkSettings => {
    const { jobLimit, historyDays } = settings.get()
    return { jobLimit, historyDays }
  }

  /** Asks where to, and writes; false when nothing was chosen. */
  async function saveTable(name: string, format: TableFormat, read: () => Promise<Cell[][]>): Promise<boolean> {
    const file = await deps.chooseFile(`${name}.${format}`)
    if (file === null) return false
    await writeFile(file, await writeTable(await read(), format))
    return true
  }

  async function sourceOf(connection: string, from: Parsed<'plan.make'>['from']): Promise<PlanSource> {
    switch (from.kind) {
      case 'set':
        return { kind: 'set', set: from.set, ids: from.target && idsOf(from.target) }
      case 'edit':
        return { kind: 'changes', name: from.name, changes: await changesOf(connection, from.target, from.edit) }
      case 'undo': {
        const { restore } = connections.get(connection).server.description.capabilities
        await workOf(connection).runner.pause(from.job)
        return { kind: 'undo', job: from.job, restore }
      }
      case 'retry':
        return from
    }
  }

  /** An edit that is planned at once, beside the pile. */
  async function changesOf(connection: string, target: EditTarget, edit: Edit) {
    const { ids, columns } = await lists.values(connection, idsOf(target), neededFields(edit))
    return ids.flatMap((id, at) => {
      const seen = Object.fromEntries(Object.entries(columns).map(([field, values]) => [field, values[at]]))
      return stageEdit(undefined, id, seen, edit) ?? []
    })
  }

  async function match(connection: string, keys: readonly string[]): Promise<Matched> {
    const wanted = keys.map(caseless)
    const names = await createCopyAnswers(connection, lists).find(wanted)
    const by: Matched['by'] = { id: 0, userName: 0, email: 0 }
    const ids = wanted.map((key) => {
      const found = names.get(key)
      if (found === undefined) return null
      by[found.by]++
      return found.id
    })
    return { ids, by }
  }

  return {
    'drafts.read': ({ connection, target }) => deskOf(connection).draft(target),
    'drafts.save': ({ connection, target, draft }) => deskOf(connection).saveDraft(target, draft),
    'drafts.drop': ({ connection, target }) => deskOf(connection).dropDraft(target),

    'work.send': ({ connection, change }) => {
      const open = connections.get(connection)
      return open.ask(() => open.work().send(change))
    },
    'work.settle': ({ connection, job }) => {
      const open = connections.get(connection)
      return open.ask(() => open.work().settle(job))
    },
    'work.waiting': async ({ connection }) => nameWaiting(lists, connection, await workOf(connection).waiting()),
    'work.takeBack': ({ connection, job }) => workOf(connection).takeBack(job),
    'work.settings': () => Promise.resolve(workSettings()),
    'work.changeSettings': (values) => {
      settings.change(values)
      return Promise.resolve(workSettings())
    },

    'selection.take': ({ list, revision, ranges }) => selections.take(list, revision, ranges),
    'selection.holds': ({ selection, ids }) => Promise.resolve(selections.holds(selection, ids)),
    'selection.drop': ({ selection }) => {
      selections.drop(selection)
      return Promise.resolve()
    },
    'selection.facts': ({ connection, target }) => previews.facts(connection, idsOf(target)),
    'selection.preview': ({ connection, target, edit }) =>
      previews.preview(connections.get(connection).view(), idsOf(target), edit),

    'sets.list': ({ connection }) => deskOf(connection).sets(),
    'sets.create': ({ connection, name }) =>
      staging(connection, () => deskOf(connection).createSet(name, deps.now().toISOString())),
    'sets.rename': ({ connection, set, name }) => staging(connection, () => deskOf(connection).renameSet(set, name)),
    'sets.drop': ({ connection, set }) => staging(connection, () => deskOf(connection).dropSet(set)),

    'staged.edit': async ({ connection, set, target, edit }) => {
      const { ids, columns } = await lists.values(connection, idsOf(target), neededFields(edit))
      return staging(connection, () => deskOf(connection).stage(set, edit, ids, columns))
    },
    'staged.paste': async ({ connection, set, rows }) => {
      const byId = new Map(rows.map((row) => [row.id, row]))
      const fields = ['etag', 'userName', 'displayName', 'email', 'role', 'approved', 'disabled'] as const
      const { ids, columns } = await lists.values(connection, [...byId.keys()], fields)
      const known = ids.flatMap((id) => byId.get(id) ?? [])
      return staging(connection, () => deskOf(connection).paste(set, known, columns))
    },
    'staged.create': ({ connection, set, change }) =>
      staging(connection, () => deskOf(connection).stageChanges(set, [change])),
    'staged.undo': ({ connection, set }) => staging(connection, () => deskOf(connection).undo(set)),
    'staged.redo': ({ connection, set }) => staging(connection, () => deskOf(connection).redo(set)),
    'staged.of': ({ connection, set, ids }) => deskOf(connection).stagedOf(set, ids),
    'staged.rows': ({ connection, set, filter, rows }) =>
      deskOf(connection).stagedRows(set, filter, rows.first, rows.count),
    'staged.match': ({ connection, keys }) => match(connection, keys),

    'plan.cost': ({ connection, users }) => workOf(connection).planning.cost(users),
    'plan.make': async ({ connection, from }) => workOf(connection).planning.make(await sourceOf(connection, from)),
    'plan.view': ({ connection, plan }) => Promise.resolve(workOf(connection).planning.view(plan)),
    'plan.count': ({ connection, plan, part, search }) => deskOf(connection).planCount(plan, part, search),
    'plan.window': ({ connection, plan, part, search, rows }) =>
      deskOf(connection).planWindow(plan, part, search, rows.first, rows.count),
    'plan.drop': ({ connection, plan, picked }) =>
      workOf(connection).planning.revise(plan, () => deskOf(connection).dropFromPlan(plan, picked)),
    'plan.resolve': ({ connection, plan, positions, field, take }) =>
      workOf(connection).planning.revise(plan, () => deskOf(connection).resolvePlan(plan, positions, field, take)),
    'plan.send': async ({ connection, plan, typed, reason, pauseAfter }) => {
      const { planning, runner } = workOf(connection)
      const limit = settings.get().jobLimit
      const job = await staging(connection, () => planning.send({ plan, typed, reason, pauseAfter, limit }))
      runner.start()
      return runner.view(job)
    },
    'plan.close': ({ connection, plan }) => workOf(connection).planning.close(plan),
    'plan.export': ({ connection, plan, part, format }) =>
      saveTable('plan', format, () => planTable(deskOf(connection), plan, part)),

    'jobs.list': ({ connection }) => workOf(connection).runner.jobs(),
    'jobs.rows': async ({ connection, job, states, rows }) =>
      (await deskOf(connection).reportItems(job, states, rows.first, rows.count)).map(toJobRow),
    'jobs.pause': async ({ connection, job }) => {
      const { runner } = workOf(connection)
      await runner.pause(job)
      return runner.view(job)
    },
    'jobs.resume': async ({ connection, job }) => {
      const { runner } = workOf(connection)
      await runner.resume(job)
      return runner.view(job)
    },
    'jobs.cancel': async ({ connection, job }) => {
      const { runner } = workOf(connection)
      await runner.cancel(job)
      return runner.view(job)
    },
    'jobs.restage': ({ connection, job, states, set }) =>
      staging(connection, async () => {
        const desk = deskOf(connection)
        await desk.restage(job, states, set)
        const found = (await desk.sets()).find((each) => each.set === set)
        if (!found) throw new Failed({ kind: 'notFound' })
        return found
      }),
    'jobs.export': ({ connection, job, states, format }) =>
      saveTable('job', format, () => jobTable(deskOf(connection), job, states)),
  }
}
