import { computed, shallowRef } from 'vue'
import { isReadOnly } from '../../src-shared/domain/guards.ts'
import { everyUser, type UserQuery } from '../../src-shared/domain/query.ts'
import { Failed } from '../../src-shared/failure.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import type { EditTarget } from '../../src-shared/ipc/work-shapes.ts'
import { showIdentifier } from '../components/identifier.ts'
import { formatNumber } from '../messages/format.ts'
import { t } from '../messages/text.ts'
import { failureWords } from '../messages/words.ts'
import { usePlans } from '../stores/plans.ts'
import { useStaged } from '../stores/staged.ts'
import { useToasts } from '../stores/toasts.ts'
import { useUsers } from '../stores/users.ts'
import {
  type AskedAction,
  type BulkAction,
  bulkCommands,
  type BulkDenials,
  bulkDenials,
  type BulkWork,
  type Edit,
  type LayerCommand,
  plainEdits,
  rightOf,
} from '../composables/bulk-actions.ts'
import type { UserSelection } from '../composables/selection.ts'
import { denialsOf } from '../composables/user-denials.ts'
import { targetOf, type UserRow } from '../composables/user-row.ts'

interface BulkDeps {
  connection(): Connection
  selection: UserSelection
  /** The user under the cursor. */
  current(): UserRow | undefined
  query(): UserQuery
}

/** Actions on the selected users: what is asked for, why some are impossible, and what becomes of an edit. */
export function useBulkActions({ connection, selection, current, query }: BulkDeps) {
  const plans = usePlans()
  const staged = useStaged()
  const toasts = useToasts()
  const users = useUsers()
  const asked = shallowRef<AskedAction | null>(null)

  /** Why an action is impossible, whoever is selected. */
  function denialsFor(count: number): BulkDenials {
    const { account, capabilities, settings, unlockedUntil } = connection()
    const isLocked = isReadOnly({ isProtected: settings.isProtected, unlockedUntil }, new Date())
    return bulkDenials({ actor: account, capabilities, isLocked, isDeleted: query().deleted, count })
  }
  const denials = computed((): BulkDenials => {
    const { account, capabilities } = connection()
    const all = denialsFor(selection.count.value)
    const row = selection.isMany.value ? undefined : current()
    if (!row || !account) return all
    const own = denialsOf(account, targetOf(row), capabilities)
    const both = Object.entries(all).map(([action, why]) => [action, why ?? own[rightOf[action as BulkAction]]])
    return Object.fromEntries(both) as BulkDenials // the same keys
  })

  /** Why a command is impossible now. */
  function denialOf(command: LayerCommand): string | null {
    if (command === 'users.edit') return null
    if (command === 'users.inviteExpired') return denialsFor(1).invite
    if (command === 'users.disableNow') return denials.value.disable
    return denials.value[command === 'users.enableNow' ? 'enable' : bulkCommands[command]]
  }

  const problem = (text: string): void => {
    toasts.show({ kind: 'problem', text })
  }
  /** Runs what has no place of its own to say that it failed. */
  async function attempt(request: () => Promise<unknown>): Promise<void> {
    try {
      await request()
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      const { title, text } = failureWords(error.failure, 'saving')
      problem(`${title} ${text}`)
    }
  }

  async function taken(action: BulkAction): Promise<AskedAction> {
    const name = selection.isMany.value ? undefined : current()?.userName
    const { target, count } = await selection.take()
    const who = name === undefined ? t('bulk.users', { n: formatNumber(count) }, count) : showIdentifier(name)
    return { action, target, count, who }
  }

  function isAllowed(action: BulkAction): boolean {
    const denial = denials.value[action]
    if (denial !== null) problem(t('users.cannot', { reason: denial }))
    return denial === null
  }

  /** Asks for an action on the users that are selected now. */
  const ask = (action: BulkAction): Promise<void> =>
    attempt(async () => {
      if (isAllowed(action)) asked.value = await taken(action)
    })

  function review(target: EditTarget, count: number, name: string, edit: Edit): void {
    plans.review(connection().id, { kind: 'edit', name, target, edit }, count)
  }

  /** Shows the plan of an action that needs no choice at once. */
  const now = (action: keyof typeof plainEdits): Promise<void> =>
    attempt(async () => {
      if (!isAllowed(action)) return
      const { target, count } = await selection.take()
      review(target, count, t(`bulk.names.${action}`), plainEdits[action])
    })

  async function stage({ action, target, count }: AskedAction, edit: Edit): Promise<void> {
    const { id } = connection()
    const set = staged.of(id, await staged.ensure(id, t('staged.firstSet')))
    await set.edit(target, edit)
    const text = t('bulk.staged', { name: t(`bulk.names.${action}`), n: formatNumber(count) }, count)
    const undo = () => void attempt(set.undo)
    toasts.show({ kind: 'done', text, action: { label: t('users.undo'), run: undo } })
  }

  function workFor(of: AskedAction): BulkWork {
    const { id } = connection()
    return {
      preview: (edit) => staged.preview(id, of.target, edit),
      facts: () => staged.facts(id, of.target),
      stage: (edit) => stage(of, edit),
      send: (edit) => {
        review(of.target, of.count, t(`bulk.names.${of.action}`), edit)
      },
    }
  }

  /** All whose invitation has expired, in the organization that is shown; null where the list moves all the time. */
  async function takeExpired(): Promise<{ selection: number; count: number } | null> {
    const filters: UserQuery['filters'] = [{ is: { field: 'invitation', value: 'expired' }, isNot: false }]
    const { organizationId } = query()
    for (let tries = 0; tries < 3; tries++) {
      const { list, revision } = await users.open(connection().id, { ...everyUser, organizationId, filters })
      try {
        return await staged.take(list, revision, null)
      } catch (error) {
        if (!(error instanceof Failed && error.failure.kind === 'unsupported')) throw error
      } finally {
        void users.close(list)
      }
    }
    return null
  }

  const resendExpired = (): Promise<void> =>
    attempt(async () => {
      const found = await takeExpired()
      if (found === null || found.count === 0) problem(t(found ? 'bulk.noneExpired' : 'bulk.moved'))
      else review({ selection: found.selection }, found.count, t('bulk.names.inviteExpired'), plainEdits.invite)
    })

  const close = (): void => {
    asked.value = null
  }
  return { asked, denials, denialOf, ask, now, resendExpired, workFor, close }
}
