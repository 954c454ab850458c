import { computed, ref, shallowRef } from 'vue'
import type { Issue } from '../../src-shared/domain/issue.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'

/** One request at a time, with what became of it; a second one while the first is under way is none. */
export function useRequest() {
  const isBusy = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const issues = computed<readonly Issue[]>(() => (failure.value?.kind === 'invalid' ? failure.value.issues : []))

  /** True once `work` has succeeded. */
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    failure.value = null
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      failure.value = error.failure
      return false
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, failure, issues, run }
}
