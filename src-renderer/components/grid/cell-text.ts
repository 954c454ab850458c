import type { UserRow } from '../../composables/user-row.ts'
import type { ColumnKey } from './columns.ts'

/** The text of a cell for a spreadsheet: the value itself, with nothing for what is not there. */
export function cellText(row: UserRow, column: ColumnKey): string {
  switch (column) {
    case 'approved':
    case 'disabled':
      return row[column] ? 'yes' : 'no'
    case 'resetPending':
      return row.mustChangePassword ? 'yes' : 'no'
    case 'organization':
      return row.organizationName
    case 'role':
      return row.roleLabel ?? row.role
    case 'partner':
      return row.partnerName ?? ''
    case 'invitation':
      return row.invitationExpiresAt ?? ''
    case 'projects':
      return row.projectNames.join(', ')
    case 'actions':
      return ''
    case 'id':
    case 'userName':
    case 'displayName':
    case 'email':
    case 'creationName':
    case 'createdAt':
    case 'lastSignInAt':
      return row[column] ?? ''
  }
}
