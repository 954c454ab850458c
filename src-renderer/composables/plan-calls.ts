import type { PlanPart } from '../../src-shared/domain/plan/plan.ts'
import type { Input } from '../../src-shared/ipc/contract.ts'
import type { JobView, PlanRow, PlanView, TableFormat } from '../../src-shared/ipc/work-shapes.ts'

type PlanSource = Input<'plan.make'>['from']
export type PlanPicked = Input<'plan.drop'>['picked']
export type Settling = Omit<Input<'plan.resolve'>, 'connection' | 'plan'>
export type Sending = Omit<Input<'plan.send'>, 'connection' | 'plan'>

/** What is asked to be planned; `users`: how many it is about, where that is known. */
export interface Asked {
  connection: string
  from: PlanSource
  users: number | null
}

/** What can be asked of one plan. */
export interface OnePlan {
  view(): Promise<PlanView>
  rows(part: PlanPart, search: string, first: number, count: number): Promise<PlanRow[]>
  count(part: PlanPart, search: string): Promise<number>
  drop(picked: PlanPicked): Promise<PlanView>
  resolve(settling: Settling): Promise<PlanView>
  send(sending: Sending): Promise<JobView>
  /** False: no file was chosen. */
  save(part: PlanPart, format: TableFormat): Promise<boolean>
  close(): Promise<void>
}

/** What the review asks of main. */
export interface PlanCalls {
  cost(connection: string, users: number): Promise<{ requests: number; seconds: number | null }>
  make(connection: string, from: PlanSource): Promise<PlanView>
  onChanged(listener: (told: { connection: string; plan: PlanView }) => void): () => void
  of(connection: string, plan: number): OnePlan
}
