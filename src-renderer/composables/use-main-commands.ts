import { computed, type Ref } from 'vue'
import type { CommandId } from '../../src-shared/commands.ts'
import { isReadOnly } from '../../src-shared/domain/guards.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import { t } from '../messages/text.ts'
import type { CommandDenials, Place } from './places.ts'
import type { CommandHandlers } from './use-commands.ts'

type UsersCommand = (typeof inUsers)[number]

/** What is done to users is done where they are seen. */
const inUsers = [
  'users.add',
  'users.edit',
  'users.delete',
  'users.projects',
  'users.invite',
  'users.reset',
  'users.signOut',
  'users.restore',
  'view.deleted',
  'find.list',
  'find.filter',
  'find.view',
  'find.organization',
  'view.columns',
] as const satisfies readonly CommandId[]

/** Commands that change the user under the cursor, and those that need one. */
const changing = [
  'users.delete',
  'users.projects',
  'users.invite',
  'users.reset',
  'users.signOut',
  'users.restore',
] as const
const onRow = ['users.edit', ...changing] as const

interface MainParts {
  /** The commands of the users view; undefined until it is there. */
  view(): Record<UsersCommand | 'view.refresh', () => unknown> | undefined
  go(to: Place): Promise<void>
  /** Puts the cursor into the search of the review. */
  search(): void
  /** Whether the review stands in place of what is shown else. */
  isReviewing(): boolean
  /** Reviews the set that is edited. */
  review(): Promise<void>
  /** Shows the servers, with one of them or with the form for another. */
  chooseServer(id: string | null): void
  lock(): Promise<unknown>
  signOut(): Promise<unknown>
  toggleTheme(): void
  unlock(): void
  attempt(request: () => Promise<unknown>): void
  /** Why the audit log cannot be shown. */
  auditDenial: Readonly<Ref<string | null>>
}

/** The commands of the main view, and why some cannot be run now. */
export function useMainCommands(connection: () => Connection, place: Readonly<Ref<Place>>, parts: MainParts) {
  const { go, attempt, isReviewing } = parts

  const usersHandlers = Object.fromEntries(
    inUsers.map((id) => [id, () => void go('users').then(() => parts.view()?.[id]())]),
  ) as Record<UsersCommand, () => void> // one for each of them

  const handlers: CommandHandlers = {
    ...usersHandlers,
    'find.list': () => {
      if (isReviewing()) parts.search()
      else usersHandlers['find.list']()
    },
    'view.refresh': () => parts.view()?.['view.refresh'](),
    'plan.review': () => {
      if (!isReviewing()) attempt(parts.review)
    },
    'view.theme': parts.toggleTheme,
    'go.users': () => void go('users'),
    'go.projects': () => void go('projects'),
    'go.audit': () => void go('audit'),
    'go.jobs': () => void go('jobs'),
    'go.profile': () => void go('profile'),
    'go.servers': () => {
      parts.chooseServer(connection().id)
    },
    'server.add': () => {
      parts.chooseServer(null)
    },
    'server.unlock': parts.unlock,
    'server.lock': () => {
      attempt(() => parts.lock())
    },
    'server.signOut': () => {
      attempt(() => parts.signOut())
    },
  }

  function unlockDenial(): string | null {
    if (!connection().settings.isProtected) return t('commands.denied.notProtected')
    return connection().unlockedUntil === null ? null : t('commands.denied.unlocked')
  }

  const denials = computed(() => {
    const { settings, unlockedUntil, state } = connection()
    const isLocked = isReadOnly({ isProtected: settings.isProtected, unlockedUntil }, new Date())
    const found: [CommandId, string | false | null][] = [
      ['go.audit', parts.auditDenial.value],
      ['server.unlock', unlockDenial()],
      ['server.lock', unlockedUntil === null && t('commands.denied.locked')],
      ['server.signOut', state === 'signedOut' && t('commands.denied.signedOut')],
    ]
    if (place.value !== 'users') for (const id of onRow) found.push([id, t('commands.denied.notInPlace')])
    if (isReviewing()) for (const id of onRow) found.push([id, t('commands.denied.inReview')])
    for (const id of ['users.add', ...changing] as const) if (isLocked) found.push([id, t('commands.denied.readOnly')])
    const denied: CommandDenials = {}
    for (const [id, why] of found) if (why) denied[id] = why
    return denied
  })

  return { handlers, denials }
}
