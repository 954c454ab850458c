import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** A short message that needs no answer. */
export interface Toast {
  id: number
  kind: 'done' | 'problem'
  text: string
  action?: { label: string; run: () => void }
}

/** Messages at the bottom, the newest last. */
export const useToasts = defineStore('toasts', () => {
  const all = shallowRef<readonly Toast[]>([])
  let last = 0

  function show(toast: Omit<Toast, 'id'>): void {
    all.value = [...all.value, { ...toast, id: ++last }]
  }
  function close(id: number): void {
    all.value = all.value.filter((toast) => toast.id !== id)
  }
  return { all, show, close }
})
