import { shallowRef } from 'vue'
import { type Drafts, useDraft } from './use-draft.ts'
import { draftFrom, emptyDraft, isEmptyDraft, type UserDraft } from './user-form.ts'

/** What is typed into Add user; it survives the dialog and the program. */
export function useAddDraft(drafts: Drafts, newKey: () => string) {
  const kept = useDraft(drafts, null)
  const draft = shallowRef(emptyDraft(newKey()))

  void kept.read().then((found) => {
    // what was typed before the answer came is newer
    if (found && isEmptyDraft(draft.value)) draft.value = draftFrom(found.values, draft.value)
  })

  function change(typed: UserDraft): void {
    draft.value = typed
    const isEmpty = isEmptyDraft(typed)
    kept.keep(isEmpty ? null : { base: null, values: { ...typed }, savedAt: new Date().toISOString() })
  }

  /** The user was added; for another one organization and role stay. */
  function start(isAnother: boolean): void {
    draft.value = emptyDraft(newKey(), isAnother ? draft.value : undefined)
    kept.drop()
  }

  return { draft, change, start }
}
