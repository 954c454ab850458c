import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Settings, Start } from '../../src-shared/ipc/shapes.ts'
import { call, on } from '../api.ts'
import { useConnections } from './connections.ts'
import { useViews } from './views.ts'

/** The program itself: what it runs on, its settings, and the state that a window starts from. */
export const useApp = defineStore('app', () => {
  const isLoaded = ref(false)
  const version = ref('')
  const platform = ref('')
  const settings = shallowRef<Settings>({ theme: 'system' })
  const start = shallowRef<Start>({ isOpening: true, address: null, failure: null })

  on('settings.changed', (changed) => (settings.value = changed))
  on('start.changed', (changed) => (start.value = changed))

  async function load(): Promise<void> {
    const state = await call('app.state', undefined)
    version.value = state.version
    platform.value = state.platform
    settings.value = state.settings
    start.value = state.start
    useViews().start(state.views)
    useConnections().start(state.connections, state.active)
    isLoaded.value = true
  }

  async function changeSettings(change: Partial<Settings>): Promise<void> {
    settings.value = await call('settings.change', { ...settings.value, ...change })
  }

  /** Commands chosen in the menu of the system. */
  const onCommand = (listener: (id: string) => void) =>
    on('command.chosen', ({ id }) => {
      listener(id)
    })

  return { onCommand, isLoaded, version, platform, settings, start, load, changeSettings }
})
