import { isReadOnly, unlockedFor } from '../../src-shared/domain/guards.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { AccountWork } from '../work/account-work.ts'

interface GuardDeps {
  isProtected(): boolean
  /** The name of the server, as it is shown. */
  name(): string
  now(): Date
  onChanged(unlockedUntil: string | null): void
}

/** Holds back writing to a protected server until it is unlocked, for an hour and never over a restart (domain.md, Guards). */
export function createGuard({ isProtected, name, now, onChanged }: GuardDeps) {
  let unlockedUntil: string | null = null
  let timer: NodeJS.Timeout | undefined

  function set(until: string | null): void {
    clearTimeout(timer)
    unlockedUntil = until
    onChanged(until)
  }

  const isLocked = () => isReadOnly({ isProtected: isProtected(), unlockedUntil }, now())

  return {
    isLocked,
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
      if (isLocked()) throw new Failed({ kind: 'forbidden', code: 'server_locked' })
    },
    /** Throws `invalid` with `plan.typed` unless the name of a protected server was typed. */
    expectNamed(typed: readonly string[]): void {
      if (isProtected() && !typed.some((text) => text.trim() === name())) {
        throw new Failed({ kind: 'invalid', code: 'plan.typed', issues: [] })
      }
    },
    stop: () => {
      clearTimeout(timer)
    },
  }
}

export type Guard = Pick<ReturnType<typeof createGuard>, 'expectUnlocked' | 'expectNamed'>

/** The same work, of which nothing begins while the server is locked; what was sent before is still asked about. */
export function guardWork(work: AccountWork, { expectUnlocked, expectNamed }: Guard): AccountWork {
  const { planning, runner } = work
  return {
    ...work,
    send: async (change) => {
      expectUnlocked()
      return work.send(change)
    },
    planning: {
      ...planning,
      send: async (request) => {
        expectUnlocked()
        expectNamed(request.typed)
        return planning.send(request)
      },
    },
    runner: {
      ...runner,
      resume: async (job) => {
        expectUnlocked()
        await runner.resume(job)
      },
    },
  }
}
