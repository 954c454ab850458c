import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Input } from '../../src-shared/ipc/contract.ts'
import type { JobView, PlanRow, PlanView, TableFormat } from '../../src-shared/ipc/work-shapes.ts'
import { call, on } from '../api.ts'

export type PlanSource = Input<'plan.make'>['from']
type PlanPart = Input<'plan.window'>['part']
type PlanPicked = Input<'plan.drop'>['picked']
type Settling = Omit<Input<'plan.resolve'>, 'connection' | 'plan'>
type Sending = Omit<Input<'plan.send'>, 'connection' | 'plan'>

/** The review that is asked for: the main view shows it in place of the list, until it is closed or sent. */
export const usePlans = defineStore('plans', () => {
  const asked = shallowRef<{ connection: string; from: PlanSource; users: number | null } | null>(null)

  /** Shows the plan of a set, of an edit of its own, or of what a job did or did not do; `users`: of how many. */
  function review(connection: string, from: PlanSource, users: number | null = null): void {
    asked.value = { connection, from, users }
  }
  function close(): void {
    asked.value = null
  }

  /** What reading so many users again takes. */
  const cost = (connection: string, users: number) => call('plan.cost', { connection, users })
  const make = (connection: string, from: PlanSource): Promise<PlanView> => call('plan.make', { connection, from })
  const onChanged = (listener: (told: { connection: string; plan: PlanView }) => void) => on('plan.changed', listener)

  const of = (connection: string, plan: number) => ({
    view: (): Promise<PlanView> => call('plan.view', { connection, plan }),
    rows: (part: PlanPart, search: string, first: number, count: number): Promise<PlanRow[]> =>
      call('plan.window', { connection, plan, part, search, rows: { first, count } }),
    count: (part: PlanPart, search: string): Promise<number> => call('plan.count', { connection, plan, part, search }),
    drop: (picked: PlanPicked): Promise<PlanView> => call('plan.drop', { connection, plan, picked }),
    resolve: (settling: Settling): Promise<PlanView> => call('plan.resolve', { connection, plan, ...settling }),
    send: (sending: Sending): Promise<JobView> => call('plan.send', { connection, plan, ...sending }),
    save: (part: PlanPart, format: TableFormat): Promise<boolean> =>
      call('plan.export', { connection, plan, part, format }),
    close: (): Promise<void> => call('plan.close', { connection, plan }),
  })

  return { asked, review, close, cost, make, onChanged, of }
})
