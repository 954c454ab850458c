import { onScopeDispose } from 'vue'
import { aliases, type Command, type CommandId, commands, keyOf } from '../../src-shared/commands.ts'
import { matchesKey } from './keys.ts'

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/** True for the keys that delete text in a field; with Mod they take a word, not a user. */
const isEditing = ({ key, target }: KeyboardEvent): boolean =>
  isField(target) && (key === 'Delete' || key === 'Backspace')

/** Commands on cells have keys that do something else in a field, such as undo; the review has a key of its own. */
const isOfCells = ({ id, group }: Command): boolean => group === 'cells' && id !== 'plan.review'

/** What the commands do that can be run now; the others do nothing. */
export type CommandHandlers = Partial<Record<CommandId, () => void>>

/**
 * Runs commands by their keys, from anywhere in the window but under a modal dialog. A key that is held down runs its
 * command once. Answers the function that runs a command by id, for menus.
 */
export function useCommands(platform: () => string, handlers: () => CommandHandlers): (id: string) => void {
  const isBlocked = () => document.querySelector('dialog:modal') !== null

  function run(id: string): void {
    const command = commands.find((each) => each.id === id)
    if (command && !isBlocked()) handlers()[command.id]?.()
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.defaultPrevented || isBlocked() || isEditing(event)) return
    const command = commands.find((each) => {
      const key = keyOf(each, platform())
      return key !== null && matchesKey(event, key, platform())
    })
    const alias = aliases.find(({ key }) => matchesKey(event, key, platform()))
    const id = command?.id ?? alias?.id
    const handler = id && handlers()[id]
    const named = commands.find((each) => each.id === id)
    if (!handler || (named && isOfCells(named) && isField(event.target))) return
    event.preventDefault()
    if (!event.repeat) handler()
  }

  window.addEventListener('keydown', onKeydown)
  onScopeDispose(() => {
    window.removeEventListener('keydown', onKeydown)
  })
  return run
}
