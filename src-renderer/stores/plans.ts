import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Input } from '../../src-shared/ipc/contract.ts'

export type PlanSource = Input<'plan.make'>['from']

/** The review that is asked for: the main view shows it in place of the list, until it is closed or sent. */
export const usePlans = defineStore('plans', () => {
  const asked = shallowRef<{ connection: string; from: PlanSource } | null>(null)

  /** Shows the plan of a set, of an edit of its own, or of what a job did or did not do. */
  function review(connection: string, from: PlanSource): void {
    asked.value = { connection, from }
  }
  function close(): void {
    asked.value = null
  }

  return { asked, review, close }
})
