import { isReadOnly, unlockedFor } from '../../src-shared/domain/guards.ts'
import { Failed } from '../../src-shared/failure.ts'

interface GuardDeps {
  isProtected(): boolean
  now(): Date
  onChanged(unlockedUntil: string | null): void
}

/** Holds back writing to a protected server until it is unlocked, for an hour and never over a restart (domain.md, Guards). */
export function createGuard({ isProtected, now, onChanged }: GuardDeps) {
  let unlockedUntil: string | null = null
  let timer: NodeJS.Timeout | undefined

  function set(until: string | null): void {
    clearTimeout(timer)
    unlockedUntil = until
    onChanged(until)
  }

  return {
    unlock(): void {
      set(new Date(now().getTime() + unlockedFor).toISOString())
      timer = setTimeout(() => {
        set(null)
      }, unlockedFor)
      timer.unref()
    },
    lock: () => {
      set(null)
    },
    /** Throws `forbidden` with `server_locked` while nothing may be written. */
    expectUnlocked(): void {
      if (isReadOnly({ isProtected: isProtected(), unlockedUntil }, now())) {
        throw new Failed({ kind: 'forbidden', code: 'server_locked' })
      }
    },
    stop: () => {
      clearTimeout(timer)
    },
  }
}
