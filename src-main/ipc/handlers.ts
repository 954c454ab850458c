import { z } from 'zod'
import { Organization, Project } from '../../src-shared/domain/place.ts'
import type { Handlers } from '../../src-shared/ipc/contract.ts'
import type { AppState, Settings } from '../../src-shared/ipc/shapes.ts'
import { createRecall } from '../connections/recall.ts'
import { accountHandlers } from './handlers/account.ts'
import { auditHandlers } from './handlers/audit.ts'
import { connectionHandlers } from './handlers/connections.ts'
import type { HandlerDeps } from './handlers/deps.ts'
import { workHandlers } from './handlers/work.ts'

/** What main does for each method of the contract. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { settings, connections, lists } = deps
  const recall = createRecall(deps)
  const publicSettings = (): Settings => ({ theme: settings.get().theme })

  return {
    ...accountHandlers(deps),
    ...auditHandlers(deps, recall),
    ...connectionHandlers(deps),
    ...workHandlers(deps),

    'app.state': (): Promise<AppState> =>
      Promise.resolve({
        version: deps.version,
        platform: deps.platform,
        settings: publicSettings(),
        views: settings.get().views,
        connections: connections.all(),
        active: connections.active(),
        start: deps.start(),
      }),
    'settings.change': (values) => {
      settings.change(values)
      deps.onSettings(publicSettings())
      return Promise.resolve(publicSettings())
    },
    'views.save': ({ connection, views }) => {
      // a view that closes because its connection was removed must not bring itself back
      const isKnown = connections.all().some(({ id }) => id === connection)
      if (isKnown) settings.change({ views: { ...settings.get().views, [connection]: views } })
      return Promise.resolve()
    },

    'places.organizations': async ({ connection }) => {
      const open = connections.get(connection)
      const all = z.array(Organization)
      return (await recall.answer(open, 'organizations', all, () => open.server.organizations())).value
    },
    'places.projects': async ({ connection, organizationId }) => {
      const open = connections.get(connection)
      const key = `projects ${organizationId ?? ''}`
      return (await recall.answer(open, key, z.array(Project), () => open.server.projects(organizationId))).value
    },

    'list.open': async ({ connection, query, asker }) => {
      if (query.deleted) await connections.get(connection).readDeleted()
      return lists.open(connection, query, asker)
    },
    'list.window': ({ list, revision, first, count }) => lists.window(list, revision, first, count),
    'list.locate': ({ list, id }) => lists.locate(list, id),
    'list.close': ({ list }) => lists.close(list),

    'users.read': ({ connection, id }) => recall.user(connections.get(connection), id),
  }
}
