import { computed, type Ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'

interface ListParts {
  total: Readonly<Ref<number>>
  failure: Readonly<Ref<Failure | null>>
  isOpening: Readonly<Ref<boolean>>
}

/** Whether a list is still being read, whether its count is known, and whether it has nobody. */
export function useListState(connection: () => Connection, { total, failure, isOpening }: ListParts) {
  const isReading = computed(() => {
    const { sync, state } = connection()
    return ['none', 'reading'].includes(sync.state) && state !== 'offline'
  })
  const isLoading = computed(() => {
    if (total.value > 0 || failure.value !== null || connection().account?.role === 'user') return false
    return isOpening.value || isReading.value
  })
  const isKnown = computed(() => !isLoading.value && (total.value > 0 || connection().sync.at !== null))
  const isEmpty = computed(() => total.value === 0 && !isLoading.value)
  return { isLoading, isKnown, isEmpty }
}
