import { shallowRef } from 'vue'
import type { Actor } from '../../../src-shared/domain/can.ts'
import type { Capabilities } from '../../../src-shared/domain/capabilities.ts'
import type { Edit } from '../../../src-shared/domain/staging-schema.ts'
import type { EditTarget, StagedRow } from '../../../src-shared/ipc/work-shapes.ts'
import { cellDenial, cellOptions, cellValue, type EditableColumn, editOf, isEditable, isYesNo } from './cell-edit.ts'
import type { ColumnKey } from './columns.ts'
import type { Opening } from './grid-events.ts'
import { t } from '../../messages/text.ts'
import { withStaged } from '../../composables/staged-row.ts'
import type { UserRow } from '../../composables/user-row.ts'

/** The editor that is open: of which cell, and with what it began. The user is the one that was seen when it opened. */
export interface OpenEditor {
  user: UserRow
  column: EditableColumn
  text: string
  /** The text was typed over what was there. */
  isTyped: boolean
  isComposing: boolean
  options: { value: string; label: string }[] | null
}

interface EditingDeps {
  actor(): Actor | null
  capabilities(): Capabilities
  stagedOf(id: string): StagedRow | undefined
  stage(target: EditTarget, edit: Edit): Promise<unknown>
  assign(user: UserRow): void
  /** Says why a cell cannot be edited; null: nothing any more. */
  tell(reason: string | null): void
}

/** Editing in the cells: what an edit opens, and what its value stages. */
export function useCellEditing(deps: EditingDeps) {
  const editor = shallowRef<OpenEditor | null>(null)

  /** Why a value cannot be given to a cell; null where it can. */
  function refusal({ user }: OpenEditor, column: EditableColumn, value: string): string | null {
    if (column !== 'resetPending') return null
    if (user.mustChangePassword && value === 'no') return t('staged.readOnly.resetPending')
    const action = deps.stagedOf(user.id)?.action ?? null
    return action === null || action === 'reset' ? null : t('staged.readOnly.otherAction')
  }

  async function commit(value: string): Promise<void> {
    const open = editor.value
    editor.value = null
    if (!open) return
    const { user, column } = open
    if (value === cellValue(column, withStaged(user, deps.stagedOf(user.id)))) return
    const reason = refusal(open, column, value)
    if (reason === null) await deps.stage({ ids: [user.id] }, editOf(column, value))
    else deps.tell(reason)
  }

  function toggle(user: UserRow, column: EditableColumn, present: string): void {
    editor.value = { ...{ user, column, text: present }, isTyped: false, isComposing: false, options: null }
    void commit(present === 'yes' ? 'no' : 'yes')
  }

  function open(user: UserRow, column: ColumnKey, opening: Opening): void {
    const denial = cellDenial(deps.actor(), deps.capabilities(), column, user)
    deps.tell(denial)
    if (denial !== null) return
    if (column === 'projects') deps.assign(user)
    if (!isEditable(column)) return
    const present = cellValue(column, withStaged(user, deps.stagedOf(user.id)))
    const options = cellOptions(column)
    const isList = opening.by === 'key' && opening.isList
    if (isList && options === null) return
    if (opening.by === 'space' && isYesNo(column)) {
      toggle(user, column, present)
      return
    }
    const isTyped = opening.by === 'text'
    const text = isTyped ? opening.text : options === null ? present : ''
    editor.value = { user, column, text, isTyped, isComposing: isTyped && opening.isComposing, options }
  }

  return { editor, open, commit, cancel: () => (editor.value = null) }
}
