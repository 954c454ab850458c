import { computed, onScopeDispose, ref, type Ref, watch } from 'vue'
import { type PlanPart, planTabs } from '../../src-shared/domain/plan/plan.ts'
import type { PlanRow, PlanView } from '../../src-shared/ipc/work-shapes.ts'
import { type PagedRows, usePagedRows } from './use-paged-rows.ts'

interface Asking {
  rows(part: PlanPart, search: string, first: number, count: number): Promise<PlanRow[]>
  count(part: PlanPart, search: string): Promise<number>
}

/** How long typing in the search rests before it is asked, in ms. */
const rest = 150

/** Which rows of a plan are looked at: a tab or a consequence, and a search in it. */
export function usePlanPart(
  view: Readonly<Ref<PlanView | null>>,
  revision: Readonly<Ref<number>>,
  ask: () => Asking,
  failed: (error: unknown) => void,
) {
  const part = ref<PlanPart>('all')
  const search = ref('')
  const found = ref(0)
  let timer = 0
  let questions = 0

  /** The tab, null while the users of a consequence are looked at. */
  const tab = computed(() => planTabs.find((each) => each === part.value) ?? null)

  async function count(): Promise<void> {
    const mine = ++questions
    try {
      const answer = await ask().count(part.value, search.value)
      if (mine === questions) found.value = answer
    } catch (error) {
      if (mine === questions) failed(error)
    }
  }

  watch(
    [part, search, revision],
    ([, sought], [, before]) => {
      clearTimeout(timer)
      if (view.value?.state !== 'ready') return
      const known = tab.value && sought === '' ? view.value.summary?.tabs[tab.value] : undefined
      questions += 1
      if (known !== undefined) found.value = known
      else timer = window.setTimeout(() => void count(), sought === before ? 0 : rest)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    questions += 1
  })

  const rows: PagedRows<PlanRow> = usePagedRows<PlanRow>({
    total: () => found.value,
    question: () => JSON.stringify([part.value, search.value]),
    revision: () => revision.value,
    fetch: (first, length) => ask().rows(part.value, search.value, first, length),
    failed,
  })

  return { part, search, found, tab, rows }
}
