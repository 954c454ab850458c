import type { Ref } from 'vue'
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
