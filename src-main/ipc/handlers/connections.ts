import { Failed } from '../../../src-shared/failure.ts'
import { type HandlerDeps, type HandlersOf, typedWrong } from './deps.ts'

/** Configured servers: adding and removing them, signing in and out, guards. */
export function connectionHandlers({ connections, openOutside }: HandlerDeps): HandlersOf<'connections'> {
  /** The sign-ins that wait for the browser. */
  const browsing = new Map<string, AbortController>()

  return {
    'connections.add': async ({ address }) => (await connections.add(address)).view(),
    'connections.activate': async ({ connection }) => (await connections.activate(connection)).view(),
    'connections.change': ({ connection, settings }) =>
      Promise.resolve(connections.change(connection, settings).view()),
    'connections.remove': ({ connection }) => connections.remove(connection),
    'connections.signIn': async ({ connection, credentials }) =>
      (await connections.signIn(connection, credentials)).view(),
    'connections.signInByBrowser': async ({ connection }) => {
      browsing.get(connection)?.abort()
      const stopping = new AbortController()
      browsing.set(connection, stopping)
      return (await connections.signInByBrowser(connection, stopping.signal)).view()
    },
    'connections.cancelSignIn': ({ connection }) => {
      browsing.get(connection)?.abort()
      return Promise.resolve()
    },
    'connections.signOut': async ({ connection }) => {
      const open = connections.get(connection)
      await open.signOut()
      return open.view()
    },
    'connections.forgotPassword': ({ connection, email }) => connections.get(connection).server.requestReset(email),
    'connections.startDemo': async () => (await connections.startDemo()).view(),
    'connections.retry': async ({ connection }) => (await connections.retry(connection)).view(),
    'connections.useKeychain': async ({ connection }) => (await connections.useKeychain(connection)).view(),
    'connections.unlock': ({ connection, name }) => {
      const open = connections.get(connection)
      if (name.trim() !== open.view().name) throw new Failed(typedWrong('name'))
      open.unlock()
      return Promise.resolve(open.view())
    },
    'connections.lock': ({ connection }) => {
      const open = connections.get(connection)
      open.lock()
      return Promise.resolve(open.view())
    },
    'connections.refresh': ({ connection }) => connections.get(connection).refresh(),
    'connections.stopReading': ({ connection }) => {
      connections.get(connection).stopReading()
      return Promise.resolve()
    },
    'connections.confirmRemoval': ({ connection, isConfirmed }) =>
      connections.get(connection).confirmRemoval(isConfirmed),
    'connections.forgetCopy': ({ connection }) => connections.get(connection).forgetCopy(),
    'connections.openMailbox': async ({ connection }) => {
      const { mailbox } = connections.get(connection).view()
      if (mailbox === null) throw new Failed({ kind: 'unsupported', code: 'no_mailbox' })
      await openOutside(mailbox)
    },
  }
}
