/** A command of the program: menu, palette, tooltips, grid and help read this one list (keyboard.md). */
export interface Command {
  id: string
  title: string
  /** `Mod` is Ctrl on Windows and Linux, Cmd on macOS. */
  key: string | null
  /** The key on macOS, where it is another one. */
  mac?: string
  group: 'users' | 'cells' | 'find' | 'view' | 'go' | 'server' | 'help'
}

export const commands = [
  { id: 'users.add', title: 'Add user…', key: 'Mod+N', group: 'users' },
  { id: 'users.edit', title: 'Details of the row', key: 'Alt+Enter', group: 'users' },
  { id: 'users.role', title: 'Set role…', key: null, group: 'users' },
  { id: 'users.approve', title: 'Approve…', key: null, group: 'users' },
  { id: 'users.withdraw', title: 'Withdraw approval…', key: null, group: 'users' },
  { id: 'users.disable', title: 'Disable…', key: null, group: 'users' },
  { id: 'users.disableNow', title: 'Disable now…', key: null, group: 'users' },
  { id: 'users.enable', title: 'Enable…', key: null, group: 'users' },
  { id: 'users.enableNow', title: 'Enable now…', key: null, group: 'users' },
  { id: 'users.delete', title: 'Delete…', key: 'Mod+Delete', mac: 'Mod+Backspace', group: 'users' },
  { id: 'users.projects', title: 'Assign projects…', key: null, group: 'users' },
  { id: 'users.invite', title: 'Send the invitation again…', key: null, group: 'users' },
  { id: 'users.inviteExpired', title: 'Resend all expired invitations…', key: null, group: 'users' },
  { id: 'users.reset', title: 'Force password reset…', key: null, group: 'users' },
  { id: 'users.signOut', title: 'Sign out everywhere…', key: null, group: 'users' },
  { id: 'users.displayName', title: 'Set display name by pattern…', key: null, group: 'users' },
  { id: 'users.email', title: 'Set e-mail by pattern…', key: null, group: 'users' },
  { id: 'users.replace', title: 'Find and replace…', key: null, group: 'users' },
  { id: 'users.restore', title: 'Restore…', key: null, group: 'users' },
  { id: 'edit.undo', title: 'Undo the last staged step', key: 'Mod+Z', group: 'cells' },
  { id: 'edit.redo', title: 'Stage it again', key: 'Mod+Shift+Z', group: 'cells' },
  { id: 'edit.fillDown', title: 'Fill down', key: 'Mod+D', group: 'cells' },
  { id: 'edit.fill', title: 'Fill the selection with the active value', key: 'Mod+Enter', group: 'cells' },
  { id: 'select.all', title: 'Select all users of the list', key: 'Mod+A', group: 'cells' },
  { id: 'select.rows', title: 'Select whole rows', key: 'Mod+Shift+L', group: 'cells' },
  { id: 'select.columns', title: 'Select whole columns', key: 'Mod+Alt+L', group: 'cells' },
  { id: 'plan.review', title: 'Review staged changes', key: 'Mod+S', group: 'cells' },
  { id: 'sets.open', title: 'Sets of staged changes…', key: null, group: 'cells' },
  { id: 'find.column', title: 'Go to a column…', key: 'Mod+G', group: 'find' },
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
  { key: 'Mod+Y', id: 'edit.redo' },
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
