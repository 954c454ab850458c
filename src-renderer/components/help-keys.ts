interface HelpKey {
  name: 'cell' | 'page' | 'row' | 'edge' | 'corner' | 'open' | 'sort' | 'sortAdd' | 'pane' | 'close' | 'send'
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
  { name: 'sort', keys: ['Enter'] },
  { name: 'sortAdd', keys: ['Shift+Enter'] },
]

/** Keys that work everywhere in the window. */
export const windowKeys: readonly HelpKey[] = [
  { name: 'pane', keys: ['F6', 'Shift+F6'] },
  { name: 'close', keys: ['Esc'] },
  { name: 'send', keys: ['Mod+Shift+Enter'] },
]
