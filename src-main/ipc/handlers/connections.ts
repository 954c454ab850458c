import { Failed } from '../../../src-shared/failure.ts'
import type { HandlerDeps, HandlersOf } from './deps.ts'

/** Configured servers: adding them, signing in and out. */
export function connectionHandlers({ connections, openOutside }: HandlerDeps): HandlersOf<'connections'> {
  return {
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
      await openOutside(mailbox)
    },
  }
}
