import { computed, type Ref } from 'vue'
import type { CommandId } from '../../src-shared/commands.ts'
import { isReadOnly } from '../../src-shared/domain/guards.ts'
import type { Connection } from '../../src-shared/ipc/shapes.ts'
import { t } from '../messages/text.ts'
import { denialWords } from '../messages/words.ts'
import { type LayerCommand, layerCommands } from './bulk-actions.ts'
import type { CommandDenials, Place } from './places.ts'
import { ofCells, ofUsers, type UsersCommand } from './users-commands.ts'
import type { CommandHandlers } from './use-commands.ts'

interface MainParts {
  /** The commands of the users view; undefined until it is there. */
  view(): Record<UsersCommand | 'view.refresh', () => unknown> | undefined
  /** Why nobody, or not the user under the cursor, can be changed so. */
  denialOf(command: LayerCommand): string | null
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
    ofUsers.map((id) => [id, () => void go('users').then(() => parts.view()?.[id]())]),
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

  /** Why what is done in the list cannot be done now. */
  function elsewhereDenial(): string | null {
    if (isReviewing()) return t('commands.denied.inReview')
    return place.value === 'users' ? null : t('commands.denied.notInPlace')
  }

  const denials = computed(() => {
    const { settings, unlockedUntil, state, capabilities } = connection()
    const isLocked = isReadOnly({ isProtected: settings.isProtected, unlockedUntil }, new Date())
    const found: [CommandId, string | false | null][] = [
      ['go.audit', parts.auditDenial.value],
      ['server.unlock', unlockDenial()],
      ['server.lock', unlockedUntil === null && t('commands.denied.locked')],
      ['server.signOut', state === 'signedOut' && t('commands.denied.signedOut')],
    ]
    const elsewhere = elsewhereDenial()
    for (const id of layerCommands) found.push([id, elsewhere ?? parts.denialOf(id)])
    for (const id of ofCells) found.push([id, elsewhere])
    if (capabilities.restore !== 'yes') found.push(['view.deleted', denialWords(capabilities.restore)])
    if (isLocked) found.push(['users.add', t('commands.denied.readOnly')])
    const denied: CommandDenials = {}
    for (const [id, why] of found) if (why) denied[id] = why
    return denied
  })

  return { handlers, denials }
}
