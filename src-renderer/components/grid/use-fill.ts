import { shallowRef } from 'vue'
import type { Edit } from '../../../src-shared/domain/staging-schema.ts'
import type { EditTarget } from '../../../src-shared/ipc/work-shapes.ts'
import { cellValue, type EditableColumn, editOf, isEditable } from './cell-edit.ts'
import type { ColumnKey } from './columns.ts'
import { showIdentifier } from '../identifier.ts'
import { formatNumber } from '../../messages/format.ts'
import { t } from '../../messages/text.ts'
import { columnsOf, rowsOf } from '../../composables/ranges.ts'
import type { UserRow } from '../../composables/user-row.ts'
import type { GridSelection } from '../../composables/use-selection.ts'

/** From more users than this on, a fill or paste asks first. */
export const askFrom = 500

/** What is asked before many are edited. */
export interface FillQuestion {
  heading: string
  text: string
  submit: string
  run(): Promise<unknown>
}

interface FillDeps {
  selection: GridSelection
  columns(): readonly ColumnKey[]
  /** The user of a row as it will be, with all that is being staged; undefined until it has arrived. */
  userAt(row: number): Promise<UserRow | undefined>
  /** The user under the cursor as it will be, with all that is being staged. */
  current(): Promise<UserRow | undefined>
  denialOf(user: UserRow, column: ColumnKey): string | null
  stage(target: EditTarget, edit: Edit): Promise<unknown>
  tell(reason: string): void
}

/** A name or an address belongs to one user alone. */
const isUnique = (column: EditableColumn) => column === 'userName' || column === 'email'

/** Gives many users the same value: fill down, fill the selection, clear. */
export function useFill(deps: FillDeps) {
  const { selection } = deps
  const question = shallowRef<FillQuestion | null>(null)

  /** Stages an edit for all that are selected; many only after a question. */
  async function stageForAll(edit: Edit, column: string, value: string): Promise<void> {
    const { target, count } = await selection.take()
    const run = () => deps.stage(target, edit)
    if (count <= askFrom) {
      await run()
      return
    }
    const n = formatNumber(count)
    const name = showIdentifier((await deps.current())?.userName ?? '')
    question.value = {
      heading: t('staged.ask.heading', { n, column }),
      text: t('staged.ask.text', { n, column, value, name }),
      submit: t('staged.ask.submit', { n }),
      run,
    }
  }

  /** Gives a value to the active column of all that are selected. */
  async function fillWith(column: EditableColumn, value: string): Promise<void> {
    if (isUnique(column) && selection.count.value > 1) {
      deps.tell(t('staged.readOnly.unique', { column: t(`users.columns.${column}`) }))
      return
    }
    await stageForAll(editOf(column, value), t(`users.columns.${column}`), valueWord(column, value))
  }

  async function fill(): Promise<void> {
    const user = await deps.current()
    const column = deps.columns()[selection.cursor.value.column]
    if (!user || !column) return
    if (isEditable(column)) await fillWith(column, cellValue(column, user))
    else deps.tell(deps.denialOf(user, column) ?? t('staged.readOnly.noFill'))
  }

  /** The first row's values for all rows below; with one row only, the values of the row above it. */
  async function fillDown(): Promise<void> {
    const { picked, cursor } = selection
    const [rows] = rowsOf(picked.value, cursor.value)
    if (!rows || selection.hasMoved.value) {
      deps.tell(t('staged.moved'))
      return
    }
    const isSingle = rows[0] === rows[1] && picked.value.kind !== 'rows'
    const source = await deps.userAt(isSingle ? rows[0] - 1 : rows[0])
    const [first, last] = columnsOf(picked.value, cursor.value, deps.columns().length)
    const columns = deps
      .columns()
      .slice(first, last + 1)
      .filter(isEditable)
    const set: Record<string, unknown> = {}
    for (const column of columns) {
      if (isUnique(column) || column === 'resetPending' || !source) continue
      const edit = editOf(column, cellValue(column, source))
      if (edit.kind === 'set') Object.assign(set, edit.set)
    }
    const names = Object.keys(set)
    if (!source || names.length === 0) deps.tell(t(source ? 'staged.readOnly.noFillDown' : 'staged.noRowAbove'))
    // the columns are those of values, and `editOf` gives each the value of its kind
    else
      await stageForAll(
        { kind: 'set', set },
        columnWords(names),
        t('staged.ask.above', { name: showIdentifier(source.userName) }),
      )
  }

  /** Takes the display names away. */
  async function clear(): Promise<void> {
    const [first, last] = columnsOf(selection.picked.value, selection.cursor.value, deps.columns().length)
    const isWithin = deps
      .columns()
      .slice(first, last + 1)
      .includes('displayName')
    const column = t('users.columns.displayName')
    if (isWithin) await stageForAll({ kind: 'set', set: { displayName: null } }, column, t('users.cell.none'))
    else deps.tell(t('staged.readOnly.noClear'))
  }

  return { question, fill, fillWith, fillDown, clear }
}

const columnWords = (names: readonly string[]): string =>
  names.map((name) => t(`users.columns.${name as EditableColumn}`)).join(', ') // keys that came from columns

function valueWord(column: EditableColumn, value: string): string {
  if (value === '') return t('users.cell.none')
  if (column === 'approved' || column === 'disabled' || column === 'resetPending') {
    return t(value === 'yes' ? 'staged.yes' : 'staged.no')
  }
  return value
}
