import type { Action, Actor } from '../../../src-shared/domain/can.ts'
import type { Capabilities, NameRules } from '../../../src-shared/domain/capabilities.ts'
import type { Edit } from '../../../src-shared/domain/staging-schema.ts'
import { checkUser, tidy } from '../../../src-shared/domain/user-rules.ts'
import { denialsOf } from '../../composables/user-denials.ts'
import { targetOf, type UserRow } from '../../composables/user-row.ts'
import { t } from '../../messages/text.ts'
import { issueWords } from '../../messages/words.ts'
import type { ColumnKey } from './columns.ts'

/** Columns whose cells are edited where they stand: as text, or by a choice of two. */
export const textColumns = ['userName', 'displayName', 'email'] as const
export const yesNoColumns = ['approved', 'disabled', 'resetPending'] as const
export type TextColumn = (typeof textColumns)[number]
export type YesNoColumn = (typeof yesNoColumns)[number]
export type EditableColumn = TextColumn | 'role' | YesNoColumn

const has = <T extends string>(all: readonly T[], key: string): key is T => all.some((each) => each === key)
export const isText = (key: ColumnKey): key is TextColumn => has(textColumns, key)
export const isYesNo = (key: ColumnKey): key is YesNoColumn => has(yesNoColumns, key)
export const isEditable = (key: ColumnKey): key is EditableColumn => isText(key) || isYesNo(key) || key === 'role'

function actionOf(column: EditableColumn | 'projects', user: UserRow): Action {
  if (column === 'projects') return 'projects'
  if (column === 'role') return user.role === 'manager' ? 'demote' : 'promote'
  return isYesNo(column)
    ? ({ approved: 'approve', disabled: 'disable', resetPending: 'reset' } as const)[column]
    : 'edit'
}

/** Why the account cannot edit a cell of a user, in words; null where it can. */
export function cellDenial(
  actor: Actor | null,
  capabilities: Capabilities,
  column: ColumnKey,
  user: UserRow,
): string | null {
  if (actor === null) return t('staged.readOnly.offline')
  if (column === 'projects' || isEditable(column)) {
    return denialsOf(actor, targetOf(user), capabilities)[actionOf(column, user)]
  }
  return column === 'actions' ? null : t('staged.readOnly.column', { column: t(`users.columns.${column}`) })
}

/** What an editor begins with. */
export function cellValue(column: EditableColumn, user: UserRow): string {
  if (isText(column)) return user[column] ?? ''
  if (column === 'role') return user.role
  return (column === 'resetPending' ? user.mustChangePassword : user[column]) ? 'yes' : 'no'
}

export function cellOptions(column: EditableColumn): { value: string; label: string }[] | null {
  if (isText(column)) return null
  const values = column === 'role' ? ['user', 'manager'] : ['yes', 'no']
  return values.map((value) => ({
    value,
    label: column === 'role' ? value : t(value === 'yes' ? 'staged.yes' : 'staged.no'),
  }))
}

/** The edit that gives a column a value. */
export function editOf(column: EditableColumn, value: string): Edit {
  if (isText(column)) return { kind: 'set', set: tidy({ [column]: value }) }
  if (column === 'role') return { kind: 'set', set: { role: value === 'manager' ? 'manager' : 'user' } }
  if (column !== 'resetPending') return { kind: 'set', set: { [column]: value === 'yes' } }
  return value === 'yes' ? { kind: 'action', action: 'reset' } : { kind: 'takeBack', fields: ['action'] }
}

/** The rule that a typed value breaks, in words; null where it breaks none. */
export function wrongWith(column: EditableColumn, value: string, rules: NameRules): string | null {
  if (!isText(column)) return null
  const [issue] = checkUser(tidy({ [column]: value }), rules)
  return issue ? issueWords(issue) : null
}
