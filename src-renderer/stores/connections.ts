import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Credentials } from '../../src-shared/domain/account.ts'
import type { Connection, ConnectionSettings } from '../../src-shared/ipc/shapes.ts'
import { call, on } from '../api.ts'

/** The configured servers, as main has them; the page only keeps which one it shows. */
export const useConnections = defineStore('connections', () => {
  const all = shallowRef<readonly Connection[]>([])
  const activeId = ref<string | null>(null)
  const active = computed(() => all.value.find(({ id }) => id === activeId.value) ?? null)

  /** The servers are shown instead of the users. */
  const isChoosing = ref(false)
  /** The connection whose users are shown: not while signed out, but for a session that ended under a list. */
  const shown = computed(() => {
    const connection = active.value
    if (!connection || isChoosing.value) return null
    return connection.state === 'signedOut' && !hasEnded(connection) ? null : connection
  })

  on('connection.changed', keep)
  on('connection.activated', ({ connection }) => {
    activeId.value = connection
    isChoosing.value = false
  })

  on('connection.removed', ({ connection }) => {
    all.value = all.value.filter(({ id }) => id !== connection)
  })

  function keep(connection: Connection): Connection {
    const isKnown = all.value.some(({ id }) => id === connection.id)
    all.value = isKnown
      ? all.value.map((each) => (each.id === connection.id ? connection : each))
      : [...all.value, connection]
    return connection
  }

  function start(connections: readonly Connection[], first: string | null): void {
    all.value = connections
    activeId.value = first
  }

  /** Keeps a connection that an answer brought, and shows it. */
  function show(connection: Connection): Connection {
    keep(connection)
    activeId.value = connection.id
    isChoosing.value = false
    return connection
  }

  /** Shows the servers, one of them chosen; null: the form that adds one. */
  const chosenId = ref<string | null>(null)
  function choose(id: string | null): void {
    chosenId.value = id
    isChoosing.value = true
  }

  const add = async (address: string) => show(await call('connections.add', { address }))
  const startDemo = async () => show(await call('connections.startDemo', undefined))
  const signIn = async (connection: string, credentials: Credentials) =>
    show(await call('connections.signIn', { connection, credentials }))
  const signInByBrowser = async (connection: string) => show(await call('connections.signInByBrowser', { connection }))
  const cancelSignIn = (connection: string) => call('connections.cancelSignIn', { connection })
  const signOut = async (connection: string) => keep(await call('connections.signOut', { connection }))
  const retry = async (connection: string) => keep(await call('connections.retry', { connection }))
  const activate = async (connection: string) => keep(await call('connections.activate', { connection }))
  const change = async (connection: string, settings: ConnectionSettings) =>
    keep(await call('connections.change', { connection, settings }))
  const remove = (connection: string) => call('connections.remove', { connection })
  const unlock = async (connection: string, name: string) =>
    keep(await call('connections.unlock', { connection, name }))
  const lock = async (connection: string) => keep(await call('connections.lock', { connection }))
  const useKeychain = async (connection: string) => keep(await call('connections.useKeychain', { connection }))
  const forgotPassword = (connection: string, email: string) =>
    call('connections.forgotPassword', { connection, email })
  const refresh = (connection: string) => call('connections.refresh', { connection })
  const confirmRemoval = (connection: string, isConfirmed: boolean) =>
    call('connections.confirmRemoval', { connection, isConfirmed })
  const forgetCopy = (connection: string) => call('connections.forgetCopy', { connection })
  const openMailbox = (connection: string) => call('connections.openMailbox', { connection })

  return {
    all,
    activeId,
    active,
    shown,
    isChoosing,
    start,
    show,
    chosenId,
    choose,
    keep,
    activate,
    change,
    remove,
    unlock,
    lock,
    useKeychain,
    forgotPassword,
    add,
    startDemo,
    signIn,
    signInByBrowser,
    cancelSignIn,
    signOut,
    retry,
    refresh,
    confirmRemoval,
    forgetCopy,
    openMailbox,
  }
})

const hasEnded = ({ failure, sync }: Connection): boolean =>
  failure?.kind === 'unauthorized' && failure.code === 'expired' && sync.at !== null
