import { computed, ref, shallowRef } from 'vue'
import type { Change } from '../../src-shared/domain/change.ts'
import type { Issue } from '../../src-shared/domain/issue.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import type { Outcome, Sent } from '../../src-shared/ipc/shapes.ts'

/** How the page writes: one change as a job of its own. */
export interface Work {
  send(change: Change): Promise<Sent>
  /** Asks about a job whose answer was lost. */
  settle(job: string): Promise<Sent>
}

/** `waiting`: kept, and sent by itself once the server can be reached. */
export type Settled = Extract<Outcome, { state: 'applied' | 'noChange' }> | { state: 'waiting'; user: null }
export type Conflict = Extract<Outcome, { state: 'conflict' }>

/**
 * Saving in a dialog, through every end that it can have. `done` is called once the server has the values, or they wait for
 * it, with the change that asked for them; with any other end the dialog stays open, with what was typed.
 */
export function useSaving(work: Work, done: (outcome: Settled, change: Change | null) => void) {
  const isBusy = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const conflict = shallowRef<Conflict | null>(null)
  /** The job whose end is not known; nothing else is sent before it is. */
  const openJob = shallowRef<string | null>(null)
  let sent: Change | null = null

  const issues = computed<readonly Issue[]>(() => (failure.value?.kind === 'invalid' ? failure.value.issues : []))

  function take({ job, outcome }: Sent): void {
    openJob.value = outcome.state === 'unknown' ? job : null
    switch (outcome.state) {
      case 'applied':
      case 'noChange':
        done(outcome, sent)
        break
      case 'waiting':
        done({ state: 'waiting', user: null }, sent)
        break
      case 'conflict':
        conflict.value = outcome
        break
      case 'refused':
      case 'notSent':
        failure.value = outcome.failure
        break
      case 'unknown':
        break
    }
  }

  async function run(request: () => Promise<Sent>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    failure.value = null
    try {
      take(await request())
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      failure.value = error.failure
    } finally {
      isBusy.value = false
    }
  }

  async function save(change: Change): Promise<void> {
    if (openJob.value !== null || isBusy.value) return
    sent = change
    await run(() => work.send(change))
  }

  async function settle(): Promise<void> {
    const job = openJob.value
    if (job !== null) await run(() => work.settle(job))
  }

  /** Forgets the refusals of a field that is typed in again. */
  function forget(field: string): void {
    if (failure.value?.kind !== 'invalid') return
    const left = failure.value.issues.filter((issue) => issue.field !== field)
    failure.value = left.length > 0 ? { ...failure.value, issues: left } : null
  }

  return { isBusy, failure, conflict, openJob, issues, save, settle, forget }
}
