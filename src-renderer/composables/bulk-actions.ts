import type { Action, Actor } from '../../src-shared/domain/can.ts'
import type { Capabilities } from '../../src-shared/domain/capabilities.ts'
import type { CommandId } from '../../src-shared/commands.ts'
import type { Input } from '../../src-shared/ipc/contract.ts'
import type { EditPreview, EditTarget, TargetFacts } from '../../src-shared/ipc/work-shapes.ts'
import { t } from '../messages/text.ts'
import { denialWords } from '../messages/words.ts'

export type Edit = Input<'staged.edit'>['edit']

/** An action that is asked for, on users that do not change any more. */
export interface AskedAction {
  action: BulkAction
  target: EditTarget
  count: number
  /** In words: the one user's name, or how many. */
  who: string
}

/** What a dialog of an action can do with an edit. */
export interface BulkWork {
  preview(edit: Edit): Promise<EditPreview | null>
  facts(): Promise<TargetFacts>
  /** Puts it into the pile. Throws `Failed`. */
  stage(edit: Edit): Promise<void>
  /** Shows the plan of this edit alone; the pile stays as it is. */
  send(edit: Edit): void
}

/** What can be done to all selected users at once. */
export const bulkActions = [
  'role',
  'approve',
  'withdraw',
  'disable',
  'enable',
  'reset',
  'projects',
  'signOut',
  'invite',
  'displayName',
  'email',
  'replace',
  'delete',
  'restore',
] as const
export type BulkAction = (typeof bulkActions)[number]

/** The edits of the actions that ask for nothing but a yes. */
export const plainEdits = {
  approve: { kind: 'set', set: { approved: true } },
  withdraw: { kind: 'set', set: { approved: false } },
  disable: { kind: 'set', set: { disabled: true } },
  enable: { kind: 'set', set: { disabled: false } },
  reset: { kind: 'action', action: 'reset' },
  signOut: { kind: 'action', action: 'signOut' },
  invite: { kind: 'action', action: 'invite' },
  delete: { kind: 'action', action: 'delete' },
  restore: { kind: 'action', action: 'restore' },
} as const satisfies Partial<Record<BulkAction, Edit>>
export type PlainAction = keyof typeof plainEdits

export const isPlain = (action: BulkAction): action is PlainAction => action in plainEdits

/** The right that an action asks for. */
export const rightOf: Readonly<Record<BulkAction, Action>> = {
  role: 'promote',
  approve: 'approve',
  withdraw: 'approve',
  disable: 'disable',
  enable: 'disable',
  reset: 'reset',
  projects: 'projects',
  signOut: 'signOut',
  invite: 'invite',
  displayName: 'edit',
  email: 'edit',
  replace: 'edit',
  delete: 'delete',
  restore: 'restore',
}

/** What commands do to the selection, or to the user under the cursor. */
export const bulkCommands = {
  'users.role': 'role',
  'users.approve': 'approve',
  'users.withdraw': 'withdraw',
  'users.disable': 'disable',
  'users.enable': 'enable',
  'users.reset': 'reset',
  'users.projects': 'projects',
  'users.signOut': 'signOut',
  'users.invite': 'invite',
  'users.displayName': 'displayName',
  'users.email': 'email',
  'users.replace': 'replace',
  'users.delete': 'delete',
  'users.restore': 'restore',
} as const satisfies Partial<Record<CommandId, BulkAction>>
export type BulkCommand = keyof typeof bulkCommands

const oneCommands = [
  'users.edit',
  'users.delete',
  'users.projects',
  'users.invite',
  'users.reset',
  'users.signOut',
  'users.restore',
] as const satisfies readonly CommandId[]
/** Commands that have a dialog of their own for one user. */
export type OneCommand = (typeof oneCommands)[number]
export const isOne = (command: CommandId): command is OneCommand =>
  (oneCommands as readonly CommandId[]).includes(command)

/** All commands on the selection or on the cursor's user. */
export const layerCommands = [
  ...oneCommands,
  'users.role',
  'users.approve',
  'users.withdraw',
  'users.disable',
  'users.disableNow',
  'users.enable',
  'users.enableNow',
  'users.displayName',
  'users.email',
  'users.replace',
  'users.inviteExpired',
] as const satisfies readonly CommandId[]
export type LayerCommand = (typeof layerCommands)[number]

/** Handlers that all go one way. */
export const layerHandlers = (run: (command: LayerCommand) => void): Record<LayerCommand, () => void> =>
  Object.fromEntries(
    layerCommands.map((command) => [
      command,
      () => {
        run(command)
      },
    ]),
  ) as Record<LayerCommand, () => void> // one for each of them

/** Which command does an action. */
export const commandOf = (action: BulkAction): BulkCommand =>
  (Object.keys(bulkCommands) as BulkCommand[]).find((id) => bulkCommands[id] === action) ?? 'users.role' // there is one for each

interface Situation {
  actor: Actor | null
  capabilities: Capabilities
  /** The server is protected, and not unlocked. */
  isLocked: boolean
  /** The list is that of the deleted users. */
  isDeleted: boolean
  /** Users that are selected. */
  count: number
}

export type BulkDenials = Readonly<Record<BulkAction, string | null>>

/** Why an action is impossible whoever is selected: by the account's role, what the server can, and which list is shown. */
export function bulkDenials(situation: Situation): BulkDenials {
  const denials = bulkActions.map((action): [BulkAction, string | null] => [action, denialOf(action, situation)])
  return Object.fromEntries(denials) as Record<BulkAction, string | null> // fromEntries forgets its keys
}

function denialOf(action: BulkAction, { actor, capabilities, isLocked, isDeleted, count }: Situation): string | null {
  if (actor === null || actor.role === 'user') return denialWords('not_by_role')
  if (isLocked) return t('commands.denied.readOnly')
  const right = rightOf[action]
  if (right === 'approve' && actor.role === 'manager') return denialWords('approve_denied')
  const { approve, invite, restore, signOut } = capabilities
  const ability = { approve, invite, restore, signOut }[right as string] ?? 'yes' // the other rights depend on no ability
  if (ability !== 'yes') return denialWords(ability)
  if (isDeleted !== (action === 'restore')) return denialWords(isDeleted ? 'deleted' : 'not_deleted')
  return count === 0 ? t('bulk.none') : null
}
