import type { Handlers } from '../../src-shared/ipc/contract.ts'
import type { AppState, Settings } from '../../src-shared/ipc/shapes.ts'
import { accountHandlers } from './handlers/account.ts'
import { auditHandlers } from './handlers/audit.ts'
import { connectionHandlers } from './handlers/connections.ts'
import type { HandlerDeps } from './handlers/deps.ts'
import { workHandlers } from './handlers/work.ts'

/** What main does for each method of the contract. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { settings, connections, lists } = deps
  const publicSettings = (): Settings => ({ theme: settings.get().theme })

  return {
    ...accountHandlers(deps),
    ...auditHandlers(deps),
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

    'places.organizations': ({ connection }) => {
      const open = connections.get(connection)
      return open.ask(() => open.server.organizations())
    },
    'places.projects': ({ connection, organizationId }) => {
      const open = connections.get(connection)
      return open.ask(() => open.server.projects(organizationId))
    },

    'list.open': async ({ connection, query, asker }) => {
      if (query.deleted) await connections.get(connection).readDeleted()
      return lists.open(connection, query, asker)
    },
    'list.window': ({ list, revision, first, count }) => lists.window(list, revision, first, count),
    'list.locate': ({ list, id }) => lists.locate(list, id),
    'list.close': ({ list }) => lists.close(list),

    'users.read': ({ connection, id }) => {
      const open = connections.get(connection)
      return open.ask(() => open.server.read(id))
    },
  }
}
