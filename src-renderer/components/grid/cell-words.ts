import { invitationState } from '../../../src-shared/domain/invitation.ts'
import type { Sort } from '../../../src-shared/domain/query.ts'
import type { UserRow } from '../../composables/user-row.ts'
import { formatList, formatMoment } from '../../messages/format.ts'
import { t } from '../../messages/text.ts'
import { showIdentifier } from '../identifier.ts'
import type { ColumnKey } from './columns.ts'

/** What the cell line says of a cell: the whole value, what it means, and the next keys. */
export interface CellWords {
  value: string
  note: string
}

/** A cell in full (ui.md, States: the cell line repeats what hover shows). */
export function cellWords(row: UserRow, column: ColumnKey, now: Date): CellWords {
  switch (column) {
    case 'id':
      return words(showIdentifier(row.id))
    case 'userName':
      return words(showIdentifier(row.userName), row.mustChangePassword ? t('users.line.resetPending') : '')
    case 'displayName':
      return words(row.displayName ?? t('users.cell.none'))
    case 'email':
      return words(showIdentifier(row.email), emailNote(row, now))
    case 'organization':
      return words(row.organizationName)
    case 'role':
      return words(row.roleLabel ?? row.role)
    case 'approved':
      return words(t(row.approved ? 'users.line.approvedYes' : 'users.line.approvedNo'))
    case 'disabled':
      return words(t(row.disabled ? 'users.line.disabledYes' : 'users.line.disabledNo'))
    case 'partner':
      return orNote(row.partnerName, t('users.line.noPartner'))
    case 'creationName':
      return orNote(row.creationName && showIdentifier(row.creationName), t('users.line.noCreator'))
    case 'createdAt':
      return orNote(row.createdAt && formatMoment(row.createdAt), t('users.line.noDate'))
    case 'lastSignInAt':
      return words(row.lastSignInAt === null ? t('users.line.neverSignedIn') : formatMoment(row.lastSignInAt))
    case 'resetPending':
      return words(t(row.mustChangePassword ? 'users.line.resetPending' : 'users.line.noReset'))
    case 'invitation':
      return words(invitationNote(row, now) ?? t('users.line.noInvitation'))
    case 'projects':
      return projects(row)
    case 'actions':
      return words(t('users.line.actions'))
  }
}

/** The same as one text, for what shows it on hover. */
export function fullWords(
  row: UserRow | undefined,
  column: ColumnKey | undefined,
  stagedNote: (row: UserRow, column: ColumnKey) => string | undefined = () => undefined,
): string {
  if (!row || !column) return ''
  const staged = stagedNote(row, column)
  if (staged !== undefined) return staged
  const { value, note } = cellWords(row, column, new Date())
  return note === '' ? value : `${value}, ${note}`
}

const words = (value: string, note = ''): CellWords => ({ value, note })

/** The value, or a dash with the reason why there is none. */
const orNote = (value: string | null, reason: string): CellWords =>
  value === null ? words(t('users.cell.dash'), reason) : words(value)

function projects(row: UserRow): CellWords {
  if (row.role !== 'user') return words(t('users.cell.dash'), t('users.line.rolesWithout'))
  return row.projectNames.length > 0 ? words(formatList(row.projectNames)) : words(t('users.line.noProjects'))
}

function emailNote(row: UserRow, now: Date): string {
  return invitationNote(row, now) ?? (row.emailConfirmed ? '' : t('users.line.unconfirmed'))
}

function invitationNote(row: UserRow, now: Date): string | null {
  const state = invitationState(row, now)
  if (state === null || row.invitationExpiresAt === null) return null
  const time = formatMoment(row.invitationExpiresAt)
  return t(state === 'pending' ? 'users.line.inviteOpen' : 'users.line.inviteExpired', { time })
}

/** What the cell line says of a header. */
export function headWords(title: string, column: ColumnKey, sort: readonly Sort[]): string {
  const key = sort.find((each) => each.column === column)
  if (!key) return t('users.line.header', { column: title })
  return t(key.descending ? 'users.line.headerSortedDescending' : 'users.line.headerSorted', { column: title })
}
