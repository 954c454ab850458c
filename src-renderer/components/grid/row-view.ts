import { type Action, can } from '../../../src-shared/domain/can.ts'
import type { StagedRow } from '../../../src-shared/ipc/work-shapes.ts'
import { invitationState } from '../../../src-shared/domain/invitation.ts'
import { withStaged } from '../../composables/staged-row.ts'
import type { Viewer } from '../../composables/user-denials.ts'
import { targetOf, type UserRow } from '../../composables/user-row.ts'
import { formatDay, formatNumber } from '../../messages/format.ts'
import { t } from '../../messages/text.ts'
import { denialWords } from '../../messages/words.ts'
import { showIdentifier } from '../identifier.ts'
import { type StagedMarks, stagedMarks } from './staged-marks.ts'

/** A button in a cell: its name, and why it cannot be used. */
export interface RowButton {
  label: string
  denial: string | null
}

/** A row as it is painted: texts that are ready, and one string of classes that chooses the marks. */
export interface RowView {
  id: string
  userName: string
  nameNote: string
  displayName: string
  email: string
  emailNote: string
  organization: string
  role: string
  roleNote: string
  approved: string
  disabled: string
  partner: string
  creationName: string
  createdAt: string
  lastSignInAt: string
  resetPending: string
  invitation: string
  projectCount: string
  projects: string
  classes: string
  /** What is said of cells in which something is staged; null where nothing is. */
  staged: StagedMarks['notes'] | null
  edit: RowButton
  assign: RowButton
  remove: RowButton
}

/** Why the account may not do this to the user of a row, in words; null when it may. */
export function denialOf(actor: Viewer | null, action: Action, row: UserRow): string | null {
  if (row.deletedAt !== null && action !== 'restore') return denialWords('deleted')
  if (action === 'projects' && row.role === 'manager') return denialWords('projects_by_role')
  const denial = actor === null ? 'scope' : can(actor, action, targetOf(row))
  return denial === null ? (actor?.lock ?? null) : denialWords(denial)
}

function emailNoteOf(row: UserRow, now: Date): [className: string, note: string] {
  const invitation = invitationState(row, now)
  if (invitation === 'pending') return ['is-invited', t('users.cell.invited')]
  if (invitation === 'expired') return ['is-invite-expired', t('users.cell.inviteExpired')]
  return row.emailConfirmed ? ['', ''] : ['is-unconfirmed', t('users.cell.unconfirmed')]
}

function invitationWord(row: UserRow, now: Date): string | null {
  const state = invitationState(row, now)
  return state && t(state === 'pending' ? 'users.cell.pending' : 'users.cell.expired')
}

function classesOf(row: UserRow, emailClass: string): string {
  const marks: [boolean, string][] = [
    [emailClass !== '', emailClass],
    [!row.approved, 'is-waiting'],
    [row.disabled, 'is-disabled'],
    [row.deletedAt !== null, 'is-deleted'],
    [row.mustChangePassword, 'has-reset'],
    [isReadOnly(row), 'is-read-only'],
    [row.displayName === null, 'has-no-name'],
    [row.role !== 'user', 'has-no-projects'],
  ]
  return marks.flatMap(([is, name]) => (is ? [name] : [])).join(' ')
}

const isReadOnly = (row: UserRow): boolean => row.protection !== null || (row.role !== 'user' && row.role !== 'manager')

/** Makes the view of a row for the account that looks at it, as it will be with what is staged. */
export function viewOf(present: UserRow, actor: Viewer | null, now: Date, staged?: StagedRow): RowView {
  const row = withStaged(present, staged)
  const marks = staged && stagedMarks(present, staged)
  const [emailClass, emailNote] = emailNoteOf(row, now)
  const name = showIdentifier(row.userName)
  const dash = t('users.cell.dash')
  const mayHaveProjects = row.role === 'user'
  const names = row.projectNames
  const isDeleted = row.deletedAt !== null
  return {
    id: showIdentifier(row.id),
    userName: name,
    nameNote: row.mustChangePassword ? t('users.cell.resetPending') : '',
    displayName: row.displayName ?? t('users.cell.none'),
    email: showIdentifier(row.email),
    emailNote,
    organization: row.organizationName,
    role: row.roleLabel ?? row.role,
    roleNote: isReadOnly(row) ? t('users.cell.readOnly') : '',
    approved: t(row.approved ? 'users.cell.yes' : 'users.cell.waiting'),
    disabled: row.disabled ? t('users.cell.disabled') : dash,
    partner: row.partnerName ?? dash,
    creationName: row.creationName ?? dash,
    createdAt: row.createdAt === null ? dash : formatDay(row.createdAt),
    lastSignInAt: row.lastSignInAt === null ? t('users.cell.never') : formatDay(row.lastSignInAt),
    resetPending: row.mustChangePassword ? t('users.cell.pending') : dash,
    invitation: invitationWord(row, now) ?? dash,
    projectCount: mayHaveProjects ? formatNumber(names.length) : '',
    projects: mayHaveProjects ? names.join(', ') || t('users.cell.none') : dash,
    classes: marks ? `${classesOf(row, emailClass)} ${marks.classes}` : classesOf(row, emailClass),
    staged: marks?.notes ?? null,
    // details of a deleted user can be looked at, and lead to its restoring
    edit: { label: t('users.cell.edit', { name }), denial: isDeleted ? null : denialOf(actor, 'edit', row) },
    assign: { label: t('users.cell.projects', { name }), denial: denialOf(actor, 'projects', row) },
    remove: isDeleted
      ? { label: t('users.cell.restore', { name }), denial: denialOf(actor, 'restore', row) }
      : { label: t('users.cell.delete', { name }), denial: denialOf(actor, 'delete', row) },
  }
}

/** Makes each row's view once, for one account. */
export function createRowViews(actor: Viewer | null): (row: UserRow, staged?: StagedRow) => RowView {
  const made = new WeakMap<UserRow, { view: RowView; staged: StagedRow | undefined }>()
  return (row, staged) => {
    const known = made.get(row)
    if (known && known.staged === staged) return known.view
    const view = viewOf(row, actor, new Date(), staged)
    made.set(row, { view, staged })
    return view
  }
}
