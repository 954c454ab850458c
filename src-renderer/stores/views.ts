import { defineStore } from 'pinia'
import type { UserViews } from '../../src-shared/ipc/views-schema.ts'
import { noViews } from '../../src-shared/ipc/views.ts'
import { call } from '../api.ts'

/** What the users view of each connection shows, and the views that were saved; main keeps it over restarts. */
export const useViews = defineStore('views', () => {
  const kept = new Map<string, UserViews>()

  function start(views: Readonly<Record<string, UserViews>>): void {
    for (const [connection, each] of Object.entries(views)) kept.set(connection, each)
  }

  const of = (connection: string): UserViews => kept.get(connection) ?? noViews

  async function save(connection: string, views: UserViews): Promise<void> {
    kept.set(connection, views)
    await call('views.save', { connection, views })
  }

  return { start, of, save }
})
