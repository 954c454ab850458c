import type { StagedRow } from '../../../src-shared/ipc/work-shapes.ts'
import { issuesIn, type StagedColumn, stagedIn, withStaged } from '../../composables/staged-row.ts'
import type { UserRow } from '../../composables/user-row.ts'
import { formatNumber } from '../../messages/format.ts'
import { findText, t } from '../../messages/text.ts'
import { issueWords } from '../../messages/words.ts'
import { cellWords } from './cell-words.ts'

/** How a row shows what is staged: classes that choose the marks, and what is said of each cell. */
export interface StagedMarks {
  classes: string
  notes: Readonly<Record<string, string>>
}

/** Was and Now of a cell, what is wrong with it, and both in a sentence for hover and screen readers. */
export interface StagedCell {
  was: string
  now: string
  issue: string | null
}

/** What is staged in a cell; null where nothing is. */
export function stagedCell(row: UserRow, staged: StagedRow, column: string): StagedCell | null {
  const found = stagedIn(staged).find((each) => each === column)
  if (!found) return null
  const issue = issuesIn(staged, column)[0]
  return { was: valueIn(row, found), now: nowOf(row, staged, found), issue: issue ? issueWords(issue) : null }
}

const valueIn = (row: UserRow, column: StagedColumn): string => cellWords(row, column, new Date()).value

function nowOf(row: UserRow, staged: StagedRow, column: StagedColumn): string {
  const { projects, action } = staged
  if (column === 'projects' && projects) {
    return t('staged.projects', {
      add: formatNumber(projects.add.length),
      remove: formatNumber(projects.remove.length),
    })
  }
  const value = valueIn(withStaged(row, staged), column)
  if (column !== 'userName' || action === null || action === 'reset') return value
  const word = findText(`staged.actions.${action}`) ?? action
  return staged.set.userName === undefined ? word : `${value}, ${word}`
}

export function stagedMarks(row: UserRow, staged: StagedRow): StagedMarks {
  const columns = stagedIn(staged)
  const notes: Record<string, string> = {}
  for (const column of columns) {
    const cell = stagedCell(row, staged, column)
    if (cell) notes[column] = [t('staged.note', { was: cell.was, now: cell.now }), cell.issue ?? ''].join(' ').trim()
  }
  const invalid = columns.filter((column) => issuesIn(staged, column).length > 0)
  const classes = [
    columns.length > 0 ? 'has-staged' : '',
    ...columns.map((column) => `staged-${column}`),
    invalid.length > 0 ? 'has-invalid' : '',
    ...invalid.map((column) => `invalid-${column}`),
    staged.action === 'delete' ? 'stages-delete' : '',
  ]
  return { classes: classes.filter(Boolean).join(' '), notes }
}
