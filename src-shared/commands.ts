/** A command of the program: menu, palette, tooltips, grid and help read this one list (keyboard.md). */
export interface Command {
  id: string
  title: string
  /** `Mod` is Ctrl on Windows and Linux, Cmd on macOS. */
  key: string | null
  /** The key on macOS, where it is another one. */
  mac?: string
  group: 'users' | 'find' | 'view' | 'go' | 'server' | 'help'
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
  { id: 'plan.review', title: 'Review staged changes', key: 'Mod+S', group: 'users' },
  { id: 'find.list', title: 'Find in the list', key: 'Mod+F', group: 'find' },
  { id: 'find.organization', title: 'Switch organization…', key: 'Mod+Shift+O', group: 'find' },
  { id: 'find.palette', title: 'Commands…', key: 'Mod+K', group: 'find' },
  { id: 'find.filter', title: 'Add filter…', key: 'Mod+Shift+F', group: 'find' },
  { id: 'find.view', title: 'Saved views…', key: null, group: 'find' },
  { id: 'view.columns', title: 'Columns…', key: null, group: 'view' },
  { id: 'view.refresh', title: 'Refresh', key: 'Mod+R', group: 'view' },
  { id: 'view.deleted', title: 'Show or hide deleted users', key: null, group: 'view' },
  { id: 'view.theme', title: 'Switch between light and dark', key: null, group: 'view' },
  { id: 'go.users', title: 'Users', key: null, group: 'go' },
  { id: 'go.projects', title: 'Projects', key: null, group: 'go' },
  { id: 'go.jobs', title: 'Jobs', key: null, group: 'go' },
  { id: 'go.audit', title: 'Audit log', key: null, group: 'go' },
  { id: 'go.profile', title: 'My Profile', key: null, group: 'go' },
  { id: 'go.servers', title: 'Servers', key: null, group: 'go' },
  { id: 'server.add', title: 'Add a server…', key: null, group: 'server' },
  { id: 'server.unlock', title: 'Unlock this server for an hour…', key: null, group: 'server' },
  { id: 'server.lock', title: 'Lock this server again', key: null, group: 'server' },
  { id: 'server.signOut', title: 'Sign out', key: null, group: 'server' },
  { id: 'help.keys', title: 'Keyboard', key: 'F1', group: 'help' },
] as const satisfies readonly Command[]

/** Further keys of commands, for those who look for them there. */
export const aliases: readonly { key: string; id: CommandId }[] = [
  { key: 'F5', id: 'view.refresh' },
  { key: 'Mod+/', id: 'help.keys' },
]

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
