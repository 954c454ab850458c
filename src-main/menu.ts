import { Menu, type MenuItemConstructorOptions } from 'electron'
import { type Command, type CommandId, commands, keyOf } from '../src-shared/commands.ts'

const groups: Record<Command['group'], string> = {
  users: 'Users',
  cells: 'Cells',
  find: 'Find',
  view: 'View',
  go: 'Go',
  server: 'Server',
  help: 'Help',
}

/**
 * The menu, made from the one list of commands. Keys are shown here and handled by the page, which knows what has the
 * focus; without that, typing AltGr letters would run commands.
 */
export function setMenu(platform: string, onChosen: (id: CommandId) => void): void {
  const item = (command: (typeof commands)[number]): MenuItemConstructorOptions => {
    const key = keyOf(command, platform)
    return {
      id: command.id,
      label: command.title,
      ...(key !== null && { accelerator: key.replace('Mod', 'CmdOrCtrl') }),
      registerAccelerator: false,
      click: () => {
        onChosen(command.id)
      },
    }
  }
  const group = (name: Command['group']): MenuItemConstructorOptions => ({
    label: groups[name],
    submenu: commands.filter((command) => command.group === name).map(item),
  })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
      { role: 'fileMenu' },
      { role: 'editMenu' },
      group('users'),
      group('cells'),
      group('find'),
      group('view'),
      group('go'),
      group('server'),
      { role: 'windowMenu' },
      group('help'),
    ]),
  )
}
