import { shallowRef } from 'vue'
import { Failed, type Failure } from '../../src-shared/failure.ts'

/** Questions that may overlap, with how the last one failed; null while it has not. */
export function useAsked() {
  const asked = shallowRef<Failure | null>(null)

  async function ask(request: () => Promise<unknown>): Promise<void> {
    asked.value = null
    try {
      await request()
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      asked.value = error.failure
    }
  }

  return { asked, ask }
}
