import { defineStore } from 'pinia'
import type { Draft } from '../../src-shared/ipc/shapes.ts'
import { call } from '../api.ts'

/** What was typed and not saved, by connection; `target` is a user's id, or null for a new user. */
export const useDrafts = defineStore('drafts', () => {
  const of = (connection: string) => ({
    read: (target: string | null) => call('drafts.read', { connection, target }),
    save: (target: string | null, draft: Draft) => call('drafts.save', { connection, target, draft }),
    drop: (target: string | null) => call('drafts.drop', { connection, target }),
  })
  return { of }
})
