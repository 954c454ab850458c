import { onScopeDispose, shallowRef } from 'vue'

/** How long a row stays marked that somebody else has changed, in ms. */
const markedFor = 4000

/** The users that others have just changed. */
export function useChangedRows() {
  const ids = shallowRef<ReadonlySet<string>>(new Set())
  const timers = new Set<number>()

  function mark(changed: readonly string[]): void {
    ids.value = new Set([...ids.value, ...changed])
    const timer = window.setTimeout(() => {
      timers.delete(timer)
      ids.value = new Set([...ids.value].filter((id) => !changed.includes(id)))
    }, markedFor)
    timers.add(timer)
  }

  onScopeDispose(() => {
    for (const timer of timers) clearTimeout(timer)
  })
  return { ids, mark }
}
