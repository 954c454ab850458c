import type { StagedRow } from '../../src-shared/ipc/work-shapes.ts'
import type { UserRow } from './user-row.ts'

/** Columns that staged edits show in. An action on the account shows at the user name; a reset in a column of its own. */
export const stagedColumns = [
  'userName',
  'displayName',
  'email',
  'role',
  'approved',
  'disabled',
  'resetPending',
  'projects',
] as const
export type StagedColumn = (typeof stagedColumns)[number]

/** The user as it will be; projects are told by their numbers, as a row has no ids of them. */
export function withStaged(row: UserRow, staged: StagedRow | undefined): UserRow {
  if (!staged) return row
  const { set, action } = staged
  const values = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined))
  // the fields of a set are those of a row
  return { ...row, ...values, ...(action === 'reset' && { mustChangePassword: true }) }
}

/** The columns in which something of a user is staged. */
export function stagedIn({ set, projects, action }: StagedRow): StagedColumn[] {
  const hasProjects = projects !== null && projects.add.length + projects.remove.length > 0
  return stagedColumns.filter((column) => {
    if (column === 'resetPending') return action === 'reset'
    if (column === 'projects') return hasProjects
    return set[column] !== undefined || (column === 'userName' && action !== null && action !== 'reset')
  })
}

/** The sentence codes of what is wrong with a staged value of a column. */
export const issuesIn = ({ issues }: StagedRow, column: string) => issues.filter(({ field }) => field === column)
