import { computed, onScopeDispose, watch } from 'vue'
import type { Change } from '../../src-shared/domain/change.ts'
import { changedFields } from '../../src-shared/domain/rebase.ts'
import type { User } from '../../src-shared/domain/user.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { Connection, Draft, Waiting } from '../../src-shared/ipc/shapes.ts'
import { fieldWords } from '../messages/words.ts'
import { t } from '../messages/text.ts'
import { valuesOf } from './user-form.ts'

/** What waits, as the stores give it. */
export interface PendingWork {
  readonly waiting: ReadonlyMap<string, readonly Waiting[]>
  readWaiting(connection: string): Promise<void>
}

/** The changes of a connection that wait for its server, and the users that they are about. */
export function usePending(work: PendingWork, connection: () => Connection) {
  const changes = computed(() => work.waiting.get(connection().id) ?? [])
  /** Users whose rows show what the server has not got yet. */
  const ids = computed<ReadonlySet<string>>(
    () => new Set(changes.value.flatMap(({ change: { target } }) => ('id' in target ? [target.id] : []))),
  )

  // nobody is signed in, and nothing can be read of what waits
  const read = (id: string) =>
    work.readWaiting(id).catch((error: unknown) => {
      if (!(error instanceof Failed)) throw error
    })
  const stop = watch(
    () => [connection().id, connection().account?.id] as const,
    ([id, account]) => {
      if (account !== undefined) void read(id)
    },
    { immediate: true },
  )
  onScopeDispose(stop)

  return { changes, ids }
}

/** What a change asks for, in words. */
export function changeWords({ action, projects, ...change }: Change): string {
  const fields = fieldWords(changedFields(change))
  const parts = [
    ...(action ? [t(`waiting.actions.${action}`)] : []),
    ...(fields !== '' && action !== 'create' ? [fields] : []),
    ...(projects ? [t('waiting.projects', { add: projects.add.length, remove: projects.remove.length })] : []),
  ]
  return parts.join('; ')
}

/** True for a change of fields, which the form of a user can take up again. */
export const canEditAgain = ({ change }: Waiting): boolean => 'id' in change.target && change.set !== undefined

/** What was typed when the change was made, over what was seen then: opened as a draft, it is held against the user of today. */
export function draftOf({ change, at }: Waiting, now: User): Draft {
  const seen = Object.fromEntries(changedFields(change).map((field) => [field, change.base[field] ?? now[field]]))
  const base: User = { ...now, ...seen, etag: change.baseVersion }
  const { displayName, ...set } = change.set ?? {}
  const typed = { ...set, ...(displayName !== undefined && { displayName: displayName ?? '' }) }
  const values: [string, string | boolean | undefined][] = Object.entries({ ...valuesOf(base), ...typed })
  const known = values.flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const]))
  return { base, values: { ...Object.fromEntries(known), isReset: change.action === 'reset' }, savedAt: at }
}
