import { computed, shallowRef } from 'vue'
import type { Project } from '../../src-shared/domain/place.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { Failed, type Failure } from '../../src-shared/failure.ts'
import { refusalWords } from '../messages/words.ts'
import { t } from '../messages/text.ts'
import { membershipOf } from './user-form.ts'
import type { Work } from './use-saving.ts'

/** A user of whom the work did not do what was asked, and why. */
export interface Refused<T> {
  user: T
  reason: string
}

/** How the work for several users went; `left` were not sent. */
export interface Memberships<T> {
  done: number
  unchanged: number
  /** Kept until the server can be reached. */
  waits: number
  refused: readonly Refused<T>[]
  left: readonly T[]
  /** What stopped the rest: the server cannot be reached, or the session has ended. */
  failure: Failure | null
}

/** Work for one project, from its start until nothing of it is left to say. */
export interface MembershipJob<T> {
  project: Project
  isAdding: boolean
  /** Absent once it has ended. */
  progress?: { done: number; total: number }
  ended: Memberships<T> | null
}

/** How it ended for one user; what waits is done as far as it can be. */
type End = { kind: 'done' } | { kind: 'waiting' } | { kind: 'unchanged' } | { kind: 'unknown' } | Failure

/** Requests under way at once; more would only wait for each other on the server. */
const atOnce = 4

/** Puts several users into a project or takes them out, each as a change of its own. */
export function useMemberships<T extends { id: string; userName: string }>(
  work: Work,
  read: (id: string) => Promise<User>,
) {
  const job = shallowRef<MembershipJob<T> | null>(null)
  const isBusy = computed(() => job.value?.progress !== undefined)
  let isCancelled = false

  async function one(user: T, projectId: string, isMember: boolean): Promise<End> {
    const fresh = await read(user.id)
    if (fresh.projects.some(({ id }) => id === projectId) === isMember) return { kind: 'unchanged' }
    const { outcome } = await work.send(membershipOf(fresh, projectId, isMember))
    switch (outcome.state) {
      case 'applied':
        return { kind: 'done' }
      case 'noChange':
        return { kind: 'unchanged' }
      case 'waiting':
        return { kind: 'waiting' }
      case 'refused':
      case 'notSent':
        return outcome.failure
      case 'conflict':
        return { kind: 'conflict', theirs: outcome.theirs }
      case 'unknown':
        return { kind: 'unknown' }
    }
  }

  const settled = (user: T, projectId: string, isMember: boolean) =>
    one(user, projectId, isMember).catch((error: unknown): End => {
      if (error instanceof Failed) return error.failure
      throw error
    })

  async function sendAll(
    users: readonly T[],
    project: Project,
    isAdding: boolean,
    onProgress: (done: number) => void,
  ): Promise<Memberships<T>> {
    const waiting = [...users]
    const refused: Refused<T>[] = []
    let [done, unchanged, waits] = [0, 0, 0]
    let failure: Failure | null = null
    const next = () => (isCancelled || failure ? undefined : waiting.shift())
    const take = async () => {
      for (let user = next(); user; user = next()) {
        const end = await settled(user, project.id, isAdding)
        if (end.kind === 'done') done++
        else if (end.kind === 'waiting') waits++
        else if (end.kind === 'unchanged') unchanged++
        else if (end.kind === 'unknown') refused.push({ user, reason: t('projects.unknown') })
        else if (stopsAll(end)) {
          failure = end
          waiting.unshift(user)
        } else refused.push({ user, reason: refusalWords(end) })
        onProgress(done + unchanged + waits + refused.length)
      }
    }
    await Promise.all(Array.from({ length: Math.min(atOnce, users.length) }, take))
    return { done, unchanged, waits, refused, left: waiting, failure }
  }

  async function run(project: Project, isAdding: boolean, users: readonly T[]): Promise<Memberships<T> | null> {
    if (isBusy.value) return null
    isCancelled = false
    const total = users.length
    const tell = (done: number) => (job.value = { project, isAdding, progress: { done, total }, ended: null })
    tell(0)
    try {
      const ended = await sendAll(users, project, isAdding, tell)
      job.value = ended.refused.length + ended.left.length > 0 ? { project, isAdding, ended } : null
      return ended
    } catch (error) {
      job.value = null
      throw error
    }
  }

  return {
    job,
    isBusy,
    run,
    /** What is sent is sent; the rest is not. */
    cancel: () => (isCancelled = true),
    dismiss: () => {
      if (!isBusy.value) job.value = null
    },
  }
}

/** Failures that the next user would meet as well. */
const stopsAll = ({ kind }: Failure): boolean =>
  kind === 'offline' || kind === 'unauthorized' || kind === 'rateLimited' || kind === 'remote' || kind === 'keychain'
