import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import type { EditPreview } from '../../src-shared/ipc/work-shapes.ts'
import type { Edit } from './bulk-actions.ts'

/** How long typing has to rest before an edit is counted again, in ms. */
const rest = 120

/** What an edit would come to, as it is typed; null while there is no edit. */
export function useEditPreview(edit: () => Edit | null, ask: (edit: Edit) => Promise<EditPreview | null>) {
  const preview = shallowRef<EditPreview | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const isCounting = ref(false)
  let asked = 0
  let timer = 0

  async function count(wanted: Edit): Promise<void> {
    const mine = asked
    try {
      const answer = await ask(wanted)
      if (mine !== asked || answer === null) return
      preview.value = answer
      failure.value = null
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      if (mine === asked) failure.value = error.failure
    }
    if (mine === asked) isCounting.value = false
  }

  watch(
    () => JSON.stringify(edit()),
    (_, before) => {
      asked += 1
      clearTimeout(timer)
      const wanted = edit()
      isCounting.value = wanted !== null
      if (wanted === null) preview.value = null
      else timer = window.setTimeout(() => void count(wanted), before === undefined ? 0 : rest)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    asked += 1
    clearTimeout(timer)
  })
  return { preview, failure, isCounting }
}
