import { computed, ref, shallowRef } from 'vue'
import type { TargetFacts } from '../../src-shared/ipc/work-shapes.ts'
import { formatNumber } from '../messages/format.ts'
import { t } from '../messages/text.ts'
import type { Edit } from './bulk-actions.ts'

type Wish = 'add' | 'remove'

/** What is chosen for the projects of several users: some added and some removed, or exactly these. */
export function useProjectWishes(facts: () => TargetFacts | null) {
  const mode = ref<'change' | 'exact'>('change')
  const wishes = shallowRef<ReadonlyMap<string, Wish>>(new Map())
  const exact = shallowRef<ReadonlySet<string>>(new Set())

  const countOf = (id: string) => facts()?.projects.find((project) => project.id === id)?.users ?? 0
  const isOfAll = (id: string) => countOf(id) > 0 && countOf(id) === facts()?.ofRoleUser
  const ofAll = computed(() => (facts()?.projects ?? []).map(({ id }) => id).filter(isOfAll))

  const chosen = computed((): ReadonlySet<string> => {
    if (mode.value === 'exact') return exact.value
    const kept = ofAll.value.filter((id) => wishes.value.get(id) !== 'remove')
    return new Set([...kept, ...idsOf('add')])
  })
  /** Projects of some of the users, about which nothing was said yet. */
  const notes = computed((): ReadonlyMap<string, string> => {
    if (mode.value === 'exact') return new Map()
    const some = (facts()?.projects ?? []).filter(({ id }) => !isOfAll(id) && !wishes.value.has(id))
    const of = formatNumber(facts()?.ofRoleUser ?? 0)
    return new Map(some.map(({ id, users }) => [id, t('bulk.projects.some', { n: formatNumber(users), of })]))
  })

  const idsOf = (wish: Wish) => [...wishes.value].filter(([, each]) => each === wish).map(([id]) => id)
  const added = computed(() => idsOf('add'))
  const removed = computed(() => idsOf('remove'))

  function toggle(id: string): void {
    if (mode.value === 'exact') {
      const next = new Set(exact.value)
      if (!next.delete(id)) next.add(id)
      exact.value = next
      return
    }
    const next = new Map(wishes.value)
    const wish = nextWish(next.get(id), isOfAll(id) ? 'all' : countOf(id) > 0 ? 'some' : 'none')
    if (wish) next.set(id, wish)
    else next.delete(id)
    wishes.value = next
  }

  function setMode(to: 'change' | 'exact'): void {
    // what all have, and what was chosen so far, is where an exact choice begins
    if (to === 'exact' && mode.value === 'change') exact.value = chosen.value
    mode.value = to
  }

  const edit = computed((): Edit | null => {
    if (mode.value === 'exact') return { kind: 'setProjects', projects: [...exact.value] }
    if (wishes.value.size === 0) return null
    return { kind: 'projects', add: added.value, remove: removed.value }
  })

  return { mode, setMode, chosen, notes, added, removed, toggle, edit }
}

/** The wish after the next press: what only some have goes round all, none, as it is. */
function nextWish(wish: Wish | undefined, has: 'all' | 'some' | 'none'): Wish | undefined {
  if (has === 'all') return wish ? undefined : 'remove'
  if (has === 'none') return wish ? undefined : 'add'
  return wish === undefined ? 'add' : wish === 'add' ? 'remove' : undefined
}
