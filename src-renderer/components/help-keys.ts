import type { commands } from '../messages/en/commands.ts'

interface HelpKey {
  name: keyof typeof commands.list
  /** Unwritten, as in `commands.ts`. */
  keys: readonly string[]
}

/** The keys of the grid, which are no commands because they need its focus. */
export const gridKeys: readonly HelpKey[] = [
  { name: 'cell', keys: ['←', '↑', '→', '↓'] },
  { name: 'page', keys: ['PageUp', 'PageDown'] },
  { name: 'row', keys: ['Home', 'End'] },
  { name: 'edge', keys: ['Mod+↑', 'Mod+↓'] },
  { name: 'corner', keys: ['Mod+Home', 'Mod+End'] },
  { name: 'open', keys: ['Enter', 'F2'] },
  { name: 'toggle', keys: ['Space'] },
  { name: 'choose', keys: ['Alt+↓'] },
  { name: 'range', keys: ['Shift+↓', 'Mod+Shift+↓'] },
  { name: 'rows', keys: ['Shift+Space', 'Ctrl+Space'] },
  { name: 'clear', keys: ['Delete'] },
  { name: 'menu', keys: ['Shift+F10'] },
  { name: 'table', keys: ['Mod+C', 'Mod+V'] },
  { name: 'letGo', keys: ['Esc'] },
  { name: 'sort', keys: ['Enter'] },
  { name: 'sortAdd', keys: ['Shift+Enter'] },
]

/** Keys that work everywhere in the window. */
export const windowKeys: readonly HelpKey[] = [
  { name: 'pane', keys: ['F6', 'Shift+F6'] },
  { name: 'close', keys: ['Esc'] },
  { name: 'stage', keys: ['Mod+Enter'] },
  { name: 'send', keys: ['Mod+Shift+Enter'] },
]
