import type { Handlers } from '../../src-shared/ipc/contract.ts'
import type { AppState, Settings, Start } from '../../src-shared/ipc/shapes.ts'
import type { StagedSet } from '../../src-shared/ipc/work-shapes.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { Connections } from '../connections/connections.ts'
import type { ListsHost } from '../lists/host.ts'
import { createSelections } from '../connections/selections.ts'
import type { StoredSettings } from '../settings.ts'
import { createWorkHandlers } from './work-handlers.ts'

interface HandlerDeps {
  version: string
  platform: string
  settings: StoredSettings
  connections: Connections
  lists: ListsHost
  start(): Start
  onSettings(settings: Settings): void
  openOutside(url: string): Promise<void>
  onStaged(connection: string, sets: StagedSet[]): void
  /** Asks where to, and writes; false when nothing was chosen. */
  saveFile(name: string, content: string | Uint8Array): Promise<boolean>
}

/** What main does for each method of the contract. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { settings, connections, lists } = deps
  const publicSettings = (): Settings => ({ theme: settings.get().theme })

  return {
    ...createWorkHandlers({ ...deps, selections: createSelections(lists), now: () => new Date() }),
    'app.state': (): Promise<AppState> =>
      Promise.resolve({
        version: deps.version,
        platform: deps.platform,
        settings: publicSettings(),
        connections: connections.all(),
        active: connections.active(),
        start: deps.start(),
      }),
    'settings.change': (values) => {
      settings.change(values)
      deps.onSettings(publicSettings())
      return Promise.resolve(publicSettings())
    },

    'connections.add': async ({ address }) => (await connections.add(address)).view(),
    'connections.signIn': async ({ connection, login, password }) => {
      await connections.signIn(connection, login, password)
      return connections.get(connection).view()
    },
    'connections.signOut': async ({ connection }) => {
      const open = connections.get(connection)
      await open.signOut()
      return open.view()
    },
    'connections.startDemo': async () => (await connections.startDemo()).view(),
    'connections.retry': async ({ connection }) => {
      await connections.retry(connection)
      return connections.get(connection).view()
    },
    'connections.refresh': ({ connection }) => connections.get(connection).refresh(),
    'connections.openMailbox': async ({ connection }) => {
      const { mailbox } = connections.get(connection).view()
      if (mailbox === null) throw new Failed({ kind: 'unsupported', code: 'no_mailbox' })
      await deps.openOutside(mailbox)
    },

    'places.organizations': ({ connection }) => {
      const open = connections.get(connection)
      return open.ask(() => open.server.organizations())
    },
    'places.projects': ({ connection, organizationId }) => {
      const open = connections.get(connection)
      return open.ask(() => open.server.projects(organizationId))
    },

    'list.open': ({ connection, query }) => lists.open(connection, query),
    'list.window': ({ list, revision, first, count }) => lists.window(list, revision, first, count),
    'list.locate': ({ list, id }) => lists.locate(list, id),
    'list.close': ({ list }) => lists.close(list),

    'users.read': ({ connection, id }) => {
      const open = connections.get(connection)
      return open.ask(() => open.server.read(id))
    },
  }
}
