import { computed, type Ref } from 'vue'
import { Failed } from '../../src-shared/failure.ts'
import type { EditTarget } from '../../src-shared/ipc/work-shapes.ts'

/** The users that are selected in the list; bulk actions read this, the grid makes it. */
export interface UserSelection {
  /** How many users; the row under the cursor counts where nothing else is selected. */
  readonly count: Readonly<Ref<number>>
  /** Whether more than the cursor's own row is selected: then the bar of bulk actions is shown. */
  readonly isMany: Readonly<Ref<boolean>>
  /** Freezes the selection in main, or names the few users by id. Throws `Failed`. */
  take(): Promise<{ target: EditTarget; count: number }>
  clear(): void
}

/** The selection of a list in which only the cursor's row is selected. */
export const cursorSelection = (id: () => string | null): UserSelection => ({
  count: computed(() => (id() === null ? 0 : 1)),
  isMany: computed(() => false),
  take() {
    const one = id()
    if (one === null) return Promise.reject(new Failed({ kind: 'notFound' }))
    return Promise.resolve({ target: { ids: [one] }, count: 1 })
  },
  clear: () => undefined,
})
