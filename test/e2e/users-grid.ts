import { expect, type Locator, type Page } from '@playwright/test'

export interface UsersGrid {
  root: Locator
  /** Waits until the first read has ended and the first rows are painted. */
  isComplete(): Promise<void>
  /** Number of users in the list, as assistive technology hears it. */
  total(): Promise<number>
  /** The row at a position, from 1; only rows in sight exist. */
  row(position: number): Locator
  /** The row that shows a user name. */
  rowOf(userName: string): Locator
  cell(userName: string, column: string): Locator
  /** Texts of a column, of the rows that are painted, in the order of the list. */
  texts(column: string): Promise<string[]>
  search(text: string): Promise<void>
}

/** Columns by their place, as the users page has them. */
const columns = [
  'Id',
  'User Name',
  'Display Name',
  'E-mail',
  'Organization',
  'Role',
  'Approved',
  'Disabled',
  'Partner',
  'Creation Name',
  'Projects',
  'Created',
  'Actions',
]

const indexOf = (column: string): number => {
  if (!columns.includes(column)) throw new Error(`no column ${column}`)
  return columns.indexOf(column) + 1
}

/** The grid of users, by its roles and names alone. */
export function usersGrid(page: Page): UsersGrid {
  const root = page.getByRole('grid', { name: 'Users' })
  const rowOf = (userName: string) =>
    root.getByRole('row').filter({ has: page.getByRole('button', { name: `Edit ${userName}`, exact: true }) })
  return {
    root,
    rowOf,
    async isComplete() {
      await expect(page.getByRole('status')).toContainText('Up to date')
      await expect(root.locator('[role=row][aria-rowindex="2"]')).toBeVisible()
    },
    total: async () => Number(await root.getAttribute('aria-rowcount')) - 1,
    row: (position) => root.locator(`[role=row][aria-rowindex="${position + 1}"]`),
    cell: (userName, column) => rowOf(userName).locator(`[role=gridcell][aria-colindex="${indexOf(column)}"]`),
    async texts(column) {
      const rows = await root.getByRole('row').evaluateAll(
        (elements, at) =>
          elements.map((row) => ({
            position: Number(row.getAttribute('aria-rowindex')),
            text: row.querySelector(`[role=gridcell][aria-colindex="${at}"] bdi`)?.textContent,
          })),
        indexOf(column),
      )
      const shown = rows.filter((row): row is { position: number; text: string } => typeof row.text === 'string')
      return shown.sort((a, b) => a.position - b.position).map(({ text }) => text)
    },
    async search(text) {
      await page.getByRole('searchbox', { name: 'Search users' }).fill(text)
    },
  }
}
