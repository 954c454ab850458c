import { computed, onScopeDispose, type Ref, ref, shallowRef, watch } from 'vue'
import type { AuditEntry } from '../../src-shared/domain/audit.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import type { Output } from '../../src-shared/ipc/contract.ts'

/**
 * Entries of an audit log, page by page. Another `question` starts anew; the entries of before stay until the new ones are
 * here, and an answer to a question of before is thrown away.
 */
export function useAuditList<Question>(
  question: Readonly<Ref<Question>>,
  read: (question: Question, cursor: string | null) => Promise<Output<'audit.page'>>,
) {
  const entries = shallowRef<readonly AuditEntry[]>([])
  const next = ref<string | null>(null)
  /** When the entries were read, while the server cannot be reached; null: now. */
  const at = ref<string | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const isReading = ref(false)
  const isRead = ref(false)
  let questions = 0

  async function ask(cursor: string | null): Promise<void> {
    const mine = cursor === null ? ++questions : questions
    isReading.value = true
    failure.value = null
    try {
      const page = await read(question.value, cursor)
      if (mine !== questions) return
      entries.value = cursor === null ? page.entries : [...entries.value, ...page.entries]
      next.value = page.next
      at.value = page.at
      isRead.value = true
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      if (mine === questions) failure.value = error.failure
    } finally {
      if (mine === questions) isReading.value = false
    }
  }

  watch(question, () => ask(null), { immediate: true })
  onScopeDispose(() => {
    questions += 1
  })

  return {
    entries,
    at,
    failure,
    isReading,
    isRead,
    hasMore: computed(() => next.value !== null),
    restart: () => ask(null),
    async more(): Promise<void> {
      if (next.value !== null && !isReading.value && failure.value === null) await ask(next.value)
    },
    /** After a failure: asks for what was missing. */
    retry: () => ask(entries.value.length > 0 && isRead.value ? next.value : null),
  }
}
