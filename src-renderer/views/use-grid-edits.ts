import { computed, type Ref, shallowRef, watch } from 'vue'
import { Failed } from '../../src-shared/failure.ts'
import type { Connection, OpenedList } from '../../src-shared/ipc/shapes.ts'
import type { PastedRow } from '../../src-shared/ipc/work-shapes.ts'
import { cellDenial } from '../components/grid/cell-edit.ts'
import type { GridColumn } from '../components/grid/columns.ts'
import type { GridEvents } from '../components/grid/grid-events.ts'
import { t } from '../messages/text.ts'
import { failureWords } from '../messages/words.ts'
import { usePlans } from '../stores/plans.ts'
import { useStaged } from '../stores/staged.ts'
import { useToasts } from '../stores/toasts.ts'
import { useUsers } from '../stores/users.ts'
import { withStaged } from '../composables/staged-row.ts'
import { useCellEditing } from '../components/grid/use-cell-editing.ts'
import { useFill } from '../components/grid/use-fill.ts'
import { useRangeClipboard } from '../components/grid/use-range-clipboard.ts'
import { useSelection } from '../composables/use-selection.ts'
import { useStagedRows } from '../composables/use-staged-rows.ts'
import type { Rows } from '../composables/use-user-list.ts'
import type { UserRow } from '../composables/user-row.ts'

/** To so many users a list can be narrowed (query-schema.ts, `oneOf`). */
const narrowMax = 10_000
/** Rows of one answer. */
const windowRows = 200

interface GridEditsDeps {
  connection(): Connection
  rows: Rows
  opened: Readonly<Ref<OpenedList | null>>
  columns(): readonly GridColumn[]
  assign(user: UserRow): void
}

type Edit = Parameters<ReturnType<ReturnType<typeof useStaged>['of']>['edit']>[1]
type Target = Parameters<ReturnType<ReturnType<typeof useStaged>['of']>['edit']>[0]

/** The list as a spreadsheet: what is selected, edited, filled, copied and pasted, all of it into the set that is in use. */
export function useGridEdits({ connection, rows, opened, columns, assign }: GridEditsDeps) {
  const staged = useStaged()
  const plans = usePlans()
  const users = useUsers()
  const toasts = useToasts()
  /** Why the last key did nothing, until the cursor moves. */
  const told = shallowRef<string | null>(null)
  const current = shallowRef<UserRow>()
  const id = () => connection().id
  const set = computed(() => staged.current(id()))

  // what is staged is kept by main for the account that is signed in
  watch(
    () => [id(), connection().account?.id],
    () => {
      if (connection().account) void staged.read(id()).catch(() => undefined)
    },
    { immediate: true },
  )

  function failed(error: unknown): void {
    if (!(error instanceof Failed)) throw error
    const { failure } = error
    const isMoved = failure.kind === 'unsupported' && failure.code === 'stale'
    const words = failureWords(failure, 'saving')
    toasts.show({ kind: 'problem', text: isMoved ? t('staged.moved') : `${words.title} ${words.text}` })
  }
  const tell = (text: string | null): void => void (told.value = text)
  const done = (text: string): void => {
    toasts.show({ kind: 'done', text })
  }
  /** Runs what a key asked for; what goes wrong is told. */
  const attempt = (work: () => Promise<unknown>): void => void work().catch(failed)

  const inSet = async () => staged.of(id(), await staged.ensure(id(), t('staged.firstSet')))
  /** Ends once all is staged that was asked for so far. */
  let staging: Promise<unknown> = Promise.resolve()
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const next = staging.then(work)
    staging = next.catch(() => undefined) // who asked for it hears of it
    return next
  }
  const stage = (target: Target, edit: Edit) => inOrder(async () => (await inSet()).edit(target, edit))
  const paste = (pasted: PastedRow[]) => inOrder(async () => (await inSet()).paste(pasted))

  const selection = useSelection({
    opened,
    onChange: rows.onChange,
    idAt: (row) => rows.at(row)?.id,
    ...{ take: staged.take, holds: staged.holds, drop: staged.dropSelection, failed },
  })
  const stagedRows = useStagedRows({
    set: () => set.value,
    read: (of, ids) =>
      staged
        .of(id(), of)
        .forUsers(ids)
        .catch(() => []),
  })
  /** A user as it will be: with what main has, since what is on screen may be a moment behind the keys. */
  const seen = (user: UserRow | undefined): Promise<UserRow | undefined> =>
    inOrder(async () => user && withStaged(user, (await (await inSet()).forUsers([user.id]))[0]))
  const keys = () => columns().map(({ key }) => key)
  const denialOf = (user: UserRow, column: GridColumn['key']) =>
    cellDenial(connection().account, connection().capabilities, column, user)

  const editing = useCellEditing({
    actor: () => connection().account,
    capabilities: () => connection().capabilities,
    stagedOf: stagedRows.of,
    ...{ stage, assign, tell },
  })
  const fill = useFill({
    ...{ selection, columns: keys, denialOf, stage, tell },
    userAt: (row) => seen(rows.at(row)),
    current: () => seen(current.value),
  })
  const clipboard = useRangeClipboard({
    ...{ selection, columns: keys, window: users.window, paste, tell, done },
    opened: () => opened.value,
    stagedFor: (ids) => (set.value ? staged.of(id(), set.value.set).forUsers(ids) : Promise.resolve([])),
    match: (asked) => staged.match(id(), asked),
  })

  async function step(way: 'undo' | 'redo'): Promise<void> {
    const now = set.value
    if (now?.[way]) await inOrder(() => staged.of(id(), now.set)[way]())
  }

  /** The users whose changes are staged, or break a rule, by id: as many as a list can be narrowed to. */
  async function idsOf(what: 'all' | 'invalid'): Promise<string[]> {
    const now = set.value
    const ids: string[] = []
    for (let at = 0; now && at < (what === 'all' ? now.count : now.invalid) && at < narrowMax; at += windowRows) {
      const found = await staged.of(id(), now.set).rows(what, at, windowRows)
      // a new user is in no list yet
      ids.push(...found.filter(({ isNew }) => !isNew).map((row) => row.id))
    }
    return ids
  }

  const sets = {
    all: computed(() => staged.sets.get(id()) ?? []),
    choose: (chosen: number): void => void staged.chosen.set(id(), chosen),
    async create(name: string): Promise<void> {
      const made = await staged.create(id(), name)
      staged.chosen.set(id(), made.set)
    },
    rename: async (name: string) => set.value && staged.of(id(), set.value.set).rename(name),
    drop: async () => set.value && staged.of(id(), set.value.set).drop(),
  }

  function review(): void {
    const now = set.value
    if (now && now.count > 0) plans.review(id(), { kind: 'set', set: now.set, target: null })
    else toasts.show({ kind: 'done', text: t('staged.status.none') })
  }

  return {
    ...{ set, sets, idsOf, selection, stagedRows, editing, fill, clipboard, told, attempt, review },
    onCursor(...[cell, user]: GridEvents['cursor']): void {
      const before = selection.cursor.value
      if (before.row !== cell.row || before.column !== cell.column) tell(null)
      selection.setCursor(cell, user?.id ?? null)
      // a row that is out of the memory of the page is still the one under the cursor
      if (user || before.row !== cell.row) current.value = user
    },
    onLook(ids: string[]): void {
      stagedRows.look(ids)
      attempt(() => selection.look(ids))
    },
    undo: () => {
      attempt(() => step('undo'))
    },
    redo: () => {
      attempt(() => step('redo'))
    },
  }
}

export type GridEdits = ReturnType<typeof useGridEdits>
