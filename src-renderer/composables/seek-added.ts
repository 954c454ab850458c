import type { User } from '../../src-shared/domain/user.ts'

/** How long a new user is waited for in the list, in ms. */
const patience = 2000

interface SeekDeps {
  /** Calls `found` once the user is in the list. */
  find(id: string, found: (row: number) => void): { stop(): void }
  found(row: number): void
  /** The list does not show the user: its search or filters leave it out. */
  missed(user: User): void
}

/** Brings a new user to the cursor, once the list has it. */
export function seekAdded(user: User, { find, found, missed }: SeekDeps): void {
  const search = find(user.id, (row) => {
    clearTimeout(waiting)
    found(row)
  })
  const waiting = window.setTimeout(() => {
    search.stop()
    missed(user)
  }, patience)
}
