import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
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

  function keep(connection: Connection): void {
    const isKnown = all.value.some(({ id }) => id === connection.id)
    all.value = isKnown
      ? all.value.map((each) => (each.id === connection.id ? connection : each))
      : [...all.value, connection]
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

  function choose(id: string): void {
    activeId.value = id
    isChoosing.value = true
  }

  const add = async (address: string) => show(await call('connections.add', { address }))
  const startDemo = async () => show(await call('connections.startDemo', undefined))
  const signIn = async (connection: string, login: string, password: string) =>
    show(await call('connections.signIn', { connection, login, password }))
  const signOut = async (connection: string) => keep(await call('connections.signOut', { connection }))
  const retry = async (connection: string) => keep(await call('connections.retry', { connection }))
  const refresh = (connection: string) => call('connections.refresh', { connection })
  const openMailbox = (connection: string) => call('connections.openMailbox', { connection })

  return {
    all,
    activeId,
    active,
    shown,
    isChoosing,
    start,
    show,
    choose,
    add,
    startDemo,
    signIn,
    signOut,
    retry,
    refresh,
    openMailbox,
  }
})

const hasEnded = ({ failure, sync }: Connection): boolean =>
  failure?.kind === 'unauthorized' && failure.code === 'expired' && sync.at !== null
