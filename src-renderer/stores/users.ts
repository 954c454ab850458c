import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import type { Organization, Project } from '../../src-shared/domain/place.ts'
import type { UserQuery } from '../../src-shared/domain/query.ts'
import type { User } from '../../src-shared/domain/user.ts'
import type { OpenedList, Window } from '../../src-shared/ipc/shapes.ts'
import { call, on } from '../api.ts'

/** Lists of users that main keeps, and the places that they belong to. Nothing but what is asked for is held here. */
export const useUsers = defineStore('users', () => {
  /** The organizations by connection, as they were last read. */
  const organizations = shallowReactive(new Map<string, readonly Organization[]>())

  /** With `asker`, a later question of the same asker ends this one early. */
  const open = (connection: string, asked: UserQuery, asker?: string): Promise<OpenedList> =>
    call('list.open', { connection, query: asked, ...(asker !== undefined && { asker }) })
  const window = (list: number, revision: number, first: number, count: number): Promise<Window> =>
    call('list.window', { list, revision, first, count })
  const locate = (list: number, id: string) => call('list.locate', { list, id })
  const close = (list: number) => call('list.close', { list })
  const onChanged = (listener: (opened: OpenedList) => void) => on('list.changed', listener)

  /** Users that others have changed. */
  const onUsersChanged = (listener: (connection: string, ids: readonly string[]) => void) =>
    on('users.changed', ({ connection, ids }) => {
      listener(connection, ids)
    })
  on('places.changed', ({ connection }) => {
    // one that is not read now is read by the next view that needs it
    if (organizations.has(connection)) void readOrganizations(connection).catch(() => organizations.delete(connection))
  })

  const read = (connection: string, id: string): Promise<User> => call('users.read', { connection, id })

  async function readOrganizations(connection: string): Promise<void> {
    organizations.set(connection, await call('places.organizations', { connection }))
  }
  const readProjects = (connection: string, organizationId: string | null): Promise<Project[]> =>
    call('places.projects', { connection, organizationId })

  return {
    organizations,
    open,
    window,
    locate,
    close,
    onChanged,
    onUsersChanged,
    read,
    readOrganizations,
    readProjects,
  }
})
