import type { Page } from '@playwright/test'
import type { UserQuery } from '../../src-shared/domain/query-schema.ts'
import type { UserViews } from '../../src-shared/ipc/views-schema.ts'

export const search = (page: Page) => page.getByRole('searchbox', { name: 'Search users' })
export const total = async (page: Page) => Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1
export const chips = (page: Page) => page.getByRole('list', { name: 'Filters', exact: true })

/** The query that main was asked last. */
export const lastQuery = (page: Page) =>
  page.evaluate(() => {
    const call = window.control.calls.filter(({ method }) => method === 'list.open').at(-1)
    return (call?.input as { query: UserQuery }).query // the input of that method
  })
/** What main was given to keep last. */
export const lastKept = (page: Page) =>
  page.evaluate(() => {
    const call = window.control.calls.filter(({ method }) => method === 'views.save').at(-1)
    return (call?.input as { views: UserViews } | undefined)?.views // the input of that method
  })
export const heads = (page: Page) => page.getByRole('columnheader').locator('> .clip').allTextContents()
