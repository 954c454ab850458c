import { onScopeDispose } from 'vue'
import type { Draft } from '../../src-shared/ipc/shapes.ts'

/** Where drafts of one connection are kept; `target` is a user's id, or null for a new user. */
export interface Drafts {
  read(target: string | null): Promise<Draft | null>
  save(target: string | null, draft: Draft): Promise<unknown>
  drop(target: string | null): Promise<unknown>
}

/** How long typing has to rest before it is kept, in ms. */
const rest = 250

/**
 * Keeps what is typed a moment after each change, and at the latest when the form goes. What could not be kept is no
 * reason to disturb who types: it is still on the screen, and saving tells what is wrong.
 */
export function useDraft(drafts: Drafts, target: string | null) {
  let waiting: { timer: number; write: () => Promise<unknown> } | null = null
  let queue: Promise<unknown> = Promise.resolve()

  function flush(): void {
    if (waiting === null) return
    clearTimeout(waiting.timer)
    const { write } = waiting
    waiting = null
    // one after the other, so that an older text never ends up on top
    queue = queue.then(write).catch(() => undefined)
  }

  /** Null: there is nothing to keep. */
  function keep(draft: Draft | null): void {
    if (waiting !== null) clearTimeout(waiting.timer)
    const write = () => (draft === null ? drafts.drop(target) : drafts.save(target, draft))
    waiting = { timer: window.setTimeout(flush, rest), write }
  }

  onScopeDispose(flush)

  return {
    read: () => drafts.read(target).catch(() => null),
    keep,
    /** Forgets what was kept, at once. */
    drop(): void {
      keep(null)
      flush()
    },
  }
}
