import type { Page } from '@playwright/test'
import type { Bridge, Input } from '../../src-shared/ipc/contract.ts'

declare global {
  interface Window {
    muster: Bridge
  }
}

type Edit = Input<'staged.edit'>['edit']

/** Stages an edit of users by their ids in the first set, by the calls of the grid. */
export async function stage(page: Page, ids: readonly string[], edit: Edit): Promise<void> {
  for (let first = 0; first < ids.length; first += 200) await stageSome(page, ids.slice(first, first + 200), edit)
}

const stageSome = (page: Page, ids: readonly string[], edit: Edit) =>
  page.evaluate(
    async ([users, wanted]) => {
      const state = await window.muster.call('app.state', undefined)
      if (!state.ok) throw new Error(state.failure.kind)
      const connection = state.value.active ?? ''
      const sets = await window.muster.call('sets.list', { connection })
      if (!sets.ok) throw new Error(sets.failure.kind)
      const made = sets.value[0] ? null : await window.muster.call('sets.create', { connection, name: 'Clean-up' })
      const set = sets.value[0]?.set ?? (made?.ok ? made.value.set : -1)
      const target = { ids: [...users] }
      const staged = await window.muster.call('staged.edit', { connection, set, target, edit: wanted })
      if (!staged.ok) throw new Error(staged.failure.kind)
    },
    [ids, edit] as const,
  )
