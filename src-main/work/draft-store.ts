import { Draft } from '../../src-shared/ipc/shapes.ts'
import type { Database } from '../db/open.ts'

/** What was typed for users and not saved, by target: a user's id, or null for a new one. */
export interface DraftStore {
  draft(target: string | null): Draft | null
  saveDraft(target: string | null, draft: Draft): void
  dropDraft(target: string | null): void
}

/** Drafts are personal data that somebody forgot: after this many days they go. */
const keptDays = 30

/** Ids of users are never empty. */
const rowOf = (target: string | null): string => target ?? ''

export function createDraftStore(database: Database, now: () => Date): DraftStore {
  const select = database.prepare<[string], { draft: string }>('select draft from draft where target = ?')
  const replace = database.prepare<[string, string, string]>(
    'insert or replace into draft (target, draft, saved_at) values (?, ?, ?)',
  )
  const remove = database.prepare<[string]>('delete from draft where target = ?')
  const oldest = new Date(now().getTime() - keptDays * 24 * 3_600_000)
  database.prepare<[string]>('delete from draft where saved_at < ?').run(oldest.toISOString())

  return {
    draft(target) {
      const row = select.get(rowOf(target))
      // a draft of another version of the program is no reason to fail
      return row ? (Draft.safeParse(JSON.parse(row.draft)).data ?? null) : null
    },
    saveDraft: (target, draft) => {
      replace.run(rowOf(target), JSON.stringify(draft), draft.savedAt)
    },
    dropDraft: (target) => {
      remove.run(rowOf(target))
    },
  }
}
