import { computed, shallowRef, watch } from 'vue'
import type { User, WritableField } from '../../src-shared/domain/user.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import { type Drafts, useDraft } from './use-draft.ts'
import { changedFields, lostProjects, type UserValues, valuesOf } from './user-form.ts'
import { changedByOthers, type Choices, conflictsOf, mergeValues, valuesFrom } from './user-merge.ts'

/** Both sides have changed the same fields, to different values. */
export interface FieldConflict {
  theirs: User
  fields: readonly WritableField[]
}

/** What happened to the form without its user: `restoredAt` tells when the draft was kept that is back. */
export interface EditNews {
  restoredAt: string | null
  others: readonly (WritableField | 'projects')[]
}

/**
 * The values of one user while they are edited, on top of the version that they were read from. A newer version is taken
 * under them: nothing that was typed is lost, and nothing of others is overwritten unseen.
 */
export function useUserEdit(id: string, read: (id: string) => Promise<User>, drafts: Drafts) {
  const user = shallowRef<User | null>(null)
  const values = shallowRef<UserValues | null>(null)
  const readFailure = shallowRef<Failure | null>(null)
  const conflict = shallowRef<FieldConflict | null>(null)
  const choices = shallowRef<Choices>({})
  const news = shallowRef<EditNews | null>(null)
  const draft = useDraft(drafts, id)
  let isOver = false

  const changed = computed(() => (user.value && values.value ? changedFields(user.value, values.value) : []))
  const lost = computed(() => (user.value && values.value ? lostProjects(user.value, values.value) : []))
  const isUndecided = computed(() => conflict.value?.fields.some((field) => !choices.value[field]) ?? false)

  /** Takes a newer version; answers what others have changed in it. */
  function receive(theirs: User): EditNews['others'] {
    const [base, mine] = [user.value, values.value]
    if (!base || !mine) {
      user.value = theirs
      values.value = valuesOf(theirs)
      return []
    }
    const others = changedByOthers(base, theirs)
    const fields = conflictsOf(base, mine, theirs)
    if (fields.length > 0) {
      conflict.value = { theirs, fields }
      choices.value = {}
      return others.filter((field) => field === 'projects' || !fields.includes(field))
    }
    conflict.value = null
    values.value = mergeValues(base, mine, theirs)
    user.value = theirs
    return others
  }

  async function load(): Promise<void> {
    readFailure.value = null
    try {
      const [fresh, kept] = await Promise.all([read(id), user.value ? null : draft.read()])
      if (kept?.base && fresh.deletedAt === null) {
        user.value = kept.base
        values.value = valuesFrom(kept.values, kept.base)
      }
      const others = receive(fresh)
      if (kept && (changed.value.length > 0 || conflict.value)) news.value = { restoredAt: kept.savedAt, others }
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      readFailure.value = error.failure
    }
  }

  /** Reads the user again, and says what others have changed. */
  async function refresh(): Promise<void> {
    try {
      receiveNews(await read(id))
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      readFailure.value = error.failure
    }
  }

  /** Takes a version that a refused save has brought, and says what is new in it. */
  function receiveNews(theirs: User): void {
    const others = receive(theirs)
    news.value = others.length > 0 && !conflict.value ? { restoredAt: null, others } : null
  }

  /** Moves the form onto their version as it was chosen; saving goes on from there. */
  function settleConflict(): void {
    const [base, mine, against] = [user.value, values.value, conflict.value]
    if (!base || !mine || !against || isUndecided.value) return
    values.value = mergeValues(base, mine, against.theirs, choices.value)
    user.value = against.theirs
    conflict.value = null
    news.value = null
  }

  function change(part: Partial<UserValues>): void {
    if (values.value) values.value = { ...values.value, ...part }
  }

  /** The values are saved, or given up. */
  function finish(): void {
    isOver = true
    draft.drop()
  }

  watch([values, user], () => {
    if (isOver || !user.value || !values.value) return
    const isKept = changed.value.length > 0
    draft.keep(isKept ? { base: user.value, values: { ...values.value }, savedAt: new Date().toISOString() } : null)
  })

  return {
    user,
    values,
    readFailure,
    conflict,
    choices,
    news,
    changed,
    lost,
    isUndecided,
    load,
    refresh,
    receiveNews,
    settleConflict,
    change,
    finish,
    /** Takes all values back. */
    reset(): void {
      if (user.value) values.value = valuesOf(user.value)
      conflict.value = null
      news.value = null
    },
  }
}
