/** A command of the program: menu, palette, tooltips, grid and help read this one list (keyboard.md). */
export interface Command {
  id: string
  title: string
  /** `Mod` is Ctrl on Windows and Linux, Cmd on macOS. */
  key: string | null
  /** The key on macOS, where it is another one. */
  mac?: string
  group: 'users' | 'find' | 'view'
}

export const commands = [
  { id: 'users.add', title: 'Add user…', key: 'Mod+N', group: 'users' },
  { id: 'users.edit', title: 'Details of the row', key: 'Alt+Enter', group: 'users' },
  { id: 'users.delete', title: 'Delete user…', key: 'Mod+Delete', mac: 'Mod+Backspace', group: 'users' },
  { id: 'users.projects', title: 'Assign projects…', key: null, group: 'users' },
  { id: 'users.invite', title: 'Send the invitation again…', key: null, group: 'users' },
  { id: 'users.reset', title: 'Force user to reset password…', key: null, group: 'users' },
  { id: 'users.signOut', title: 'Sign out everywhere…', key: null, group: 'users' },
  { id: 'users.restore', title: 'Restore deleted user…', key: null, group: 'users' },
  { id: 'find.list', title: 'Find in the list', key: 'Mod+F', group: 'find' },
  { id: 'find.organization', title: 'Switch organization…', key: 'Mod+Shift+O', group: 'find' },
  { id: 'view.refresh', title: 'Refresh', key: 'Mod+R', group: 'view' },
  { id: 'view.deleted', title: 'Show or hide deleted users', key: null, group: 'view' },
  { id: 'view.theme', title: 'Switch between light and dark', key: null, group: 'view' },
] as const satisfies readonly Command[]

export type CommandId = (typeof commands)[number]['id']

/** The key of a command on a platform, unwritten: `Mod+N`. */
export const keyOf = (command: Command, platform: string): string | null =>
  (platform === 'darwin' ? command.mac : undefined) ?? command.key

/** A key as its platform writes it, such as `Ctrl+N` or `⌘N`. */
export function keyLabel(key: string, platform: string): string {
  if (platform !== 'darwin') return key.replace('Mod', 'Ctrl')
  const signs: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃' }
  return key
    .split('+')
    .map((part) => signs[part] ?? part)
    .join('')
}
